package main

import (
	"bytes"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// A proof is a receipt without its note.
type proof struct {
	index  int64
	hashes tlog.RecordProof
	note   []byte
}

// parseProof reads a tlog-proof file.
func parseProof(data []byte) (p proof, ok bool) {
	lines, note, found := bytes.Cut(data, []byte("\n\n"))
	if !found {
		return p, false
	}
	rest := strings.Split(string(lines), "\n")
	if rest[0] != "c2sp.org/tlog-proof@v1" {
		return p, false
	}
	rest = rest[1:]
	if len(rest) > 0 && strings.HasPrefix(rest[0], "extra ") {
		if _, err := strictBase64(rest[0][6:]); err != nil {
			return p, false
		}
		rest = rest[1:]
	}
	if len(rest) == 0 || !strings.HasPrefix(rest[0], "index ") || len(rest) > 129 {
		return p, false
	}
	index, err := decimal(rest[0][6:])
	if err != nil {
		return p, false
	}
	p = proof{index: index, note: note}
	for _, line := range rest[1:] {
		data, err := strictBase64(line)
		if err != nil || len(data) != 32 {
			return p, false
		}
		var hash tlog.Hash
		copy(hash[:], data)
		p.hashes = append(p.hashes, hash)
	}
	_, _, err = parseNote(note)
	return p, err == nil
}

// verifyReceipt judges a receipt and the entry that it is of.
func verifyReceipt(path, entryPath string, trusted *policy) (r report, f *fault) {
	r.index, r.largest = -1, -1
	data, f := read(entryPath, entryPath, entryLimit, -1)
	if f != nil {
		return r, f
	}
	receipt, f := read(path, path, proofLimit, -1)
	if f != nil {
		return r, f
	}
	p, ok := parseProof(receipt)
	if !ok {
		return r, bad("E_PROOF", path, "not a proof file")
	}
	r.index = p.index
	if r.head, f = trusted.open(p.note, path, ""); f != nil {
		return r, f
	}
	r.isKnown = true
	if r.head.quorum {
		r.largest = r.head.size
	}
	if !included(p, r.head.checkpoint, data) {
		return r, badAt("E_INCLUSION", path, p.index, "the proof does not lead from the entry to the root")
	}
	var j judge
	if j.take(data, p.index); j.what != "" {
		return r, badAt("E_ENTRY", entryPath, p.index, j.what)
	}
	if !r.head.quorum {
		return r, bad("E_QUORUM", path, "too few witnesses of the policy have signed")
	}
	return r, nil
}

func included(p proof, head checkpoint, data []byte) bool {
	return p.index < head.size &&
		tlog.CheckRecord(p.hashes, head.size, tlog.Hash(head.root), p.index, tlog.RecordHash(data)) == nil
}
