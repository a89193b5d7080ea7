"""Heads and signatures that are wrong."""
import notes
from trees import sha
from mutations import flipped, heads, mutation, need, older, stranger

OTHER_ROOT = sha(b"another history")


@mutation("checkpoint: its origin has another letter", "E_ORIGIN")
def _(files, log):
    files["checkpoint"] = flipped(files["checkpoint"], 3)


@mutation("checkpoint: another size", "E_SIG")
def _(files, log):
    size = len(log.entries)
    files["checkpoint"] = files["checkpoint"].replace(b"\n%d\n" % size, b"\n%d\n" % (size + 1), 1)


@mutation("checkpoint: another root", "E_SIG")
def _(files, log):
    lines = files["checkpoint"].split(b"\n")
    lines[2] = notes.b64(OTHER_ROOT).encode()
    files["checkpoint"] = b"\n".join(lines)


@mutation("checkpoint: a line put behind the root", "E_SIG")
def _(files, log):
    files["checkpoint"] = files["checkpoint"].replace(b"\n\n", b"\nmore\n\n", 1)


@mutation("checkpoint: a byte of the log's signature", "E_SIG")
def _(files, log):
    signature = log.log.payload(log.text(len(log.entries)))
    line = notes.signature_line(log.name, log.log.key_id, flipped(signature, 40))
    files["checkpoint"] = files["checkpoint"].replace(log.log.line(log.text(len(log.entries))), line)


@mutation("checkpoint: a byte of a witness's signature", "E_SIG")
def _(files, log):
    witness, text = log.witnesses[0], log.text(len(log.entries))
    line = notes.signature_line(witness.name, witness.key_id, flipped(witness.payload(text), 40))
    files["checkpoint"] = files["checkpoint"].replace(witness.line(text), line)


@mutation("checkpoint: the time of a witness", "E_SIG")
def _(files, log):
    witness, text = log.witnesses[0], log.text(len(log.entries))
    line = notes.signature_line(witness.name, witness.key_id, flipped(witness.payload(text), 7))
    files["checkpoint"] = files["checkpoint"].replace(witness.line(text), line)


@mutation("checkpoint: a signature cut short", "E_SIG")
def _(files, log):
    text = log.text(len(log.entries))
    line = notes.signature_line(log.name, log.log.key_id, log.log.payload(text)[:-1])
    files["checkpoint"] = files["checkpoint"].replace(log.log.line(text), line)


@mutation("checkpoint: the log's signature left out", "E_SIG")
def _(files, log):
    files["checkpoint"] = files["checkpoint"].replace(log.log.line(log.text(len(log.entries))), b"")


@mutation("checkpoint: one witness too few", "E_QUORUM")
def _(files, log):
    files["checkpoint"] = files["checkpoint"].replace(log.witnesses[0].line(log.text(len(log.entries))), b"")


@mutation("checkpoint: one witness twice instead of two", "E_QUORUM")
def _(files, log):
    text = log.text(len(log.entries))
    files["checkpoint"] = notes.note(text, [log.log, log.witnesses[0], log.witnesses[0]])


@mutation("checkpoint: a second signature of the log, which is wrong", "E_SIG")
def _(files, log):
    signature = log.log.payload(log.text(len(log.entries)))
    files["checkpoint"] += notes.signature_line(log.name, log.log.key_id, flipped(signature, 3))


@mutation("checkpoint: forged by a key of the log's name", "E_SIG")
def _(files, log):
    forger = notes.Signer(log.name, notes.LOG, "a forger's key")
    heads(files, log, log.text(len(log.entries), OTHER_ROOT), [forger] + log.witnesses[:2])


@mutation("checkpoint: forged under the log's own key id", "E_SIG")
def _(files, log):
    forger, text = notes.Signer(log.name, notes.LOG, "a forger's key"), log.text(len(log.entries), OTHER_ROOT)
    files["checkpoint"] = text + b"\n" + forger.line(text, log.log.key_id)


@mutation("checkpoint: signed by the log as if it were a witness", "E_SIG")
def _(files, log):
    text = log.text(len(log.entries))
    line = notes.signature_line(log.name, log.log.key_id, notes.Signer(log.name, notes.WITNESS).payload(text))
    files["checkpoint"] = text + b"\n" + line


