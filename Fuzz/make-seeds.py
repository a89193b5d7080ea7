#!/usr/bin/env python3
"""Writes the seed inputs of every fuzz target under FOLDER/TARGET/seeds, from own values only.

usage: make-seeds.py FOLDER
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def json_seeds():
    yield from (b"{}", b"[]", b'""', b"0", b"-9007199254740991", b"true", b"false", b"null", b"1.5", b"1e3", b" [ 1 , 2 ] ")
    yield b'{"a":1,"b":[true,false,"x"],"c":{"d":""}}'
    yield '{"\u20ac":1,"\ufb33":2,"\U0001f600":3,"\u00f6":4}'.encode()
    yield b'"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\\\/\\ud83d\\ude00\\ud83d"'
    yield b"[" * 9 + b"]" * 9
    yield b'{"a":' * 8 + b"1" + b"}" * 8
    yield b"\xef\xbb\xbf{}"
    yield b'{"r":1,"v":{"core":{"first":"2026-11-01"},"tag":"AAAAAAAAAAAAAAAAAAAAAA","value":"+15550100"}}'


def wallet_seeds():
    for case in json.loads((ROOT / "Tests/Vectors/wallets/addresses.json").read_text()):
        yield case["input"].encode()


def iban_seeds():
    text = (ROOT / "Tests/IndicatorsTests/IBAN/IBANTests.swift").read_text()
    for word in text[text.index("registryExamples = "):].split():
        if word[:2].isalpha() and word[2:4].isdigit():
            yield word.encode()
    yield b"gb29 nwbk 6016 1331 9268 19"


def bech32_seeds():
    yield from (b"A12UEL5L", b"a1lqfn3a", b"?1v759aa", b"split1checkupstagehandshakeupstreamerranterredcaperredlc445v")
    yield from (seed for seed in wallet_seeds() if seed.lower().startswith((b"bc1", b"ltc1")))


SEEDS = {"json": json_seeds, "scanner": json_seeds, "wallet": wallet_seeds, "iban": iban_seeds, "bech32": bech32_seeds}


def main():
    for name, seeds in SEEDS.items():
        folder = pathlib.Path(sys.argv[1]) / name / "seeds"
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"{number:04}").write_bytes(seed)


main()
