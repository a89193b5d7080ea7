"""Reads the regular expressions of the phone metadata into small trees.

The metadata uses a sliver of the regular expression language: digits, \\d, classes, groups,
alternatives, ? and {m,n}, and a $ at the end of some alternatives. Every pattern describes
finitely many texts; anything else is refused here, so that the tables can rely on it.
"""

ANY_DIGIT = (1 << 10) - 1


class PatternError(Exception):
    """A pattern outside the language that the tables can express."""


def parse(text):
    """The tree of a pattern, and how many capturing groups it has."""
    reader = _Reader("".join(text.split()))
    tree = reader.alternatives()
    if reader.rest():
        raise PatternError(f"cannot read {reader.rest()!r} in {text!r}")
    return tree, reader.groups


def longest(tree, kept=0):
    """The number of digits in the longest text a tree matches, those in the kept group left out."""
    kind = tree[0]
    if kind == "class":
        return 1
    if kind == "end":
        return 0
    if kind == "all":
        return sum(longest(part, kept) for part in tree[1])
    if kind == "any":
        return max(longest(part, kept) for part in tree[1])
    if kind == "group":
        return 0 if tree[1] == kept else longest(tree[2], kept)
    return tree[3] * longest(tree[1], kept)


class _Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.groups = 0

    def rest(self):
        return self.text[self.at :]

    def take(self, token):
        found = self.text.startswith(token, self.at)
        if found:
            self.at += len(token)
        return found

    def alternatives(self):
        parts = [self.sequence()]
        while self.take("|"):
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else ("any", parts)

    def sequence(self):
        parts = []
        while self.rest() and self.rest()[0] not in "|)":
            parts.append(self.repeated(self.atom()))
        return ("all", parts)

    def atom(self):
        if self.take("(?:"):
            return self.closed(self.alternatives())
        if self.take("("):
            self.groups += 1
            number = self.groups
            return ("group", number, self.closed(self.alternatives()))
        if self.take("["):
            return ("class", self.members())
        if self.take("\\d"):
            return ("class", ANY_DIGIT)
        if self.take("$"):
            return ("end",)
        if self.rest()[0].isdigit():
            self.at += 1
            return ("class", 1 << int(self.text[self.at - 1]))
        raise PatternError(f"cannot read {self.rest()!r}")

    def closed(self, tree):
        if not self.take(")"):
            raise PatternError(f"a group is not closed in {self.text!r}")
        return tree

    def members(self):
        mask = 0
        while not self.take("]"):
            first = last = int(self.text[self.at])
            self.at += 1
            if self.take("-"):
                last = int(self.text[self.at])
                self.at += 1
            for digit in range(first, last + 1):
                mask |= 1 << digit
        return mask

    def repeated(self, tree):
        if self.take("?"):
            return ("repeat", tree, 0, 1)
        if not self.take("{"):
            return tree
        bounds, _, remainder = self.rest().partition("}")
        self.at = len(self.text) - len(remainder)
        low, _, high = bounds.partition(",")
        return ("repeat", tree, int(low), int(high or low))
