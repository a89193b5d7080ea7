package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A signature is one line below the text of a note.
type signature struct {
	name    string
	keyID   uint32
	payload []byte
}

// parseNote parts a note into its text and its signatures.
//
// The package note does not do here: it passes over a second signature by one key without verifying it.
func parseNote(data []byte) (text []byte, signatures []signature, err error) {
	split := bytes.LastIndex(data, []byte("\n\n"))
	if split < 0 || data[len(data)-1] != '\n' || split+2 == len(data) {
		return nil, nil, fmt.Errorf("the note has no signature lines")
	}
	text = data[:split+1]
	if !utf8.Valid(text) {
		return nil, nil, fmt.Errorf("the text is not UTF-8")
	}
	for _, b := range text {
		if b != '\n' && b < 0x20 || b == 0x7f {
			return nil, nil, fmt.Errorf("the text holds a control character")
		}
	}
	lines := strings.Split(string(data[split+2:len(data)-1]), "\n")
	if len(lines) > 64 {
		return nil, nil, fmt.Errorf("more than 64 signature lines")
	}
	for _, line := range lines {
		name, encoded, found := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		payload, err := strictBase64(encoded)
		if !found || !strings.HasPrefix(line, "— ") || !isName(name) || err != nil || len(payload) <= 4 {
			return nil, nil, fmt.Errorf("a signature line is malformed")
		}
		signatures = append(signatures, signature{name, binary.BigEndian.Uint32(payload), payload[4:]})
	}
	return text, signatures, nil
}

func isName(name string) bool {
	plain := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '+' }
	return name != "" && len(name) <= 255 && utf8.ValidString(name) && strings.IndexFunc(name, plain) < 0
}

// strictBase64 takes one spelling of every value; the decoder alone would pass over line ends.
func strictBase64(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("a line end in base64")
	}
	return base64.StdEncoding.Strict().DecodeString(text)
}
