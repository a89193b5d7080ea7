"""Puts the numbering plans of all territories together into the arrays the parser walks."""

import re

import diagrams
import patterns
import programs

LONGEST_NATIONAL = 17  # digits of a national number, as libphonenumber allows
LONGEST_NUMBER = 15  # digits of a whole number in canonical form
MOST_DIGITS = 32  # digits the parser keeps; no longer text can shrink to a canonical number


class Tables:
    """The arrays of phone_tables.c, as lists of numbers."""

    def __init__(self, territories):
        self.territories = territories
        self.words = [0]  # word 0 stands for "no program"
        self._graph = diagrams.Diagrams()
        general = [self._general(territory) for territory in territories]
        valid = [self._valid(t, number) for t, number in zip(territories, general)]
        plans = self._plans(valid)
        self._number_states([root for _, _, root in plans] + general)
        self.plans = [(code, main, self.state(root)) for code, main, root in plans]
        self.regions = [self._region(t, self.state(number)) for t, number in zip(territories, general)]
        self._check_reach()

    def state(self, number):
        """The state of a set: below the number of leaves a leaf, from there on a row."""
        return self._states[number]

    def _set(self, text):
        return self._graph.matching(patterns.parse(text)[0])

    def _general(self, territory):
        return self._set(territory.general)

    def _valid(self, territory, general):
        """The valid national numbers of one territory, whatever their type."""
        valid = diagrams.DEAD
        for pattern, lengths in territory.types:
            of_type = self._graph.of_lengths(self._set(pattern), lengths)
            valid = self._graph.either(valid, of_type)
        return self._graph.both(valid, general)

    def _plans(self, valid):
        """Per calling code: its first region, and its valid numbers labelled with their region."""
        members = {}
        for index, territory in enumerate(self.territories):
            group = members.setdefault(territory.calling_code, [])
            group.insert(0, index) if territory.is_main else group.append(index)
        return [(code, group[0], self._decided(group, valid)) for code, group in sorted(members.items())]

    def _decided(self, group, valid):
        """A number belongs to the first region whose leading digits it has; without such, that finds it valid."""
        numbers = diagrams.DEAD
        for index in reversed(group):
            own = self._graph.labelled(valid[index], index + 1)
            leading = self.territories[index].leading_digits if len(group) > 1 else ""
            if leading:
                tree = patterns.parse(leading)[0]
                claimed = self._graph.starting_with(tree, LONGEST_NATIONAL)
                own = self._graph.both(own, claimed)
                numbers = self._graph.without(numbers, claimed)
            numbers = self._graph.either(own, numbers)
        return numbers

    def _number_states(self, roots):
        """Numbers what the roots reach: one leaf per set that only lengths decide, one row per other set."""
        order, seen = [], set()
        for root in roots:
            wave = [root]
            while wave:
                fresh = [n for n in dict.fromkeys(wave) if n not in seen]
                seen.update(fresh)
                order += fresh
                wave = [target for number in fresh for target in self._graph.nodes[number][1]]
        leaves, self._leaves = {(0, 0): 0}, {}
        for number in order:
            leaf = self._leaf(number)
            if leaf is not None:
                leaves.setdefault(leaf, len(leaves))
        rows = [number for number in order if self._leaf(number) is None]
        self._states = {n: leaves[self._leaf(n)] for n in order if self._leaf(n) is not None}
        self._states.update({number: len(leaves) + at for at, number in enumerate(rows)})
        self.leaves = list(leaves)
        self.rows = [self._row(number) for number in rows]

    def _leaf(self, number):
        """(lengths left to the end as bits, label) where nothing but the length decides, else nothing."""
        if number == diagrams.DEAD:
            return 0, 0
        if number not in self._leaves:
            label, targets = self._graph.nodes[number]
            rest = self._leaf(targets[0]) if len(set(targets)) == 1 else None
            if rest is not None and (not label or not rest[1] or label == rest[1]):
                self._leaves[number] = rest[0] << 1 | (1 if label else 0), label or rest[1]
            else:
                self._leaves[number] = None
        return self._leaves[number]

    def _row(self, number):
        label, targets = self._graph.nodes[number]
        return [self._states[target] for target in targets] + [label]

    def _region(self, territory, general):
        """The record of one territory, in the order of the C structure."""
        national, groups = self._program(territory.national_prefix)
        international, _ = self._program(territory.international_prefix)
        return {
            "id": territory.id,
            "calling_code": territory.calling_code,
            "lengths": _bits(territory.lengths),
            "local_lengths": _bits(territory.local_lengths),
            "general": general,
            "national_prefix": national,
            "national_first": _first(territory.national_prefix),
            "international_prefix": international,
            "international_first": _first(territory.international_prefix),
            "transform": self._transform(territory.transform, groups),
        }

    def _program(self, text):
        if not text:
            return 0, 0
        tree, groups = patterns.parse(text)
        return self._stored(programs.compiled(tree)), groups

    def _stored(self, words):
        """The place of these words, shared with an equal run of words stored before."""
        for at in range(1, len(self.words) - len(words) + 1):
            if self.words[at : at + len(words)] == words:
                return at
        self.words += words
        return len(self.words) - len(words)

    def _transform(self, rule, groups):
        """A rule as words: the group that must be filled, the group kept, how many digits go before it, these."""
        if not rule or groups == 0:
            return 0
        match = re.fullmatch(r"(\d{0,4})\$([12])", rule)
        if not match or int(match[2]) > groups:
            raise patterns.PatternError(f"cannot read the transform rule {rule!r}")
        digits = [int(digit) for digit in match[1]]
        return self._stored([min(groups, 2), int(match[2]), len(digits)] + digits)

    def _check_reach(self):
        """A text is cut to MOST_DIGITS; prove that nothing longer can become a canonical number.

        Either an international prefix and a national one go, or a national one goes twice.
        """
        international = max(_longest(t.international_prefix) for t in self.territories)
        national = max(_longest(t.national_prefix, kept=t.transform) for t in self.territories)
        lost = national + max(international, national)
        if lost + LONGEST_NUMBER > MOST_DIGITS:
            raise patterns.PatternError(f"prefixes of {lost} digits do not fit the parser")
        if any(max(t.lengths) > LONGEST_NATIONAL for t in self.territories):
            raise patterns.PatternError("a national number is too long for the parser")


def _bits(lengths):
    return sum(1 << length for length in lengths)


def _first(text):
    return programs.first_digits(patterns.parse(text)[0]) if text else 0


def _longest(text, kept=""):
    """The most digits a prefix takes away; the group that a transform rule puts back is none of them."""
    group = int(kept.partition("$")[2] or 0)
    return patterns.longest(patterns.parse(text)[0], group) if text else 0
