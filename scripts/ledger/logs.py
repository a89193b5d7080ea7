"""Makes the published files of an audit log, from docs/spec/ledger.md alone: a second opinion on what a log looks like."""
import pathlib

import notes
from trees import frame, leaf, siblings, tile_path, tree_root


def head_sizes(size):
    """Which sizes were published on the way: some inside the first tile, one at its end, one half-way, the last."""
    return sorted(head for head in {1, 200, 256, size // 2, size} if head <= size)


class Log:
    """A log in memory and the files it publishes."""

    def __init__(self, entry_bytes, name="platform-a.example/audit/1", heads=None, quorum=2):
        self.entries, self.name, self.quorum = entry_bytes, name, quorum
        self.log = notes.Signer(name, notes.LOG)
        self.witnesses = [notes.Signer(f"witness-{letter}.example", notes.WITNESS) for letter in "bcd"]
        self.heads = head_sizes(len(entry_bytes)) if heads is None else heads
        self.leaves = [leaf(entry) for entry in entry_bytes]

    @property
    def signers(self):
        return [self.log] + self.witnesses[:self.quorum]

    def text(self, size, root=None, origin=None):
        return notes.checkpoint_text(origin or self.name, size, root or tree_root(self.leaves[:size]))

    def head(self, size, root=None):
        return notes.note(self.text(size, root), self.signers)

    def policy(self):
        return notes.policy(self.log, self.witnesses, self.quorum)

    def files(self):
        """Path and bytes of every file; of tiles that are not full, those of every published size, too."""
        found = {"policy.txt": self.policy(), "checkpoint": self.head(len(self.entries))}
        for size in self.heads:
            found[f"checkpoints/{size}"] = self.head(size)
        found.update(self.tiles())
        return found

    def tiles(self):
        found, level, hashes, sizes = {}, 0, self.leaves, list(self.heads) + [len(self.entries)]
        while hashes:
            widths = {(number, 256) for number in range(len(hashes) // 256)}
            widths |= {(size // 256, size % 256) for size in sizes if size % 256}
            for number, width in widths:
                part = slice(number * 256, number * 256 + width)
                found[tile_path(level, number, width)] = b"".join(hashes[part])
                if level == 0:
                    found[tile_path("entries", number, width)] = b"".join(map(frame, self.entries[part]))
            hashes = [tree_root(hashes[place:place + 256]) for place in range(0, len(hashes) // 256 * 256, 256)]
            level, sizes = level + 1, [size // 256 for size in sizes]
        return found

    def write(self, folder):
        for path, data in self.files().items():
            target = pathlib.Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def receipt(self, index, size=None):
        """The receipt of an entry in the tree of some size."""
        size = size or len(self.entries)
        return b"c2sp.org/tlog-proof@v1\nindex %d\n%s\n%s" % (index, self.path(index, size), self.head(size))

    def path(self, index, size):
        return b"".join(notes.b64(sibling).encode() + b"\n" for sibling in siblings(index, self.leaves[:size]))