@mutation("checkpoint: of another log", "E_ORIGIN")
def _(files, log):
    files["checkpoint"] = stranger(log).head(len(log.entries))


@mutation("checkpoint: size with a leading zero", "E_NOTE")
def _(files, log):
    size = len(log.entries)
    heads(files, log, log.text(size).replace(b"\n%d\n" % size, b"\n0%d\n" % size))


@mutation("checkpoint: a root of 31 bytes", "E_NOTE")
def _(files, log):
    heads(files, log, log.text(len(log.entries), OTHER_ROOT[:31]))


@mutation("checkpoint: a root in another spelling of base64", "E_NOTE")
def _(files, log):
    text = log.text(len(log.entries), bytes(32))
    heads(files, log, text.replace(b"AA=\n", b"AB=\n"))


@mutation("checkpoint: a carriage return in the text", "E_NOTE")
def _(files, log):
    heads(files, log, log.text(len(log.entries)).replace(b"\n", b"\r\n", 1))


@mutation("checkpoint: a byte that is not UTF-8 in the text", "E_NOTE")
def _(files, log):
    heads(files, log, log.text(len(log.entries)).replace(b"/audit/", b"/\xffudit/", 1))


@mutation("checkpoint: no line end at the end", "E_NOTE")
def _(files, log):
    files["checkpoint"] = files["checkpoint"][:-1]


@mutation("checkpoint: 65 signature lines", "E_NOTE")
def _(files, log):
    files["checkpoint"] += b"".join(notes.signature_line(f"n{number}", b"none", bytes(64)) for number in range(62))


@mutation("checkpoint: a signature line that is none", "E_NOTE")
def _(files, log):
    files["checkpoint"] += b"- platform-a.example/audit/1 AAAA\n"


@mutation("checkpoint: empty", "E_NOTE")
def _(files, log):
    files["checkpoint"] = b""


@mutation("checkpoint: missing", "E_MISSING")
def _(files, log):
    del files["checkpoint"]


@mutation("checkpoint: beyond the limit of a note", "E_LIMIT")
def _(files, log):
    files["checkpoint"] += b"x" * (1 << 20)


@mutation("checkpoint: an older one put back", "E_HEAD")
def _(files, log):
    files["checkpoint"] = files[f"checkpoints/{older(log)}"]


@mutation("checkpoint: a size that has no entries yet", "E_MISSING")
def _(files, log):
    need(len(log.entries) % 256 != 255)
    files["checkpoint"] = log.head(len(log.entries) + 1, OTHER_ROOT)


@mutation("fork: two heads of the newest size", "E_FORK")
def _(files, log):
    files["checkpoint"] = log.head(len(log.entries), OTHER_ROOT)


@mutation("fork: an older head of another history", "E_FORK")
def _(files, log):
    size = older(log)
    files[f"checkpoints/{size}"] = log.head(size, OTHER_ROOT)


@mutation("fork: a head over nothing with another root", "E_FORK")
def _(files, log):
    need(len(log.entries) > 0)
    files["checkpoints/0"] = log.head(0, OTHER_ROOT)


@mutation("root: the log signed one that is not of its entries", "E_ROOT")
def _(files, log):
    heads(files, log, log.text(len(log.entries), OTHER_ROOT))


@mutation("checkpoints: a head under another size", "E_HEAD")
def _(files, log):
    size = older(log)
    path = f"checkpoints/{size}"
    files[f"checkpoints/{size - 1 if size - 1 not in log.heads else size + 1}"] = files.pop(path)


@mutation("checkpoints: a name that is no size", "E_HEAD")
def _(files, log):
    files["checkpoints/07"] = files["checkpoint"]


@mutation("checkpoints: a byte of an older signature", "E_SIG")
def _(files, log):
    path = f"checkpoints/{older(log)}"
    head = files[path]
    place = head.index(b"\n\n") + 60
    files[path] = head[:place] + (b"A" if head[place:place + 1] != b"A" else b"B") + head[place + 1:]


@mutation("checkpoints: an older head of another log", "E_ORIGIN")
def _(files, log):
    size = older(log)
    files[f"checkpoints/{size}"] = stranger(log).head(size)
