"""Receipts that are wrong, one thing at a time: name, verdict, and a change of (entry, receipt)."""
import notes
from logs import Log
from records import canonical
from trees import sha
from mutations import flipped, plain_entry

RECEIPTS = []


def receipt(name, code):
    def register(change):
        RECEIPTS.append((name, code, change))
        return change
    return register


def lines(data, change):
    """Changes the lines above the checkpoint."""
    head, rest = data.split(b"\n\n", 1)
    return b"\n".join(change(head.split(b"\n"))) + b"\n\n" + rest


@receipt("another entry", "E_INCLUSION")
def _(entry, proof, log):
    return entry.replace(b"2026", b"2027"), proof


@receipt("another index", "E_INCLUSION")
def _(entry, proof, log):
    index = int(proof.split(b"index ")[1].split(b"\n")[0])
    return entry, proof.replace(b"index %d\n" % index, b"index %d\n" % (index + 1), 1)


@receipt("an index beyond the size", "E_INCLUSION")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: [b"index 99999999" if line.startswith(b"index") else line for line in text])


@receipt("an index with a leading zero", "E_PROOF")
def _(entry, proof, log):
    return entry, proof.replace(b"index ", b"index 0", 1)


@receipt("no index", "E_PROOF")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: [line for line in text if not line.startswith(b"index")])


@receipt("another header", "E_PROOF")
def _(entry, proof, log):
    return entry, proof.replace(b"@v1", b"@v2", 1)


@receipt("a hash too many", "E_INCLUSION")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: text + [notes.b64(bytes(32)).encode()])


@receipt("a hash too few", "E_INCLUSION")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: text[:-1])


@receipt("two hashes swapped", "E_INCLUSION")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: text[:2] + [text[3], text[2]] + text[4:])


@receipt("a hash of 31 bytes", "E_PROOF")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: text + [notes.b64(bytes(31)).encode()])


@receipt("129 hashes", "E_PROOF")
def _(entry, proof, log):
    return entry, lines(proof, lambda text: text[:2] + [notes.b64(bytes(32)).encode()] * 129)


@receipt("extra that is not base64", "E_PROOF")
def _(entry, proof, log):
    return entry, proof.replace(b"\nindex", b"\nextra !\nindex", 1)


@receipt("no checkpoint", "E_PROOF")
def _(entry, proof, log):
    return entry, proof.split(b"\n\n", 1)[0] + b"\n\n"


@receipt("a checkpoint of another root", "E_INCLUSION")
def _(entry, proof, log):
    return entry, proof.split(b"\n\n", 1)[0] + b"\n\n" + log.head(len(log.entries), sha(b"other"))


@receipt("a checkpoint of another log", "E_ORIGIN")
def _(entry, proof, log):
    other = Log(log.entries, name="platform-x.example/audit/1")
    return entry, proof.split(b"\n\n", 1)[0] + b"\n\n" + other.head(len(log.entries))


@receipt("a byte of the log's signature", "E_SIG")
def _(entry, proof, log):
    text = log.text(len(log.entries))
    wrong = notes.signature_line(log.name, log.log.key_id, flipped(log.log.payload(text), 9))
    return entry, proof.replace(log.log.line(text), wrong)


@receipt("one witness too few", "E_QUORUM")
def _(entry, proof, log):
    return entry, proof.replace(log.witnesses[1].line(log.text(len(log.entries))), b"")


@receipt("an entry that breaks a rule", "E_ENTRY")
def _(entry, proof, log):
    index = int(proof.split(b"index ")[1].split(b"\n")[0])
    entries = list(log.entries)
    entries[index] = canonical(plain_entry(index, len(entries)) | {"y": 1})
    other = Log(entries, heads=[])
    return entries[index], other.receipt(index)
