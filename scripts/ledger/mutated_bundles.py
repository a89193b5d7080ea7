"""Bundles of entries that are wrong."""
from records import entries
from trees import frame, tile_path
from mutations import first, flipped, mutation, need, newest, parts


def change_file(files, change, path):
    files[path] = change(files[path])


@mutation("entries: a byte of the first entry", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: flipped(data, 20), first(log, "entries"))


@mutation("entries: a byte of the last entry", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: flipped(data, len(data) - 30), newest(log, "entries")[0])


@mutation("entries: a byte of a length", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: flipped(data, 1), first(log, "entries"))


@mutation("entries: two swapped", "E_BUNDLE")
def _(files, log):
    need(len(log.entries) >= 2)

    def swap(data):
        one, two, *rest = parts(data)
        return b"".join(map(frame, [two, one, *rest]))
    change_file(files, swap, first(log, "entries"))


@mutation("entries: one of another log", "E_BUNDLE")
def _(files, log):
    need(log.entries)
    other = entries(len(log.entries), "b")[0]
    change_file(files, lambda data: frame(other) + b"".join(map(frame, parts(data)[1:])), first(log, "entries"))


@mutation("entries: one left out", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: b"".join(map(frame, parts(data)[1:])), first(log, "entries"))


@mutation("entries: one too many", "E_BUNDLE")
def _(files, log):
    path, _ = newest(log, "entries")
    change_file(files, lambda data: data + frame(log.entries[0]), path)


@mutation("entries: cut short", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: data[:-1], newest(log, "entries")[0])


@mutation("entries: one byte more", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: data + b"\0", newest(log, "entries")[0])


@mutation("entries: empty file", "E_BUNDLE")
def _(files, log):
    change_file(files, lambda data: b"", first(log, "entries"))


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
    change_file(files, lambda data: flipped(data, len(data) - 30), path)


@mutation("entries: a narrower bundle with one byte more", "E_BUNDLE")
def _(files, log):
    path, _ = narrower(files, log, "entries")
    change_file(files, lambda data: data + b"\0", path)


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
