"""Makes up phone numbers, valid and nearly so, and the ways in which people write them.

Everything comes from the numbering plans and a seed; no real number is looked for.
"""

import random

import patterns

PUNCTUATION = [" ", " ", "-", ".", "/", "(", ")", "[", "]", "\u00a0", "\u2010", "\u2013", "\u2212", "\u3000", "~", "x", "*"]
ZEROS = [0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE]
LABELS = [" x", "x", " ext. ", " ext", " extn: ", " extension ", "extensi\u00f3n ", "extensio\u0301n ", " anexo ", " int ",
          "#", " #", "~", ";ext=", ",", ",,", ";", ", ", " ,, ", " xt", "\uff58", "\uff45\uff58\uff54\uff4e ", "\u0434\u043e\u0431. ",
          " - ", " EXT:", ";x=", ", ext ", " \u0414\u041e\u0411 ", ".,,", ":,", " e.x.t ", "\u017f", "-,-", " ,-,, "]
ENDS = ["", "", "", "#", " ", ".", ")", "#.", " \u2026", "\u00b2", "\u0436", " \u260e", "x", "a", "abc", "\u30fc", "+"]
WORDS = ["FLOWERS", "flowers", "abc", "AbC", "xXx", "ab", "TAXI", "\u017f\u017f\u017f", "a1b2c3", "k\u212ak"]
# Line breaks, control characters, characters without meaning, and bytes that are no UTF-8.
HOSTILE = ["\r", "\f", "\u2028", "\u2029", "\x85", "\x0b", "\x00", "\x7f", "\ufdd0", "\uffff", "\U0001ffff", "\udcff", "\udcc3",
           "\ufffd", "\U0001f4de", "\u0661", "\u0f33", "\u3007", "\u2460", "\u0301", "\ufeff", "\u202a"]
STARTS = ["", "", "", " ", "tel:", "Tel. ", "call ", "(", "\u00a0", "*", "/", "~", ";", "\u260e ", "\u0436", "#", "n\u00ba ", "\t"]


