"""Tiles that are wrong."""
from mutated_bundles import change_file, narrower
from mutations import first, flipped, mutation, need, newest
from trees import tile_path


@mutation("tile: a byte", "E_TILE")
def _(files, log):
    change_file(files, lambda data: flipped(data, 0), first(log))


@mutation("tile: the last byte of the last one", "E_TILE")
def _(files, log):
    path, _ = newest(log)
    change_file(files, lambda data: flipped(data, len(data) - 1), path)


@mutation("tile: two hashes swapped", "E_TILE")
def _(files, log):
    need(len(log.entries) >= 2)
    change_file(files, lambda data: data[32:64] + data[:32] + data[64:], first(log))


@mutation("tile: cut short by a byte", "E_TILE")
def _(files, log):
    change_file(files, lambda data: data[:-1], newest(log)[0])


@mutation("tile: cut short by a hash", "E_TILE")
def _(files, log):
    change_file(files, lambda data: data[:-32], newest(log)[0])


@mutation("tile: one byte more", "E_TILE")
def _(files, log):
    change_file(files, lambda data: data + b"\0", newest(log)[0])


@mutation("tile: one hash more", "E_TILE")
def _(files, log):
    change_file(files, lambda data: data + bytes(32), newest(log)[0])


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
    change_file(files, lambda data: flipped(data, len(data) - 1), path)


@mutation("tile: a width that is none", "E_TILE")
def _(files, log):
    need(len(log.entries))
    files[tile_path(0, 0) + ".p/256"] = b""


@mutation("tile of level 1: a byte", "E_TILE")
def _(files, log):
    change_file(files, lambda data: flipped(data, 31), first(log, 1))


@mutation("tile of level 1: cut short", "E_TILE")
def _(files, log):
    change_file(files, lambda data: data[:-1], newest(log, 1)[0])


@mutation("tile of level 1: missing", "E_MISSING")
def _(files, log):
    del files[newest(log, 1)[0]]


@mutation("tile of level 2: a byte", "E_TILE")
def _(files, log):
    change_file(files, lambda data: flipped(data, 31), first(log, 2))
