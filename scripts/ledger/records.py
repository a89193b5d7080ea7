"""Made-up entries and their detail records."""
import json

from trees import b64url, sha, tile_path


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry_time(milliseconds):
    minutes, rest = divmod(milliseconds, 60_000)
    return f"2026-12-01T{minutes // 60 % 24:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}Z"


def field(name, salt, value):
    """The commitment of one field of a detail record."""
    return sha(b"\x02" + salt + name.encode() + b"\0" + canonical(value))


def detail(index, label):
    """A detail record as a line of JSON, and its commitment; some have a field that was erased."""
    salts = [sha(f"{label} salt {index} {number}".encode()) for number in range(3)]
    shown = [("item", "item", {"n": index, "sort": "bundle", "list": [True, "\u00e9\n"]}), ("org", "org", "org.b")]
    fields = [{"c": kind, "n": name, "s": b64url(salt), "v": value} for (kind, name, value), salt in zip(shown, salts)]
    hashes = [field(name, salt, value) for (_, name, value), salt in zip(shown, salts)]
    if index % 3 == 1:
        hashes.append(field("subject", salts[2], "erased"))
        fields.append({"f": b64url(hashes[2])})
    return canonical(fields), sha(b"\x03" + b"".join(hashes))


def entry_object(index, label, size):
    """An entry that obeys every rule; the kinds take turns."""
    kind = ["send.intent", "send.done", "sealed", "ingest", "recv.accept"][index % 5] if index else "genesis"
    time = entry_time(index * 86_000_000 // (size + 1))
    value = {"d": b64url(detail(index, label)[1]), "t": kind, "ts": time, "v": 1}
    if kind in ("send.intent", "send.done", "recv.accept"):
        value["x"] = b64url(sha(f"{label} transfer {index}".encode()))
    if kind == "send.done":
        value["r"] = index - 1
    return value


def entries(size, label="a"):
    return [canonical(entry_object(index, label, size)) for index in range(size)]


def detail_files(size, label="a"):
    """The files of details that a node keeps beside its log and does not publish."""
    lines = [detail(index, label)[0] + b"\n" for index in range(size)]
    return {
        tile_path("entries", number).replace("tile/entries", "details"): b"".join(lines[number * 256:number * 256 + 256])
        for number in range((size + 255) // 256)
    }
