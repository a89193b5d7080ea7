"""Everything that can be wrong with a log, one thing at a time: each mutation has a name, the verdict it must get, and the change.
A verdict of None is for a change after which the log is as good as before.

A change is made to the files of a good log, given as a dictionary of paths and bytes, or makes another log of other entries whose
hashes and signatures are right.
"""
import notes
from logs import Log
from records import entry_object
from trees import tile_path

MUTATIONS = []
# What the shell verifier is not given: it reads names in ASCII only, and no details, which logs do not publish.
NOT_FOR_SHELL = set()


class Unfit(Exception):
    """The log is too small for the change."""


def mutation(name, code, is_for_shell=True):
    """Registers a change: a function of a dictionary of files and the log they are of."""
    def register(change):
        MUTATIONS.append((name, code, change))
        if not is_for_shell or code == "E_DETAIL":
            NOT_FOR_SHELL.add(name)
        return change
    return register


def need(condition):
    if not condition:
        raise Unfit


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def newest(log, level=0):
    """The path of the last tile of a level that the head needs, and where its hashes begin."""
    count = len(log.entries) >> 8 * (level if isinstance(level, int) else 0)
    need(count)
    number = (count - 1) // 256
    return tile_path(level, number, min(256, count - number * 256)), number * 256


def first(log, level=0):
    count = len(log.entries) >> 8 * (level if isinstance(level, int) else 0)
    need(count)
    return tile_path(level, 0, min(256, count))


def older(log):
    """A published size below the newest one that has entries."""
    sizes = [size for size in log.heads if 0 < size < len(log.entries)]
    need(sizes)
    return sizes[len(sizes) // 2]


def heads(files, log, text, signers=None):
    """Puts another head of the same size into both its places."""
    note = notes.note(text, signers or log.signers)
    files["checkpoint"] = files[f"checkpoints/{len(log.entries)}"] = note


def parts(bundle):
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2:2 + length])
        bundle = bundle[2 + length:]
    return found


def stranger(log):
    """A log of another origin, whose key the policy does not have."""
    return Log(log.entries, name="platform-x.example/audit/1", heads=log.heads)


def plain_entry(index, size):
    """An entry without what only some kinds have."""
    value = entry_object(index, "a", size)
    value.pop("x", None), value.pop("r", None)
    return value | {"t": "ingest"}


import mutated_heads  # noqa: E402,F401
import mutated_policies  # noqa: E402,F401
import mutated_names  # noqa: E402,F401
import mutated_bundles  # noqa: E402,F401
import mutated_tiles  # noqa: E402,F401
import mutated_entries  # noqa: E402,F401
import mutated_details  # noqa: E402,F401
