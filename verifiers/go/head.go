package main

// A head is a checkpoint whose signatures were verified.
type head struct {
	checkpoint
	quorum    bool
	witnesses int
}

// open verifies the note of a head. An origin that is not empty must be its own.
func (p *policy) open(data []byte, file, origin string) (h head, f *fault) {
	text, signatures, err := parseNote(data)
	if err == nil {
		h.checkpoint, err = parseCheckpoint(text)
	}
	if err != nil {
		return h, bad("E_NOTE", file, "%v", err)
	}
	var own, known []key
	for _, k := range p.logs {
		if k.name == h.origin {
			own = append(own, k)
		}
	}
	if len(own) == 0 || origin != "" && origin != h.origin {
		return h, bad("E_ORIGIN", file, "the head is of another log")
	}
	known = append(known, own...)
	for _, r := range p.rules {
		if r.witness != nil {
			known = append(known, *r.witness)
		}
	}
	signers := map[string]bool{}
	for _, s := range signatures {
		for _, k := range known {
			if k.name != s.name || k.keyID != s.keyID {
				continue
			}
			if !k.verifies(text, s.payload) {
				return h, bad("E_SIG", file, "a signature is wrong")
			}
			signers[k.id()] = true
			break
		}
	}
	byLog := 0
	for _, k := range own {
		if signers[k.id()] {
			byLog++
		}
	}
	if byLog == 0 {
		return h, bad("E_SIG", file, "the log has not signed the head")
	}
	h.witnesses = len(signers) - byLog
	h.quorum = p.holds(signers)
	return h, nil
}
