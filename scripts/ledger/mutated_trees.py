"""Bundles of entries and tiles that are wrong."""
from logs import entries, frame, tile_path
from mutations import first, flipped, mutation, need, newest, parts, stranger


def bundle(files, change, path):
    files[path] = change(files[path])


@mutation("entries: a byte of the first entry", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: flipped(data, 20), first(log, "entries"))


@mutation("entries: a byte of the last entry", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: flipped(data, len(data) - 30), newest(log, "entries")[0])


@mutation("entries: a byte of a length", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: flipped(data, 1), first(log, "entries"))


@mutation("entries: two swapped", "E_BUNDLE")
def _(files, log):
    need(len(log.entries) >= 2)

    def swap(data):
        one, two, *rest = parts(data)
        return b"".join(map(frame, [two, one, *rest]))
    bundle(files, swap, first(log, "entries"))


@mutation("entries: one of another log", "E_BUNDLE")
def _(files, log):
    need(log.entries)
    other = entries(len(log.entries), "b")[0]
    bundle(files, lambda data: frame(other) + b"".join(map(frame, parts(data)[1:])), first(log, "entries"))


@mutation("entries: one left out", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: b"".join(map(frame, parts(data)[1:])), first(log, "entries"))


@mutation("entries: one too many", "E_BUNDLE")
def _(files, log):
    path, _ = newest(log, "entries")
    bundle(files, lambda data: data + frame(log.entries[0]), path)


@mutation("entries: cut short", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: data[:-1], newest(log, "entries")[0])


@mutation("entries: one byte more", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: data + b"\0", newest(log, "entries")[0])


@mutation("entries: empty file", "E_BUNDLE")
def _(files, log):
    bundle(files, lambda data: b"", first(log, "entries"))


@mutation("entries: missing", "E_MISSING")
def _(files, log):
    del files[newest(log, "entries")[0]]


@mutation("entries: under another width", "E_MISSING")
def _(files, log):
    path, _ = newest(log, "entries")
    need(".p/" in path)
    folder, width = path.split(".p/")
    need(int(width) < 255)
    files[f"{folder}.p/{int(width) + 1}"] = files.pop(path)


@mutation("entries: a byte of a narrower bundle", "E_BUNDLE")
def _(files, log):
    path, _ = narrower(files, log, "entries")
    bundle(files, lambda data: flipped(data, len(data) - 30), path)


@mutation("entries: a narrower bundle with one byte more", "E_BUNDLE")
def _(files, log):
    path, _ = narrower(files, log, "entries")
    bundle(files, lambda data: data + b"\0", path)


@mutation("entries: a width that is none", "E_BUNDLE")
def _(files, log):
    need(len(log.entries))
    files[tile_path("entries", 0) + ".p/007"] = b""


def narrower(files, log, level):
    """A file that an older head needed and a wider one has made superfluous."""
    needed = {newest(log, level)[0]}
    found = [path for path in sorted(files) if path.startswith(f"tile/{level}/000.p/") and path not in needed]
    need(found)
    return found[0], needed


@mutation("tile: a byte", "E_TILE")
def _(files, log):
    bundle(files, lambda data: flipped(data, 0), first(log))


@mutation("tile: the last byte of the last one", "E_TILE")
def _(files, log):
    path, _ = newest(log)
    bundle(files, lambda data: flipped(data, len(data) - 1), path)


@mutation("tile: two hashes swapped", "E_TILE")
def _(files, log):
    need(len(log.entries) >= 2)
    bundle(files, lambda data: data[32:64] + data[:32] + data[64:], first(log))


@mutation("tile: cut short by a byte", "E_TILE")
def _(files, log):
    bundle(files, lambda data: data[:-1], newest(log)[0])


@mutation("tile: cut short by a hash", "E_TILE")
def _(files, log):
    bundle(files, lambda data: data[:-32], newest(log)[0])


@mutation("tile: one byte more", "E_TILE")
def _(files, log):
    bundle(files, lambda data: data + b"\0", newest(log)[0])


@mutation("tile: one hash more", "E_TILE")
def _(files, log):
    bundle(files, lambda data: data + bytes(32), newest(log)[0])


@mutation("tile: missing", "E_MISSING")
def _(files, log):
    del files[newest(log)[0]]


@mutation("tile: of another log", "E_TILE")
def _(files, log):
    path = first(log)
    files[path] = bytes(byte ^ 0x55 for byte in files[path])


@mutation("tile: a byte of a narrower one", "E_TILE")
def _(files, log):
    path, _ = narrower(files, log, 0)
    bundle(files, lambda data: flipped(data, len(data) - 1), path)


@mutation("tile: a width that is none", "E_TILE")
def _(files, log):
    need(len(log.entries))
    files[tile_path(0, 0) + ".p/256"] = b""


@mutation("tile of level 1: a byte", "E_TILE")
def _(files, log):
    bundle(files, lambda data: flipped(data, 31), first(log, 1))


@mutation("tile of level 1: cut short", "E_TILE")
def _(files, log):
    bundle(files, lambda data: data[:-1], newest(log, 1)[0])


@mutation("tile of level 1: missing", "E_MISSING")
def _(files, log):
    del files[newest(log, 1)[0]]


@mutation("tile of level 2: a byte", "E_TILE")
def _(files, log):
    bundle(files, lambda data: flipped(data, 31), first(log, 2))
