package main

import (
	"strconv"
	"strings"
	"time"
)

// An entry obeys the rules of entries: one byte form, six members, an alphabet for each.
type entry struct {
	time      string
	reference int64 // -1 when there is none
}

// A cursor walks over the bytes of an entry.
type cursor struct {
	rest string
	ok   bool
}

func (c *cursor) take(text string) bool {
	if !strings.HasPrefix(c.rest, text) {
		return false
	}
	c.rest = c.rest[len(text):]
	return true
}

func (c *cursor) must(text string) { c.ok = c.take(text) && c.ok }

// upTo gives what stands before the next character of a kind.
func (c *cursor) upTo(end byte) string {
	place := strings.IndexByte(c.rest, end)
	if place < 0 {
		c.ok = false
		return ""
	}
	text := c.rest[:place]
	c.rest = c.rest[place:]
	return text
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

var sextet [256]int8

func init() {
	for place := range sextet {
		sextet[place] = -1
	}
	for value := range base64url {
		sextet[base64url[value]] = int8(value)
	}
}

// digest steps over 43 characters of base64url that stand for 32 bytes.
func (c *cursor) digest() {
	text := c.upTo('"')
	if len(text) != 43 {
		c.ok = false
		return
	}
	for place := 0; place < 43; place++ {
		if sextet[text[place]] < 0 {
			c.ok = false
			return
		}
	}
	c.ok = c.ok && sextet[text[42]]&3 == 0
}

func (c *cursor) number() int64 {
	text := c.upTo(',')
	number, err := strconv.ParseInt(text, 10, 64)
	c.ok = c.ok && err == nil && number >= 0 && number < 1<<53 && strconv.FormatInt(number, 10) == text
	return number
}

func (c *cursor) kind() string {
	text := c.upTo('"')
	c.ok = c.ok && len(text) >= 1 && len(text) <= 32
	for place := 0; place < len(text); place++ {
		c.ok = c.ok && (text[place] >= 'a' && text[place] <= 'z' || text[place] == '.')
	}
	return text
}

func (c *cursor) moment() string {
	text := c.upTo('"')
	_, err := time.Parse("2006-01-02T15:04:05.000Z", text)
	c.ok = c.ok && err == nil && len(text) == 24 && text[19] == '.'
	return text
}

// parseEntry tells what the order of a log asks of an entry, or what is wrong with it.
func parseEntry(data []byte) (e entry, what string) {
	e.reference = -1
	if len(data) > 1024 {
		return e, "longer than 1,024 bytes"
	}
	c := cursor{string(data), true}
	c.must(`{"d":"`)
	c.digest()
	c.must(`"`)
	if c.take(`,"r":`) {
		e.reference = c.number()
	}
	c.must(`,"t":"`)
	kind := c.kind()
	c.must(`","ts":"`)
	e.time = c.moment()
	c.must(`","v":1`)
	transfer := c.take(`,"x":"`)
	if transfer {
		c.digest()
		c.must(`"`)
	}
	c.must(`}`)
	if !c.ok || c.rest != "" {
		return e, "not an entry in its one form"
	}
	if kind == "sealed" && (transfer || e.reference >= 0) {
		return e, "a sealed entry names a flow"
	}
	return e, ""
}

// A judge holds entries against the rules that join them.
type judge struct {
	latest string
	index  int64
	what   string // of the first entry that breaks a rule
}

func (j *judge) take(data []byte, index int64) {
	if j.what != "" {
		return
	}
	e, what := parseEntry(data)
	switch {
	case what != "":
	case e.time < j.latest:
		what = "earlier than the entry before it"
	case e.reference >= index:
		what = "it refers to no earlier entry"
	}
	j.latest, j.index, j.what = e.time, index, what
}
