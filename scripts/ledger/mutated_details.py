"""Detail records, where a node keeps them beside its log, that do not give the commitments of the entries."""
import json

from records import canonical
from trees import b64url, sha
from mutations import mutation, need


def record(name, change):
    """Registers a change of the fields of the last record of the first file."""
    @mutation(f"details: {name}", "E_DETAIL")
    def _(files, log):
        need(log.entries)
        lines = files["details/000"].split(b"\n")[:-1]
        lines[-1] = change(json.loads(lines[-1]))
        files["details/000"] = b"".join(line + b"\n" for line in lines)


def member(place, name, value):
    def change(fields):
        fields[place][name] = value
        return canonical(fields)
    return change


record("another value", member(1, "v", "org.c"))
record("another name", member(1, "n", "orh"))
record("another salt", member(1, "s", b64url(sha(b"x"))))
record("a class that is none", member(1, "c", "orgs"))
record("a field more", lambda fields: canonical(fields + [{"f": b64url(sha(b"x"))}]))
record("a field less", lambda fields: canonical(fields[:1]))
record("fields in another order", lambda fields: canonical([fields[1], fields[0]] + fields[2:]))
record("a blank", lambda fields: canonical(fields).replace(b",", b", ", 1))
record("an escape that is not needed", lambda fields: canonical(fields).replace(b"org.b", b"\\u006frg.b"))
record("null", member(1, "v", None))
record("no fields", lambda fields: b"[]")


@mutation("details: a record left out", "E_DETAIL")
def _(files, log):
    need(log.entries)
    files["details/000"] = files["details/000"].split(b"\n", 1)[1]


@mutation("details: the last line end left out", "E_DETAIL")
def _(files, log):
    need(log.entries)
    files["details/000"] = files["details/000"][:-1]


@mutation("details: two records swapped", "E_DETAIL")
def _(files, log):
    need(len(log.entries) >= 2)
    one, two, rest = files["details/000"].split(b"\n", 2)
    files["details/000"] = two + b"\n" + one + b"\n" + rest
