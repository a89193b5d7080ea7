"""Runs the verifiers on a directory or a receipt and compares what they say."""
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# A verifier that takes longer hangs; the shell verifier needs a tenth of it for 2,000 entries.
LIMIT_SECONDS = 300
VERDICT = re.compile(r"^(OK|E_[A-Z]+)(?:  (.+?)(?: index (\d+))?: )?")


class Verifier:
    """A program that verifies logs, and the largest log it is given."""

    def __init__(self, name, command, largest=None):
        self.name, self.command, self.largest = name, command, largest

    def verdict(self, arguments):
        """Code, file and index; of a good verdict the whole line."""
        try:
            outcome = subprocess.run(
                self.command + arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            return ("HANGS",)
        line = outcome.stdout.split("\n", 1)[0]
        found = VERDICT.match(line)
        if not found:
            return ("CRASH", line + outcome.stderr[:200], outcome.returncode)
        expected = 0 if found[1] == "OK" else 3 if found[1] in ("E_LIMIT", "E_READ") else 1
        if outcome.returncode != expected:
            return ("STATUS", line, outcome.returncode)
        return (line,) if found[1] == "OK" else (found[1], found[2], found[3])


def verifiers():
    swift = os.environ.get("TOCSIN_VERIFY") or str(ROOT / ".build/debug/tocsin-verify")
    return [
        Verifier("swift", [swift]), Verifier("go", [str(ROOT / ".build/verify-ledger")]),
        Verifier("shell", ["sh", str(ROOT / "verifiers/sh/verify-ledger.sh")], largest=2000),
    ]


def lay(files, folder, base=None):
    """Writes files; those that are the same in the base, which lies on the same disk, are linked to it."""
    base_files, base_folder = base or ({}, None)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if base_files.get(path) == data:
            os.link(base_folder / path, target)
        else:
            target.write_bytes(data)


def agreement(programs, arguments, size, code=None):
    """What all say, and a complaint when they do not say the same or not what is expected."""
    said = {program.name: program.verdict(arguments) for program in programs if not program.largest or size <= program.largest}
    first = next(iter(said.values()))
    good = code is None
    if any(verdict != first for verdict in said.values()):
        return first, f"they differ: {said}"
    if good != first[0].startswith("OK") or not good and first[0] != code:
        return first, f"expected {code or 'OK'}: {said}"
    return first, None


def ledger_arguments(folder, trusted=None):
    return ["ledger", "--policy", str(trusted or folder / "policy.txt"), str(folder)]


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
