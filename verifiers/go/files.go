package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Limits of docs/spec/ledger.md.
const (
	noteLimit   = 1 << 20
	policyLimit = 1 << 18
	proofLimit  = 1 << 20
	entryLimit  = 65535
	bundleLimit = 256 * (2 + entryLimit)
	tileLimit   = 2 * 256 * 32 // twice a full tile, so that one that is too long is a wrong tile like others
	headLimit   = 1 << 22
)

// read gives the bytes of a file; name is what a fault calls it.
func read(path, name string, limit int64, index int64) ([]byte, *fault) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, badAt("E_MISSING", name, index, "the file is missing")
	}
	if err != nil {
		return nil, bad("E_READ", name, "%v", errors.Unwrap(err))
	}
	defer file.Close()
	status, err := file.Stat()
	if err != nil || !status.Mode().IsRegular() {
		return nil, bad("E_READ", name, "not a regular file")
	}
	if status.Size() > limit {
		return nil, bad("E_LIMIT", name, "longer than %d bytes", limit)
	}
	data := make([]byte, status.Size())
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, bad("E_READ", name, "%v", err)
	}
	return data, nil
}

// numbers gives the numbers that the names of a directory's files are, ascending; none when there is no directory.
// What an interrupted writer left (….partial) is passed over, like what begins with a dot.
func numbers(root, folder, code string, limit int) ([]int64, *fault) {
	names, err := os.ReadDir(filepath.Join(root, folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, bad("E_READ", folder, "%v", errors.Unwrap(err))
	}
	if len(names) > limit {
		return nil, bad("E_LIMIT", folder, "more than %d files", limit)
	}
	var found []int64
	for _, entry := range names {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".partial") {
			continue
		}
		number, err := strconv.ParseInt(name, 10, 64)
		if err != nil || strconv.FormatInt(number, 10) != name || number < 0 {
			return nil, bad(code, folder, "a file's name is no number")
		}
		found = append(found, number)
	}
	sort.Slice(found, func(i, j int) bool { return found[i] < found[j] })
	return found, nil
}

// tilePath names a tile or, on the level "entries", a bundle.
func tilePath(level string, number int64, width int) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	if width < 256 {
		path += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + path
}

// narrower gives the widths of files that stand beside a tile or bundle in its place.
func narrower(root, level string, number int64, width int, code string) ([]int, *fault) {
	folder := tilePath(level, number, 256) + ".p"
	found, fault := numbers(root, folder, code, 512)
	var widths []int
	for _, number := range found {
		if number < 1 || number > 255 {
			return nil, bad(code, folder, "a file's name is no width")
		}
		if int(number) < width {
			widths = append(widths, int(number))
		}
	}
	return widths, fault
}
