#!/usr/bin/env python3
"""Checks schemas/: every schema is JSON Schema 2020-12, every example gets its verdict, lists equal their sources.

Examples stand in schemas/v1/examples/<verdict>/<format>-<name>.json. `valid` must pass, `invalid` must fail;
`broken-rule` breaks a rule that a schema cannot state, so it passes here and the parsers' tests refuse it.
"""
import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "schemas" / "v1"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=without_duplicates)


def without_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"a name stands twice: {names}")
    return dict(pairs)


def validators():
    schemas = {path.name.removesuffix(".schema.json"): load(path) for path in sorted(FOLDER.glob("*.schema.json"))}
    store = {schema["$id"]: schema for schema in schemas.values()}
    found = {}
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=store)
        found[name] = jsonschema.Draft202012Validator(schema, resolver=resolver)
    return found


def example_faults(found):
    used = set()
    for verdict, expected in (("valid", True), ("invalid", False), ("broken-rule", True)):
        for path in sorted((FOLDER / "examples" / verdict).glob("*.json")):
            name = path.name.split("-")[0]
            used.add((name, verdict))
            if name not in found:
                yield f"{path.relative_to(ROOT)}: no schema {name}"
            elif found[name].is_valid(load(path)) != expected:
                yield f"{path.relative_to(ROOT)}: should be {'valid' if expected else 'invalid'} by the schema"
    for name in sorted(set(found) - {"common"}):
        for verdict in ("valid", "invalid"):
            if (name, verdict) not in used:
                yield f"{name}: no {verdict} example"


def texts(source, name):
    """The string literals of a Swift collection literal that follows `name`."""
    block = re.search(re.escape(name) + r"[^=\n]*= \[(.*?)\n    \]", source, re.S)
    return re.findall(r'"([^"]+)"', block.group(1)) if block else None


def list_faults():
    taxonomy = (ROOT / "Sources/Indicators/Nouns/ScamTaxonomy.swift").read_text(encoding="utf-8")
    if texts(taxonomy, "codes") != sorted(load(FOLDER / "scam-taxonomy.json")["codes"]):
        yield "scam-taxonomy.json differs from ScamTaxonomy.codes"
    platforms = load(FOLDER / "platforms.json")
    source = ROOT / "Sources/Indicators/Account/PlatformList.swift"
    if not source.exists():
        yield f"{source.relative_to(ROOT)} is missing"
        return
    text = source.read_text(encoding="utf-8")
    if sorted(texts(text, "known") or []) != platforms["platforms"]:
        yield "platforms.json differs from Platform.known"
    names = texts(text, "aliases") or []
    if dict(zip(names[::2], names[1::2])) != platforms["aliases"]:
        yield "platforms.json differs from Platform.aliases"
    for slug in platforms["aliases"].values():
        if slug not in platforms["platforms"]:
            yield f"platforms.json: alias of {slug}, which is not listed"


def main():
    faults = list(example_faults(validators())) + list(list_faults())
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("hint: a schema, its examples and the parser change together", file=sys.stderr)
        return 1
    print(f"schemas: {len(list(FOLDER.glob('examples/*/*.json')))} examples as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
