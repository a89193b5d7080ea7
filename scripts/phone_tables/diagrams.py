"""Decision diagrams over digits: every finite set of digit texts as one shared, minimal graph.

A node says which label a text that ends here has (0 is "not in the set") and which node each
of the ten digits leads to. Equal nodes are made once, so equal sets are the same number and
graphs of different countries share their ends.
"""

DEAD = 0
_NOWHERE = (DEAD,) * 10


class Diagrams:
    """A store of nodes, and the operations on sets that the tables need."""

    def __init__(self):
        self.nodes = [(0, _NOWHERE)]
        self._numbers = {(0, _NOWHERE): DEAD}
        self._memo = {}

    def node(self, label, targets):
        key = (label, targets)
        if key not in self._numbers:
            self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return self._numbers[key]

    def matching(self, tree, label=1):
        """The texts that a pattern matches from end to end."""
        steps, start, final = _automaton(tree)
        made = {}

        def build(states):
            if not states:
                return DEAD
            if states not in made:
                targets = tuple(build(_after(steps, states, digit)) for digit in range(10))
                made[states] = self.node(label if final in states else 0, targets)
            return made[states]

        return build(_closure(steps, {start}))

    def starting_with(self, tree, longest):
        """The texts of at most so many digits that begin with what a pattern matches."""
        anything = [self.node(1, _NOWHERE)]
        for _ in range(longest):
            anything.append(self.node(1, (anything[-1],) * 10))

        def build(number, left):
            label, targets = self.nodes[number]
            if label:
                return anything[left]
            if number == DEAD or left == 0:
                return DEAD
            return self.node(0, tuple(build(target, left - 1) for target in targets))

        return build(self.matching(tree), longest)

    def of_lengths(self, number, lengths, depth=0):
        """The texts of a set whose number of digits is among the given ones."""
        if number == DEAD or depth > max(lengths, default=-1):
            return DEAD
        key = ("lengths", number, lengths, depth)
        if key not in self._memo:
            label, targets = self.nodes[number]
            kept = tuple(self.of_lengths(target, lengths, depth + 1) for target in targets)
            self._memo[key] = self.node(label if depth in lengths else 0, kept)
        return self._memo[key]

    def both(self, left, right):
        """The texts in both sets, with the label of the left one."""
        return self._combined("both", lambda a, b: a if b else 0, left, right)

    def either(self, left, right):
        """The texts in any of two sets, with the label of the left one where both have one."""
        return self._combined("either", lambda a, b: a or b, left, right)

    def without(self, left, right):
        """The texts in the left set that are not in the right one."""
        return self._combined("without", lambda a, b: 0 if b else a, left, right)

    def labelled(self, number, label):
        """The same texts, all with one label."""
        if number == DEAD:
            return DEAD
        key = ("labelled", number, label)
        if key not in self._memo:
            old, targets = self.nodes[number]
            kept = tuple(self.labelled(target, label) for target in targets)
            self._memo[key] = self.node(label if old else 0, kept)
        return self._memo[key]

    def _combined(self, name, decide, left, right):
        if left == DEAD and right == DEAD:
            return DEAD
        key = (name, left, right)
        if key not in self._memo:
            (left_label, left_targets), (right_label, right_targets) = self.nodes[left], self.nodes[right]
            targets = tuple(
                self._combined(name, decide, a, b) for a, b in zip(left_targets, right_targets)
            )
            self._memo[key] = self.node(decide(left_label, right_label), targets)
        return self._memo[key]


def _automaton(tree):
    """A nondeterministic automaton: steps[state] is a list of (digit mask or None, next state)."""
    steps = [[]]

    def fresh():
        steps.append([])
        return len(steps) - 1

    def join(tree, start):
        kind = tree[0]
        if kind == "class":
            steps[start].append((tree[1], fresh()))
            return steps[start][-1][1]
        if kind == "all":
            for part in tree[1]:
                start = join(part, start)
            return start
        if kind == "group":
            return join(tree[2], start)
        if kind == "any":
            end = fresh()
            for part in tree[1]:
                entry = fresh()
                steps[start].append((None, entry))
                steps[join(part, entry)].append((None, end))
            return end
        if kind == "repeat":
            for _ in range(tree[2]):
                start = join(tree[1], start)
            end = fresh()
            for _ in range(tree[3] - tree[2]):
                steps[start].append((None, end))
                start = join(tree[1], start)
            steps[start].append((None, end))
            return end
        raise ValueError(f"{kind} has no place in a whole-number pattern")

    return steps, 0, join(tree, 0)


def _closure(steps, states):
    reached, open_states = set(states), list(states)
    while open_states:
        for mask, target in steps[open_states.pop()]:
            if mask is None and target not in reached:
                reached.add(target)
                open_states.append(target)
    return frozenset(reached)


def _after(steps, states, digit):
    hit = {target for state in states for mask, target in steps[state] if mask and mask >> digit & 1}
    return _closure(steps, hit)
