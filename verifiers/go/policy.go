package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A rule is a witness, or a group of rules above it of which some must hold.
type rule struct {
	witness   *key
	threshold int
	members   []int // places of rules
}

// A policy says whose signatures make a head believed.
type policy struct {
	logs   []key
	rules  []rule // in the order of the file
	quorum int    // the place of a rule, -1 for none
	places map[string]int
	taken  map[string]bool // public keys of witnesses
}

const policyNames = 1024

func readPolicy(path string) (*policy, *fault) {
	data, fault := read(path, path, policyLimit, -1)
	if fault != nil {
		return nil, fault
	}
	if !utf8.Valid(data) {
		return nil, bad("E_POLICY", path, "not UTF-8")
	}
	p := &policy{quorum: -1, places: map[string]int{}, taken: map[string]bool{}}
	hasQuorum := false
	for number, line := range strings.Split(string(data), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if err := p.take(words, &hasQuorum); err != nil {
			return nil, bad("E_POLICY", path, "line %d: %v", number+1, err)
		}
	}
	if !hasQuorum {
		return nil, bad("E_POLICY", path, "no quorum line")
	}
	return p, nil
}

func (p *policy) take(words []string, hasQuorum *bool) error {
	switch count := len(words); {
	case words[0] == "log" && (count == 2 || count == 3):
		k, err := parseKey(words[1])
		p.logs = append(p.logs, k)
		return err
	case words[0] == "witness" && (count == 3 || count == 4):
		k, err := parseKey(words[2])
		if err != nil {
			return err
		}
		if p.taken[string(k.public)] {
			return fmt.Errorf("the key is another witness's, too")
		}
		p.taken[string(k.public)] = true
		return p.add(words[1], rule{witness: &k})
	case words[0] == "group" && count >= 4:
		group, err := p.group(words)
		if err != nil {
			return err
		}
		return p.add(words[1], group)
	case words[0] == "quorum" && count == 2 && !*hasQuorum:
		*hasQuorum = true
		if words[1] == "none" {
			return nil
		}
		place, known := p.places[words[1]]
		if !known {
			return fmt.Errorf("the quorum is not known")
		}
		p.quorum = place
		return nil
	}
	return fmt.Errorf("not a line of a policy")
}

func (p *policy) add(name string, r rule) error {
	if _, known := p.places[name]; known || name == "none" {
		return fmt.Errorf("a name stands twice")
	}
	if len(p.rules) == policyNames {
		return fmt.Errorf("more than %d names", policyNames)
	}
	p.places[name] = len(p.rules)
	p.rules = append(p.rules, r)
	return nil
}

func (p *policy) group(words []string) (r rule, err error) {
	seen := map[int]bool{}
	for _, name := range words[3:] {
		place, known := p.places[name]
		if !known || seen[place] {
			return r, fmt.Errorf("a member is unknown or stands twice")
		}
		seen[place] = true
		r.members = append(r.members, place)
	}
	switch words[2] {
	case "all":
		r.threshold = len(r.members)
	case "any":
		r.threshold = 1
	default:
		count, err := decimal(words[2])
		if err != nil || count < 1 || count > int64(len(r.members)) {
			return r, fmt.Errorf("not a threshold")
		}
		r.threshold = int(count)
	}
	return r, nil
}

// holds tells whether the quorum is reached. Every rule is judged once, in the order of the file: groups name only what stands above.
func (p *policy) holds(signers map[string]bool) bool {
	if p.quorum < 0 {
		return true
	}
	held := make([]bool, p.quorum+1)
	for place, r := range p.rules[:p.quorum+1] {
		if r.witness != nil {
			held[place] = signers[r.witness.id()]
			continue
		}
		count := 0
		for _, member := range r.members {
			if held[member] {
				count++
			}
		}
		held[place] = count >= r.threshold
	}
	return held[p.quorum]
}

func (k key) id() string { return fmt.Sprintf("%s %d %x", k.name, k.algorithm, k.public) }
