package main

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// A tree has the hashes of a log once more, built from its entries: those of leaves, then those of full tiles, level by level.
type tree struct {
	root   string
	levels [][]tlog.Hash
	judge  judge
	stale  *fault // the first narrower bundle that differs

	hasDetails  bool
	detail      *fault // the first record that does not give the commitment of its entry
	detailCount int
}

// grow reads the bundles of a log of some size, and computes all hashes.
func grow(root string, size int64) (*tree, *fault) {
	t := &tree{root: root, levels: [][]tlog.Hash{make([]tlog.Hash, 0, size&(1<<24-1))}}
	status, err := os.Stat(filepath.Join(root, "details"))
	t.hasDetails = err == nil && status.IsDir()
	for number := int64(0); number*256 < size; number++ {
		width := 256
		if size-number*256 < 256 {
			width = int(size - number*256)
		}
		if fault := t.bundle(number, width); fault != nil {
			return nil, fault
		}
	}
	for hashes := t.levels[0]; len(hashes) >= 256; {
		var above []tlog.Hash
		for ; len(hashes) >= 256; hashes = hashes[256:] {
			above = append(above, perfect(hashes[:256]))
		}
		t.levels = append(t.levels, above)
		hashes = above
	}
	return t, nil
}

// perfect is the root over a power of two of hashes.
func perfect(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	middle := len(hashes) / 2
	return tlog.NodeHash(perfect(hashes[:middle]), perfect(hashes[middle:]))
}

// head is the root of the first so many entries.
func (t *tree) head(size int64) tlog.Hash {
	if size == 0 {
		return sha256.Sum256(nil)
	}
	var right *tlog.Hash
	for _, hashes := range t.levels {
		edge := hashes[size/256*256 : size]
		for bit := 1; bit < 256; bit <<= 1 {
			if len(edge)&bit == 0 {
				continue
			}
			left := perfect(edge[len(edge)-bit:])
			edge = edge[:len(edge)-bit]
			if right != nil {
				left = tlog.NodeHash(left, *right)
			}
			right = &left
		}
		size /= 256
	}
	return *right
}

func (t *tree) bundle(number int64, width int) *fault {
	path := tilePath("entries", number, width)
	data, fault := read(filepath.Join(t.root, path), path, bundleLimit, number*256)
	if fault != nil {
		return fault
	}
	ends := make([]int, 0, width)
	entries := make([][]byte, 0, width)
	place := 0
	for len(ends) < width && len(data)-place >= 2 {
		end := place + 2 + int(data[place])<<8 + int(data[place+1])
		if end > len(data) {
			break
		}
		index := number*256 + int64(len(ends))
		t.levels[0] = append(t.levels[0], tlog.RecordHash(data[place+2:end]))
		t.judge.take(data[place+2:end], index)
		entries = append(entries, data[place+2:end])
		place = end
		ends = append(ends, end)
	}
	if len(ends) != width || place != len(data) {
		return badAt("E_BUNDLE", path, number*256+int64(len(ends)), "the file does not hold the entries of its width")
	}
	if fault := t.details(number, entries); fault != nil {
		return fault
	}
	return t.narrowerBundles(number, data, ends)
}

func (t *tree) narrowerBundles(number int64, data []byte, ends []int) *fault {
	widths, fault := narrower(t.root, "entries", number, len(ends), "E_BUNDLE")
	if fault != nil {
		return fault
	}
	for _, width := range widths {
		path := tilePath("entries", number, width)
		other, fault := read(filepath.Join(t.root, path), path, bundleLimit, number*256)
		if fault != nil {
			return fault
		}
		wanted := data[:ends[width-1]]
		if t.stale != nil || bytes.Equal(other, wanted) {
			continue
		}
		first := differs(other, wanted)
		entry := 0
		for entry < width && ends[entry] <= first {
			entry++
		}
		t.stale = badAt("E_BUNDLE", path, number*256+int64(entry), "the wider bundle has another entry")
	}
	return nil
}

// differs is the place of the first byte that is not the same in both.
func differs(a, b []byte) int {
	for place := range a {
		if place >= len(b) || a[place] != b[place] {
			return place
		}
	}
	return len(a)
}
