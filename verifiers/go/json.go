package main

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits on the values of details.
const (
	valueDepth  = 8
	stringLimit = 65536
)

// value steps over one JSON value in its RFC 8785 form, of the domain of canonical-json.md: no null, integers only.
func (c *cursor) value(depth int) {
	switch {
	case c.rest == "" || depth > valueDepth:
		c.ok = false
	case c.rest[0] == '"':
		c.text()
	case c.take("true"), c.take("false"):
	case c.take("["):
		c.items("]", func() { c.value(depth + 1) })
	case c.take("{"):
		last := []uint16(nil)
		isFirst := true
		c.items("}", func() {
			name := utf16.Encode([]rune(c.text()))
			c.ok = c.ok && (isFirst || precedes(last, name))
			last, isFirst = name, false
			c.must(":")
			c.value(depth + 1)
		})
	default:
		c.integer()
	}
}

// items steps over what a container holds, its end included; a container deeper than values may be is no value.
func (c *cursor) items(end string, item func()) {
	if c.take(end) {
		return
	}
	for c.ok {
		item()
		if c.take(end) {
			return
		}
		c.must(",")
	}
}

func (c *cursor) integer() {
	length := 0
	for length < len(c.rest) && strings.IndexByte("-0123456789", c.rest[length]) >= 0 {
		length++
	}
	text := c.rest[:length]
	number, err := strconv.ParseInt(text, 10, 64)
	c.ok = c.ok && err == nil && strconv.FormatInt(number, 10) == text && number < 1<<53 && number > -1<<53
	c.rest = c.rest[length:]
}

// short has the escapes that have a letter.
const short = "\"\"\\\\b\bf\fn\nr\rt\t"

// text steps over a string and gives its characters.
func (c *cursor) text() string {
	var found strings.Builder
	c.must(`"`)
	for c.ok && c.rest != "" && c.rest[0] != '"' {
		r, size := utf8.DecodeRuneInString(c.rest)
		switch {
		case r == utf8.RuneError && size == 1, r < 0x20:
			c.ok = false
		case r == '\\':
			r, size = escape(c.rest)
			c.ok = size > 0
		}
		found.WriteRune(r)
		c.rest = c.rest[size:]
	}
	c.must(`"`)
	c.ok = c.ok && found.Len() <= stringLimit
	return found.String()
}

// escape reads an escape sequence that RFC 8785 has; its length is 0 for any other.
func escape(text string) (rune, int) {
	if len(text) < 2 {
		return 0, 0
	}
	for place := 0; place < len(short); place += 2 {
		if text[1] == short[place] {
			return rune(short[place+1]), 2
		}
	}
	if len(text) < 6 || !strings.HasPrefix(text, `\u00`) || strings.ToLower(text[:6]) != text[:6] {
		return 0, 0
	}
	number, err := strconv.ParseUint(text[4:6], 16, 8)
	if err != nil || number >= 0x20 || strings.IndexByte("\b\f\n\r\t", byte(number)) >= 0 {
		return 0, 0
	}
	return rune(number), 6
}

// precedes is the order of names: by UTF-16 code units.
func precedes(a, b []uint16) bool {
	for place := range a {
		if place >= len(b) {
			return false
		}
		if a[place] != b[place] {
			return a[place] < b[place]
		}
	}
	return len(a) < len(b)
}
