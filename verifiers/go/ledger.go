package main

import (
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// A report is what the verifier found out.
type report struct {
	head    head
	isKnown bool // whether the head's signatures were verified
	heads   []checkpoint
	largest int64 // the largest size with a quorum, -1 for none
	index   int64 // of a receipt's entry, or -1
	details int   // records that gave the commitments of their entries
}

// verifyLedger judges the log in a directory, in the order of docs/spec/ledger.md.
func verifyLedger(root string, p *policy) (r report, f *fault) {
	r.index, r.largest = -1, -1
	if f = r.readHeads(root, p); f != nil {
		return r, f
	}
	t, f := grow(root, r.head.size)
	if f != nil {
		return r, f
	}
	r.details = t.detailCount
	var firsts []*fault
	for level := range t.levels {
		first, fault := t.tiles(level)
		if fault != nil {
			return r, fault
		}
		firsts = append(firsts, first)
	}
	return r, r.judge(t, firsts)
}

func (r *report) readHeads(root string, p *policy) *fault {
	data, fault := read(filepath.Join(root, "checkpoint"), "checkpoint", noteLimit, -1)
	if fault != nil {
		return fault
	}
	if r.head, fault = p.open(data, "checkpoint", ""); fault != nil {
		return fault
	}
	r.isKnown = true
	if r.head.quorum {
		r.largest = r.head.size
	}
	sizes, fault := numbers(root, "checkpoints", "E_HEAD", headLimit)
	if fault != nil {
		return fault
	}
	for _, size := range sizes {
		path := "checkpoints/" + strconv.FormatInt(size, 10)
		if data, fault = read(filepath.Join(root, path), path, noteLimit, -1); fault != nil {
			return fault
		}
		h, fault := p.open(data, path, r.head.origin)
		switch {
		case fault != nil:
			return fault
		case h.size != size:
			return bad("E_HEAD", path, "the head is of another size than the file's name")
		case h.size > r.head.size:
			return bad("E_HEAD", path, "the head is ahead of the newest one")
		case h.size == r.head.size && h.root != r.head.root:
			return bad("E_FORK", path, "another root than that of the newest head, which has the same size")
		}
		r.heads = append(r.heads, h.checkpoint)
		if h.quorum && size > r.largest {
			r.largest = size
		}
	}
	return nil
}

// judge says what is wrong first; firsts has the first difference of each level's tiles.
func (r *report) judge(t *tree, firsts []*fault) *fault {
	if t.head(r.head.size) != tlog.Hash(r.head.root) {
		if firsts[0] == nil {
			return bad("E_ROOT", "checkpoint", "the root is not that of the entries")
		}
		return badAt("E_BUNDLE", r.bundleOf(firsts[0].index), firsts[0].index, "the entry is not the one that the tree has")
	}
	for _, first := range append(firsts, t.stale) {
		if first != nil {
			return first
		}
	}
	for _, h := range r.heads {
		if t.head(h.size) != tlog.Hash(h.root) {
			path := "checkpoints/" + strconv.FormatInt(h.size, 10)
			return bad("E_FORK", path, "the log signed another history than that of the newest head")
		}
	}
	if t.judge.what != "" {
		return badAt("E_ENTRY", r.bundleOf(t.judge.index), t.judge.index, t.judge.what)
	}
	if t.detail != nil {
		return t.detail
	}
	if !r.head.quorum {
		return bad("E_QUORUM", "checkpoint", "too few witnesses of the policy have signed")
	}
	return nil
}

// bundleOf is the path of the bundle that holds an entry.
func (r *report) bundleOf(index int64) string {
	if index >= r.head.size {
		index = r.head.size - 1
	}
	width := r.head.size - index/256*256
	if width > 256 {
		width = 256
	}
	return tilePath("entries", index/256, int(width))
}
