package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	algorithmEd25519     = 1
	algorithmCosignature = 4
)

// A key is what signatures are verified with.
type key struct {
	name      string
	keyID     uint32
	algorithm byte
	public    ed25519.PublicKey
}

// parseKey reads name+keyid+base64(algorithm ‖ key).
func parseKey(text string) (key, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !isName(parts[0]) {
		return key{}, fmt.Errorf("not name+keyid+key")
	}
	data, err := strictBase64(parts[2])
	if err != nil || len(data) != 33 || data[0] != algorithmEd25519 && data[0] != algorithmCosignature {
		return key{}, fmt.Errorf("not an Ed25519 key")
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	if parts[1] != hex.EncodeToString(digest[:4]) {
		return key{}, fmt.Errorf("the key id is not that of the key")
	}
	if isWeak(data[1:]) {
		return key{}, fmt.Errorf("a weak key")
	}
	if data[0] == algorithmEd25519 {
		if _, err := note.NewVerifier(text); err != nil {
			return key{}, err
		}
	}
	return key{parts[0], binary.BigEndian.Uint32(digest[:4]), data[0], data[1:]}, nil
}

// smallOrder has y of every point whose order divides 8.
var smallOrder = []string{
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}

// isWeak tells keys under which a signature proves nothing: y not below 2^255 - 19, or of small order.
func isWeak(public []byte) bool {
	y := append([]byte{}, public...)
	y[31] &= 0x7f
	text := hex.EncodeToString(y)
	for _, weak := range smallOrder {
		if text == weak {
			return true
		}
	}
	return strings.HasSuffix(text, strings.Repeat("ff", 30)+"7f") && y[0] >= 0xed
}

// verifies tells whether a payload is the key's signature of a text.
func (k key) verifies(text, payload []byte) bool {
	if k.algorithm == algorithmEd25519 {
		return len(payload) == 64 && ed25519.Verify(k.public, text, payload)
	}
	if len(payload) != 72 {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(payload), text)
	return ed25519.Verify(k.public, []byte(message), payload[8:])
}