class Questions:
    """An endless source of (region, text)."""

    def __init__(self, territories, seed):
        self.random = random.Random(seed)
        self.territories = territories
        self.regions = [territory.id for territory in territories if territory.id.isalpha()]
        self.trees = {}

    def next(self):
        territory = self.random.choice(self.territories)
        national = self.national(territory)
        text = self.spelled(territory, national)
        if self.random.random() < 0.25:
            text = self.roughened(text)
        return self.region(territory), text

    def boundaries(self):
        """Each territory's numbers at every length, and beginnings of three digits at each length it knows."""
        for territory in self.territories:
            code = str(territory.calling_code)
            for pattern, _ in territory.types:
                sample = self.sample(pattern) + self.digits(18)
                for length in range(1, 19):
                    yield "ZZ", "+" + code + sample[:length]
                    if territory.id.isalpha():
                        yield territory.id, sample[:length]
            for beginning in range(1000):
                for length in sorted(territory.lengths):
                    yield "ZZ", f"+{code}{beginning:03}{self.digits(18)}"[: 1 + len(code) + length]

    def region(self, territory):
        draw = self.random.random()
        if draw < 0.7 and territory.id.isalpha():
            return territory.id
        if draw < 0.85:
            return "ZZ"
        same = [t.id for t in self.territories if t.calling_code == territory.calling_code and t.id.isalpha()]
        return self.random.choice(same if same and draw < 0.93 else self.regions)

    def national(self, territory):
        draw = self.random.random()
        pattern, lengths = self.random.choice(territory.types)
        if draw < 0.08:
            return self.digits(self.random.randint(1, 18))
        if draw < 0.15:
            return self.sample(territory.general)
        number = self.sample(pattern)
        if draw < 0.5:
            return number
        if draw < 0.62:
            return self.with_changed_digit(number)
        if draw < 0.72:
            return number[:-1]
        if draw < 0.82:
            return number + self.digits(1)
        if draw < 0.9 and territory.leading_digits:
            return self.sample(territory.leading_digits) + self.digits(max(lengths))
        if territory.national_prefix:
            return (self.sample(territory.national_prefix) + number)[: self.random.randint(3, 18)]
        return number + self.digits(self.random.randint(1, 6))

    def spelled(self, territory, national):
        code = str(territory.calling_code)
        draw = self.random.random()
        if draw < 0.3:
            return "+" + code + national
        if draw < 0.38:
            return code + national
        if draw < 0.5:
            home = self.random.choice(self.territories)
            home = territory if self.random.random() < 0.8 else home
            return self.sample(home.international_prefix) + code + national
        if draw < 0.54:
            return "+" + self.sample(territory.international_prefix) + code + national
        if draw < 0.58:
            return "+" + code + self.sample(territory.national_prefix) + national
        if draw < 0.78 and territory.national_prefix:
            return self.sample(territory.national_prefix) + national
        if draw < 0.82:
            return code + self.sample(territory.national_prefix) + national
        return national

    def roughened(self, text):
        for change in self.random.sample(
            [self.punctuated, self.foreign, self.extended, self.lettered, self.linked, self.framed, self.doubled, self.broken],
            self.random.randint(1, 2),
        ):
            text = change(text)
        return text

    def punctuated(self, text):
        parts = []
        for character in text:
            parts.append(character)
            if self.random.random() < 0.3:
                parts.append(self.random.choice(PUNCTUATION) * self.random.choice([1, 1, 1, 2]))
        return "".join(parts)

    def foreign(self, text):
        zero = self.random.choice(ZEROS)
        some = self.random.choice([1, 1, 0.3])
        swapped = [
            chr(zero + int(c)) if c in "0123456789" and self.random.random() < some else "\uff0b" if c == "+" else c
            for c in text
        ]
        return "".join(swapped)

    def extended(self, text):
        label = self.random.choice(LABELS)
        digits = self.digits(self.random.choice([1, 2, 3, 4, 6, 7, 9, 10, 15, 16, 20, 21]))
        blanks = self.random.choice(["", "", " ", ", ", "\u00a0-", ".", ": ", " , "])
        return text + label + blanks + digits + self.random.choice(["", "", "#", " #", " x12", "/x34", " / x9"])

    def lettered(self, text):
        place = self.random.randint(0, len(text))
        return text[:place] + self.random.choice(WORDS) + text[place:]

    def linked(self, text):
        context = self.random.choice(["+1", "+44", "+49-30", "example.com", "+", "", "+999", "+39;ext=7", "+1;isub=3"])
        where = self.random.choice(["tel:{};phone-context={}", "{};phone-context={}", ";phone-context={1};tel:{0}"])
        plain = self.random.choice([f"tel:{text}", f"tel:{text};isub=12", f"tel:{text};ext=5", f"{text};isub="])
        return self.random.choice([where.format(text, context), plain])

    def framed(self, text):
        return self.random.choice(STARTS) + text + self.random.choice(ENDS)

    def doubled(self, text):
        return self.random.choice(["+", "++", "+ ", "\uff0b", "00", "0", ""]) + text + self.random.choice(["", "", "/", "\\x", "+1"])

    def broken(self, text):
        place = self.random.randint(0, len(text))
        joined = text[:place] + self.random.choice(HOSTILE) + text[place:]
        return joined + self.random.choice(["", "", "/x", "/ x1;isub=2", ";isub=3", ";isub=", "\\  x9"])

    def with_changed_digit(self, number):
        if not number:
            return number
        place = self.random.randrange(len(number))
        return number[:place] + self.digits(1) + number[place + 1 :]

    def digits(self, count):
        return "".join(self.random.choices("0123456789", k=count))

    def sample(self, pattern):
        """A text that a pattern matches."""
        if not pattern:
            return ""
        if pattern not in self.trees:
            self.trees[pattern] = patterns.parse(pattern)[0]
        return self._sample(self.trees[pattern])

    def _sample(self, tree):
        kind = tree[0]
        if kind == "class":
            return self.random.choice([str(digit) for digit in range(10) if tree[1] >> digit & 1])
        if kind == "end":
            return ""
        if kind == "all":
            return "".join(map(self._sample, tree[1]))
        if kind == "any":
            return self._sample(self.random.choice(tree[1]))
        if kind == "group":
            return self._sample(tree[2])
        return "".join(self._sample(tree[1]) for _ in range(self.random.randint(tree[2], tree[3])))
