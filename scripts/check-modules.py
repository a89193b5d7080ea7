#!/usr/bin/env python3
"""Holds the module graph against docs/ARCHITECTURE.md's table and the sources' own imports.

Three rules: a module imports only what the table allows; Package.swift names no other
dependency; pure modules import neither Foundation nor a third party, save the types of HTTP in NodeAPI.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PURE = set(
    "CryptoPrimitives CanonicalCoding Indicators Blinding MemberRegistry MergeEngine SignedBundles Sealing TransparencyLog Agreements Redaction NodeAPI".split()
)
TOOLCHAIN = {"Synchronization", "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Testing", "Swift"}
IMPORT = re.compile(r"^\s*(?:@\w+\s+)*(?:public |internal |private |fileprivate |package )?import (?:struct |class |enum |func )?(\w+)", re.M)


def allowed_edges():
    """Rows of the table in ARCHITECTURE.md: | Module | sentence | ours | others |."""
    edges = {}
    for line in (ROOT / "docs/ARCHITECTURE.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and (ROOT / "Sources" / cells[0].strip("*` ")).is_dir():
            names = set(re.findall(r"[A-Za-z]\w+", cells[2] + " " + cells[3]))
            edges[cells[0].strip("*` ")] = names
    return edges


def main():
    edges, faults = allowed_edges(), []
    dump = json.loads(subprocess.run(["swift", "package", "dump-package"], cwd=ROOT, capture_output=True, check=True).stdout)
    for target in dump["targets"]:
        name = target["name"]
        if target["type"] not in ("regular", "executable") or not (ROOT / "Sources" / name).is_dir():
            continue
        if name.startswith("C") and (ROOT / "Sources" / name / "include").is_dir():
            continue
        if name not in edges:
            faults.append(f"{name}: no row in docs/ARCHITECTURE.md")
            continue
        declared = set()
        for dependency in target["dependencies"]:
            declared.add(next(iter(dependency.values()))[0])
        for extra in sorted(declared - edges[name]):
            faults.append(f"{name}: Package.swift depends on {extra}, which the table does not allow")
        for path in sorted((ROOT / "Sources" / name).rglob("*.swift")):
            for imported in IMPORT.findall(path.read_text()):
                if imported not in edges[name] | TOOLCHAIN:
                    faults.append(f"{path.relative_to(ROOT)}: imports {imported}, which the table does not allow")
                if name in PURE and imported in ("Foundation", "FoundationEssentials", "Glibc", "Dispatch"):
                    faults.append(f"{path.relative_to(ROOT)}: a pure module imports {imported}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"module graph: {len(edges)} modules, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
