#!/usr/bin/env python3
"""Writes the example that VERIFY.md walks through, samples/ledger: a log of 260 entries and the receipt of one of them.

usage: scripts/ledger/example.py [--check]   (--check: says whether the files are what they would be)
"""
import base64
import json
import pathlib
import sys

from logs import Log
from records import canonical, detail, entries, field
from trees import b64url

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "samples/ledger"
SIZE, INDEX = 260, 258


def disclosure():
    """The record of the entry without its first field, which is held back."""
    fields = json.loads(detail(INDEX, "a")[0])
    return canonical([{"f": committed(fields[0])}] + fields[1:])


def committed(shown):
    return b64url(field(shown["n"], base64.urlsafe_b64decode(shown["s"] + "="), shown["v"]))


def files():
    log = Log(entries(SIZE), heads=[256, SIZE])
    found = {f"log/{path}": data for path, data in log.files().items() if ".p/" not in path or path.endswith(("001.p/4", "000.p/1"))}
    found["policy.txt"] = log.files()["policy.txt"]
    found["258.entry"], found["258.tlog-proof"] = log.entries[INDEX], log.receipt(INDEX)
    found["258.fields.json"] = disclosure()
    return found


def main():
    wanted = files()
    if "--check" in sys.argv:
        there = {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
        print("samples/ledger: " + ("as made" if there == wanted else "differs; run scripts/ledger/example.py"))
        return there != wanted
    for path, data in wanted.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
