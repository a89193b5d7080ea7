package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	detailLimit = 1 << 20
	fieldLimit  = 256
)

var classes = []string{"org", "staff", "subject", "item", "policy", "free"}

// commitment is what a detail record in its one form commits to.
func commitment(line []byte) (found [32]byte, ok bool) {
	c := cursor{string(line), len(line) <= detailLimit}
	hash, last, count := sha256.New(), "", 0
	hash.Write([]byte{3})
	c.must("[")
	c.items("]", func() {
		count++
		if c.take(`{"f":"`) {
			hash.Write(c.bytes32())
			c.must(`"}`)
			return
		}
		sum, name := c.field()
		c.ok = c.ok && name > last
		last = name
		hash.Write(sum[:])
	})
	hash.Sum(found[:0])
	return found, c.ok && c.rest == "" && count >= 1 && count <= fieldLimit
}

// field steps over a field that is shown, and gives its commitment and its name.
func (c *cursor) field() (sum [32]byte, name string) {
	c.must(`{"c":"`)
	class := c.upTo('"')
	c.ok = c.ok && strings.Contains(" "+strings.Join(classes, " ")+" ", " "+class+" ")
	c.must(`","n":"`)
	name = c.upTo('"')
	c.ok = c.ok && len(name) >= 1 && len(name) <= 64 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == ""
	c.must(`","s":"`)
	salt := c.bytes32()
	c.must(`","v":`)
	before := c.rest
	c.value(1)
	value := before[:len(before)-len(c.rest)]
	c.must("}")
	return sha256.Sum256([]byte("\x02" + string(salt) + name + "\x00" + value)), name
}

func (c *cursor) bytes32() []byte {
	text := c.upTo('"')
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	c.ok = c.ok && err == nil && len(data) == 32 && len(text) == 43
	return data
}

// details holds the records that lie beside a log against its entries; logs do not publish them.
func (t *tree) details(number int64, entries [][]byte) *fault {
	if !t.hasDetails {
		return nil
	}
	path := "details" + strings.TrimPrefix(tilePath("entries", number, 256), "tile/entries")
	if _, err := os.Stat(filepath.Join(t.root, path)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	data, fault := read(filepath.Join(t.root, path), path, 256*(detailLimit+1), -1)
	if fault != nil {
		return fault
	}
	lines := bytes.Split(data, []byte("\n"))
	for place, entry := range entries {
		if place < len(lines)-1 && commits(lines[place], entry) {
			t.detailCount++
			continue
		}
		if t.detail == nil {
			t.detail = badAt("E_DETAIL", path, number*256+int64(place), "the record does not give the entry's commitment")
		}
		return nil
	}
	return nil
}

func commits(line, entry []byte) bool {
	if _, what := parseEntry(entry); what != "" {
		return false
	}
	found, ok := commitment(line)
	return ok && base64.RawURLEncoding.EncodeToString(found[:]) == string(entry[6:49])
}
