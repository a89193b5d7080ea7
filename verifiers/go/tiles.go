package main

import (
	"bytes"
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// tiles holds the files of a level against its hashes.
func (t *tree) tiles(level int) (first *fault, missing *fault) {
	hashes := t.levels[level]
	for number := int64(0); number*256 < int64(len(hashes)); number++ {
		part := hashes[number*256:]
		if len(part) > 256 {
			part = part[:256]
		}
		widths, fault := narrower(t.root, strconv.Itoa(level), number, len(part), "E_TILE")
		if fault != nil {
			return nil, fault
		}
		for _, width := range append([]int{len(part)}, widths...) {
			difference, fault := t.tile(level, number, part[:width])
			if fault != nil {
				return nil, fault
			}
			if first == nil {
				first = difference
			}
		}
	}
	return first, nil
}

func (t *tree) tile(level int, number int64, part []tlog.Hash) (difference *fault, missing *fault) {
	path := tilePath(strconv.Itoa(level), number, len(part))
	data, fault := read(filepath.Join(t.root, path), path, tileLimit, number*256)
	if fault != nil {
		return nil, fault
	}
	wanted := make([]byte, 0, len(part)*32)
	for place := range part {
		wanted = append(wanted, part[place][:]...)
	}
	if bytes.Equal(data, wanted) {
		return nil, nil
	}
	index := number*256 + int64(differs(data, wanted)/32)
	return badAt("E_TILE", path, index, "it is not the hash that follows from the entries"), nil
}
