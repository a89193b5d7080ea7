"""Compiles prefix patterns with groups into programs of 16-bit words.

A prefix pattern decides how many leading digits go and which of them a rule keeps, so which
alternative matches first counts. The words are run by a small matcher that tries them in order:

    0            the pattern has matched
    0x8000 | m   one digit of the set m (bit d for digit d)
    0x4000 | n   go on with the next word; if that fails, with the n-th word after it
    0x2000 | n   go to the n-th word after the next
    0x1000 | s   note the position in slot s (2g-2 start and 2g-1 end of group g)
    0x0800       only at the end of the text
"""

from patterns import ANY_DIGIT

MATCHED, DIGIT, SPLIT, JUMP, SAVE, END = 0, 0x8000, 0x4000, 0x2000, 0x1000, 0x0800


def compiled(tree):
    """The words of a pattern."""
    return _words(tree) + [MATCHED]


def first_digits(tree):
    """The digits with which a match that is not empty can begin, as a set of bits."""
    return _first(tree)[0]


def _words(tree):
    kind = tree[0]
    if kind == "class":
        return [DIGIT | tree[1]]
    if kind == "end":
        return [END]
    if kind == "all":
        return [word for part in tree[1] for word in _words(part)]
    if kind == "group":
        slot = 2 * (tree[1] - 1)
        return [SAVE | slot] + _words(tree[2]) + [SAVE | slot + 1]
    if kind == "any":
        return _alternatives([_words(part) for part in tree[1]])
    return _repetition(_words(tree[1]), tree[2], tree[3])


def _alternatives(branches):
    words = branches[-1]
    for branch in reversed(branches[:-1]):
        words = [SPLIT | len(branch) + 1] + branch + [JUMP | len(words)] + words
    return words


def _repetition(body, low, high):
    words = []
    for _ in range(high - low):
        words = [SPLIT | len(body) + len(words)] + body + words
    return body * low + words


def _first(tree):
    """The possible first digits of a tree, and whether it can match nothing."""
    kind = tree[0]
    if kind == "class":
        return tree[1] & ANY_DIGIT, False
    if kind == "end":
        return 0, True
    if kind == "group":
        return _first(tree[2])
    if kind == "any":
        firsts = [_first(part) for part in tree[1]]
        return _union(mask for mask, _ in firsts), any(empty for _, empty in firsts)
    if kind == "repeat":
        mask, empty = _first(tree[1])
        return mask, empty or tree[2] == 0
    mask = 0
    for part in tree[1]:
        first, empty = _first(part)
        mask |= first
        if not empty:
            return mask, False
    return mask, True


def _union(masks):
    total = 0
    for mask in masks:
        total |= mask
    return total
