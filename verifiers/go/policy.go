package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A rule is a witness, or a group of rules of which some must hold.
type rule struct {
	witness   *key
	threshold int64
	members   []string
}

// A policy says whose signatures make a head believed.
type policy struct {
	logs   []key
	rules  map[string]rule
	quorum string // empty for none
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
	p := &policy{rules: map[string]rule{}}
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
	if len(p.rules) >= policyNames {
		return fmt.Errorf("more than %d names", policyNames)
	}
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
		p.quorum = words[1]
		if _, known := p.rules[words[1]]; !known {
			return fmt.Errorf("the quorum is not known")
		}
		return nil
	}
	return fmt.Errorf("not a line of a policy")
}

func (p *policy) add(name string, r rule) error {
	if _, known := p.rules[name]; known || name == "none" {
		return fmt.Errorf("a name stands twice")
	}
	p.rules[name] = r
	return nil
}

func (p *policy) group(words []string) (rule, error) {
	r := rule{members: words[3:]}
	seen := map[string]bool{}
	for _, member := range r.members {
		if _, known := p.rules[member]; !known || seen[member] {
			return r, fmt.Errorf("a member is unknown or stands twice")
		}
		seen[member] = true
	}
	switch words[2] {
	case "all":
		r.threshold = int64(len(r.members))
	case "any":
		r.threshold = 1
	default:
		count, err := decimal(words[2])
		if err != nil || count < 1 || count > int64(len(r.members)) {
			return r, fmt.Errorf("not a threshold")
		}
		r.threshold = count
	}
	return r, nil
}

// holds tells whether a rule is satisfied; groups name only what stands above them, so this ends.
func (p *policy) holds(name string, signers map[string]bool) bool {
	r := p.rules[name]
	if r.witness != nil {
		return signers[r.witness.id()]
	}
	var count int64
	for _, member := range r.members {
		if p.holds(member, signers) {
			count++
		}
	}
	return count >= r.threshold
}

func (k key) id() string { return fmt.Sprintf("%s %d %x", k.name, k.algorithm, k.public) }
