#!/usr/bin/env python3
"""Writes Tests/Vectors/chain/*.json: what an importing node says to bundles in the order they come.

An implementation of its own, from docs/spec/bundle.md alone, with nothing but the standard library:
    scripts/bundles/make-chain-vectors.py Tests/Vectors/chain
"""
import base64
import hashlib
import hmac
import json
import pathlib
import sys

# Ed25519 (RFC 8032), slow and plain.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    return P - x if x % 2 != sign else x


GY = 4 * pow(5, P - 2, P) % P
GX = recover_x(GY, 0)
BASE = (GX, GY, 1, GX * GY % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Key:
    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        self.public = encode(multiply(self.scalar, BASE))

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        point = encode(multiply(r, BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % L
        return point + ((r + k * self.scalar) % L).to_bytes(32, "little")


# The format. Names and values here are ASCII, so that sorting by code point is the order of RFC 8785.
def jcs(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hkdf(salt, key, info):
    return hmac.new(hmac.new(salt, key, hashlib.sha256).digest(), info + b"\x01", hashlib.sha256).digest()


def salt_of(node, depth, row):
    for height in reversed(range(depth)):
        node = sha256(b"SIX1:ggm", bytes([row >> height & 1]), node)
    return node


def head(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01", head(leaves[:split]), head(leaves[split:]))


class Bundle:
    """Rows are dictionaries of column to value; every column but `core` is optional."""

    KEY_ID = "org.test/k1"
    KEY = Key(b"\x07" * 32)

    def __init__(self, name, seq, prev, rows, must=True, aud="lab", created="2026-06-01T00:00:00Z",
                 expires="2026-09-01T00:00:00Z", epoch=106):
        self.rows, self.must = rows, must
        identity = sha256(b"bundle", name.encode())[:16]
        self.seed = sha256(b"seed", name.encode())
        names = sorted({column for row in rows for column in row})
        depth = (len(rows) - 1).bit_length()
        self.columns = {}
        described = []
        for column in names:
            key = hkdf(identity, self.seed, b"SIX1:col" + bytes(4) + bytes([len(column)]) + column.encode())
            leaves = []
            for row, cells in enumerate(rows):
                salt = salt_of(key, depth, row)
                shown = b"\x01" + jcs(cells[column]) if column in cells else b"\x00"
                leaves.append(sha256(b"\x00", salt, shown))
            self.columns[column] = (depth, key)
            described.append({"n": column, "req": column == "core", "root": head(leaves).hex()})
        self.descriptor = jcs({"cols": described, "kind": "url", "nonce": sha256(self.seed)[:16].hex(),
                               "rows": len(rows), "tlp": "GREEN"})
        digest = sha256(b"SIX1:seg\0", self.descriptor).hex()
        self.payload = jcs({
            "aud": aud, "bundle": identity.hex(), "created": created, "epoch": epoch, "expires": expires,
            "hash": "sha256", "prev": prev or "", "pub": "org.test", "segs": [{"d": digest, "must": must}], "seq": seq,
            "type": "six-manifest", "v": 1})
        self.digest = sha256(self.payload).hex()
        kind = "application/vnd.six.manifest.v1+json"
        message = b" ".join([b"DSSEv1", str(len(kind)).encode(), kind.encode(), str(len(self.payload)).encode(),
                             self.payload])
        self.envelope = {"dsse": {
            "payload": base64.b64encode(self.payload).decode(), "payloadType": kind,
            "signatures": [{"keyid": self.KEY_ID, "sig": base64.b64encode(self.KEY.sign(message)).decode()}]}, "six": 1}

    def lines(self, without=(), descriptor_only=False):
        """The stream as lines, some columns hidden, or every cell."""
        shown = [] if descriptor_only else [c for c in self.columns if c not in without]
        lines = [self.envelope, {"desc": b64u(self.descriptor), "seg": 0}]
        for column in shown:
            depth, key = self.columns[column]
            lines.append({"open": {"col": column, "cover": [[depth, 0, b64u(key)]], "hide": []}})
        rows = [] if descriptor_only else self.rows
        for number, row in enumerate(rows):
            lines.append({"r": number, "v": {c: v for c, v in row.items() if c in shown}})
        lines.append({"end": {"rows": len(rows), "segs": 1}})
        return [jcs(line).decode() for line in lines]


NOON = "2026-06-02T12:00:00Z"
ROWS = [{"core": 1, "note": "a"}, {"core": 2}, {"core": 3, "note": "b"}]
WINDOW = {"publish_from": "2026-05-01T00:00:00Z", "match_until": "2026-10-01T00:00:00Z"}


def chain(*names, first=1, prev=None, **options):
    """Bundles that follow each other."""
    result = []
    for place, name in enumerate(names):
        result.append(Bundle(name, first + place, prev, ROWS, **options))
        prev = result[-1].digest
    return result


def place(bundle, seq):
    return [seq, bundle.digest]


def take(name, verdict, head=None, at=NOON, line=None, **more):
    step = {"import": name, "at": at, "verdict": verdict}
    if line:
        step["line"] = line
    if head:
        step["head"] = head
    step.update(more)
    return step


def cases():
    a, b, c, d = chain("a", "b", "c", "d")
    streams = {"a": a.lines(), "b": b.lines(), "c": c.lines(), "d": d.lines()}
    other = Bundle("b2", 2, a.digest, ROWS)
    after_other = Bundle("c2", 3, other.digest, ROWS)
    forked = dict(streams, b2=other.lines(), c2=after_other.lines())

    yield "in-order", "Bundles in their order; a redaction that comes later adds cells.", dict(
        streams, b_cut=b.lines(without=["note"])), [
            take("a", "new", place(a, 1)), take("b_cut", "new", place(b, 2)), take("c", "new", place(c, 3)),
            take("b", "known", place(c, 3)), take("a", "known", place(c, 3)), take("b_cut", "known", place(c, 3))]

    yield "fork", "A second bundle at a known place; the chain is quarantined but goes on as it was.", forked, [
        take("a", "new"), take("b", "new", place(b, 2)), take("b2", "E_FORK", place(b, 2), line=1, quarantined=True),
        take("c2", "E_GAP", place(b, 2), line=1, quarantined=True), take("c", "new", place(c, 3), quarantined=True),
        take("c2", "E_FORK", place(c, 3), line=1, quarantined=True), take("b", "known", place(c, 3), quarantined=True)]

    yield "reset-to-the-other", "A reset ends the quarantine in favour of the bundle that was refused.", forked, [
        take("a", "new"), take("b", "new"), take("c", "new", place(c, 3)), take("b2", "E_FORK", line=1, quarantined=True),
        {"reset": place(other, 2), "head": place(other, 2), "quarantined": False},
        take("b", "E_FORK", place(other, 2), line=1, quarantined=False),
        {"reset": place(other, 2), "head": place(other, 2), "quarantined": False},
        take("c2", "new", place(after_other, 3), quarantined=False), take("b2", "new", place(after_other, 3)),
        take("b2", "known", place(after_other, 3))]

    yield "reset-to-the-held", "A reset names the bundle that is held: what descends from it stays.", forked, [
        take("a", "new"), take("b", "new"), take("c", "new"), take("b2", "E_FORK", line=1, quarantined=True),
        {"reset": place(b, 2), "head": place(c, 3), "quarantined": False},
        take("d", "new", [4, d.digest]), take("c", "known", [4, d.digest]),
        take("b2", "E_FORK", [4, d.digest], line=1, quarantined=False)]

    other_end = Bundle("d2", 4, c.digest, ROWS)
    after_end = Bundle("after_d", 5, d.digest, ROWS)
    yield "fork-after-a-reset", "A reset settles what is at its place and before; a fork beyond it quarantines.", dict(
        forked, d2=other_end.lines(), after_d=after_end.lines()), [
            take("a", "new"), take("b", "new"), take("c", "new"), take("d", "new", place(d, 4)),
            {"reset": place(b, 2), "head": place(d, 4), "quarantined": False},
            take("b2", "E_FORK", place(d, 4), line=1, quarantined=False),
            take("d2", "E_FORK", place(d, 4), line=1, quarantined=True),
            take("after_d", "new", place(after_end, 5), quarantined=True)]

    e, f = chain("e", "f", first=3, prev=b.digest)
    yield "reset-after-a-theft", "The publisher goes on from the last good bundle; the thief's are replaced once.", dict(
        streams, e=e.lines(), f=f.lines()), [
            take("a", "new"), take("b", "new"), take("c", "new"), take("d", "new", place(d, 4)),
            {"reset": place(b, 2), "head": place(d, 4), "quarantined": False},
            take("e", "new", place(e, 3)), take("c", "E_FORK", place(e, 3), line=1, quarantined=False),
            take("d", "E_GAP", place(e, 3), line=1), take("f", "new", place(f, 4), quarantined=False)]

    yield "reset-for-a-late-joiner", "A chain may begin at a reset, and be filled up to it.", streams, [
        {"reset": place(b, 2), "head": [], "quarantined": False},
        take("d", "E_GAP", line=1), take("c", "new", place(c, 3)), take("d", "new", place(d, 4)),
        take("b", "new", place(d, 4)), take("a", "E_ROLLBACK", place(d, 4), line=1)]

    after_d = Bundle("after-d", 5, d.digest, ROWS)
    joined = dict(streams, after_d=after_d.lines(), e=e.lines(), f=f.lines())
    yield "reset-before-what-is-known", "A reset at a place of which nothing is known leaves what is beyond it.", joined, [
        {"begin": place(d, 4), "head": place(d, 4), "quarantined": False},
        {"reset": place(b, 2), "head": place(d, 4), "quarantined": False},
        take("after_d", "new", place(after_d, 5)), take("d", "new", place(after_d, 5)),
        take("e", "E_ROLLBACK", place(after_d, 5), line=1)]

    yield "reset-before-what-is-replaced", "Until a bundle follows the reset: then it is the chain.", joined, [
        {"begin": place(d, 4), "head": place(d, 4), "quarantined": False},
        {"reset": place(b, 2), "head": place(d, 4), "quarantined": False},
        take("e", "new", place(e, 3)), take("after_d", "E_GAP", place(e, 3), line=1), take("d", "E_GAP", place(e, 3), line=1),
        take("f", "new", place(f, 4))]

    yield "late-joiner-after-a-reset", "Signed heads beyond a reset are where the chain begins.", joined, [
        {"reset": place(b, 2), "head": [], "quarantined": False},
        {"begin": place(d, 4), "head": place(d, 4), "quarantined": False},
        take("c", "E_ROLLBACK", place(d, 4), line=1), take("after_d", "new", place(after_d, 5))]

    yield "late-joiner", "A chain may begin at the head that the publisher's own signed heads name.", streams, [
        take("c", "E_GAP", line=1), {"begin": place(b, 2), "head": place(b, 2), "quarantined": False},
        take("a", "E_ROLLBACK", place(b, 2), line=1), take("c", "new", place(c, 3)), take("b", "new", place(c, 3)),
        take("b", "known", place(c, 3)),
        {"begin": place(d, 4), "head": place(c, 3), "quarantined": False}]

    yield "gap", "A missing predecessor, and an officer who steps over it.", streams, [
        take("b", "E_GAP", line=1), take("a", "new", place(a, 1)), take("c", "E_GAP", place(a, 1), line=1),
        {"gap": place(b, 2), "head": place(b, 2), "quarantined": False}, take("c", "new", place(c, 3)),
        take("b", "new", place(c, 3)), {"gap": place(b, 2), "head": place(c, 3), "quarantined": False},
        take("d", "new", place(d, 4))]

    wrong = Bundle("w", 2, "ab" * 32, ROWS)
    yield "wrong-predecessor", "The right number after the wrong bundle.", dict(streams, w=wrong.lines()), [
        take("a", "new"), take("w", "E_GAP", place(a, 1), line=1), take("b", "new", place(b, 2))]

    early = Bundle("early", 2, a.digest, ROWS, created="2026-05-31T23:59:59Z")
    same = Bundle("same", 2, a.digest, ROWS)
    ahead = Bundle("ahead", 3, same.digest, ROWS, created="2026-06-03T12:00:00Z")
    yield "created", "Not before the predecessor, not more than a day ahead; skipped for what is known.", {
        "a": a.lines(), "early": early.lines(), "same": same.lines(), "ahead": ahead.lines()}, [
            take("a", "new"), take("early", "E_MANIFEST", place(a, 1), line=1), take("same", "new"),
            take("ahead", "E_MANIFEST", line=1, at="2026-06-02T11:59:59Z"), take("ahead", "new", place(ahead, 3)),
            take("ahead", "known", place(ahead, 3), at="2026-06-01T00:00:00Z")]

    strange = Bundle("strange", 2, a.digest, ROWS, epoch=107)
    early_strange = Bundle("early-strange", 2, a.digest, ROWS, epoch=107, created="2026-05-31T23:59:59Z")
    soon = Bundle("soon", 1, None, ROWS, created="2026-05-01T00:00:00Z")
    far_strange = Bundle("far-strange", 4, a.digest, ROWS, epoch=107)
    yield "epoch", "Known to the registry, and open at first acceptance; after gap and created, skipped for what is known.", {
        "a": a.lines(), "b": b.lines(), "strange": strange.lines(), "early": early_strange.lines(),
        "far": far_strange.lines(), "soon": soon.lines()}, [
            take("soon", "E_EPOCH", line=1, at="2026-04-30T23:59:59Z"), take("a", "new", place(a, 1)), take("strange", "E_EPOCH", place(a, 1), line=1),
            take("early", "E_MANIFEST", place(a, 1), line=1), take("far", "E_GAP", place(a, 1), line=1),
            take("a", "known", place(a, 1), at="2026-12-01T00:00:00Z")]

    long_lived = chain("l1", "l2", expires="2027-06-01T00:00:00Z")
    yield "epoch-closed", "From the first moment after its window an epoch takes nothing new.", {
        "a": long_lived[0].lines(), "b": long_lived[1].lines()}, [
            take("a", "new", at="2026-09-30T23:59:59Z"), take("b", "E_EPOCH", place(long_lived[0], 1), line=1, at="2026-10-01T00:00:00Z"),
            take("a", "known", place(long_lived[0], 1), at="2026-10-01T00:00:00Z")]

    late = "2026-09-01T00:00:00Z"
    yield "expired", "An expired bundle moves the head and gives its retract and object rows only, then and later.", streams, [
        take("a", "new", place(a, 1), too_late=False), take("b", "new", place(b, 2), at=late, too_late=True),
        take("b", "known", place(b, 2), too_late=True), take("a", "known", place(b, 2), at=late, too_late=False),
        take("c", "new", place(c, 3), too_late=False)]

    yield "must", "A must segment has to be whole at import, after everything else; expiry comes after that.", dict(
        a=a.lines(), a_bare=a.lines(descriptor_only=True), a_cut=a.lines(without=["note"])), [
            take("a_bare", "E_MUST", line=3), take("a_bare", "E_MUST", line=3, at=late), take("a_cut", "new", place(a, 1))]

    group = Bundle("g", 1, None, ROWS, aud="other")
    yield "groups", "Each group has its own chain, each from 1.", {"a": a.lines(), "g": group.lines(), "b": b.lines()}, [
        take("a", "new", place(a, 1)), take("g", "new", place(group, 1), audience="other"), take("b", "new", place(b, 2))]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, about, bundles, steps in cases():
        for step in steps:
            step.setdefault("audience", "lab")
        case = {"about": about, "bundles": bundles, "epochs": {"106": WINDOW},
                "keys": {Bundle.KEY_ID: Bundle.KEY.public.hex()}, "publisher": "org.test", "steps": steps}
        (folder / f"{name}.json").write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n")


main(pathlib.Path(sys.argv[1]))
