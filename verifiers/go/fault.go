package main

import "fmt"

// A fault is why a log or a receipt is not believed: a verdict of docs/spec/ledger.md, the file and the place in it.
type fault struct {
	code  string
	file  string
	index int64 // -1 when none is meant
	what  string
}

func (f *fault) Error() string {
	if f.index < 0 {
		return fmt.Sprintf("%s  %s: %s", f.code, f.file, f.what)
	}
	return fmt.Sprintf("%s  %s index %d: %s", f.code, f.file, f.index, f.what)
}

// status is the exit code that goes with a verdict.
func (f *fault) status() int {
	if f.code == "E_LIMIT" || f.code == "E_READ" {
		return 3
	}
	return 1
}

func bad(code, file, what string, values ...interface{}) *fault {
	return &fault{code, file, -1, fmt.Sprintf(what, values...)}
}

func badAt(code, file string, index int64, what string) *fault {
	return &fault{code, file, index, what}
}
