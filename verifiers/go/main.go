// Command verify-ledger verifies the published files of an audit log, and receipts from one, after docs/spec/ledger.md.
//
// It shares no code with Tocsin.
//
//	verify-ledger ledger [-policy FILE] [-json] DIR
//	verify-ledger receipt [-policy FILE] [-entry FILE] [-json] FILE
//
// Exit codes: 0 verified, 1 does not verify, 2 usage, 3 input refused.
package main

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "ledger" && os.Args[1] != "receipt" {
		usage()
	}
	verb := os.Args[1]
	flags := flag.NewFlagSet(verb, flag.ExitOnError)
	policyPath := flags.String("policy", "", "the logs and witnesses you trust")
	entryPath := flags.String("entry", "", "the bytes of the entry (receipt only)")
	asJSON := flags.Bool("json", false, "one JSON document")
	flags.Parse(os.Args[2:])
	if flags.NArg() != 1 || verb == "ledger" && *entryPath != "" {
		usage()
	}
	target := flags.Arg(0)
	isOwn := *policyPath == ""
	if isOwn {
		folder := target
		if verb == "receipt" {
			folder = filepath.Dir(target)
		}
		*policyPath = filepath.Join(folder, "policy.txt")
	}
	r, fault := verify(verb, target, *policyPath, *entryPath)
	if *asJSON {
		printJSON(r, fault, isOwn)
	} else {
		printText(r, fault, isOwn)
	}
	if fault != nil {
		os.Exit(fault.status())
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: verify-ledger ledger [-policy FILE] [-json] DIR")
	fmt.Fprintln(os.Stderr, "       verify-ledger receipt [-policy FILE] [-entry FILE] [-json] FILE")
	os.Exit(2)
}

func verify(verb, target, policyPath, entryPath string) (report, *fault) {
	nothing := report{index: -1, largest: -1}
	if status, err := os.Stat(target); verb == "ledger" && (err != nil || !status.IsDir()) {
		return nothing, bad("E_READ", target, "there is no such directory")
	}
	p, fault := readPolicy(policyPath)
	if fault != nil {
		return nothing, fault
	}
	if verb == "ledger" {
		return verifyLedger(target, p)
	}
	if entryPath == "" {
		entryPath = strings.TrimSuffix(target, filepath.Ext(target)) + ".entry"
	}
	return verifyReceipt(target, entryPath, p)
}

func printText(r report, f *fault, isOwn bool) {
	switch {
	case f != nil:
		fmt.Println(f)
	case r.index >= 0:
		fmt.Printf("OK  %s: entry %d of %d entries, root %x, %d witnesses\n", r.head.origin, r.index, r.head.size, r.head.root, r.head.witnesses)
	default:
		fmt.Printf("OK  %s: %d earlier heads, %d entries, root %x, %d witnesses\n", r.head.origin, len(r.heads), r.head.size, r.head.root, r.head.witnesses)
	}
	if isOwn {
		fmt.Println("note: the policy was found beside the files, so it is the log's own word; give yours with -policy")
	}
}

func printJSON(r report, f *fault, isOwn bool) {
	object := map[string]interface{}{"verdict": "OK", "policy": "given", "checkpoints": len(r.heads), "details": r.details}
	if isOwn {
		object["policy"] = "own"
	}
	if r.isKnown {
		object["origin"], object["size"], object["root"] = r.head.origin, r.head.size, hex.EncodeToString(r.head.root[:])
		quorum := map[string]interface{}{"held": r.head.quorum, "witnesses": r.head.witnesses}
		if r.largest >= 0 {
			quorum["size"] = r.largest
		}
		object["quorum"] = quorum
	}
	if r.index >= 0 {
		object["index"] = r.index
	}
	if f != nil {
		object["verdict"], object["code"], object["file"] = "BAD", f.code, f.file
		if f.index >= 0 {
			object["index"] = f.index
		}
	}
	text, _ := json.Marshal(object)
	fmt.Println(string(text))
}
