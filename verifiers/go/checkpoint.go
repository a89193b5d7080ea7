package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A checkpoint is a head: whose log, how many entries, the root over them.
type checkpoint struct {
	origin string
	size   int64
	root   [32]byte
}

func parseCheckpoint(text []byte) (head checkpoint, err error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) < 4 || !isName(lines[0]) {
		return head, fmt.Errorf("not a checkpoint")
	}
	root, err := strictBase64(lines[2])
	if err != nil || len(root) != 32 {
		return head, fmt.Errorf("the root is not 32 bytes in base64")
	}
	head.origin = lines[0]
	copy(head.root[:], root)
	head.size, err = decimal(lines[1])
	return head, err
}

// decimal reads a number without sign and leading zeros.
func decimal(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, fmt.Errorf("not a decimal number")
	}
	return number, nil
}
