"""Policies that are wrong."""
import notes
from trees import sha
from mutations import mutation, need, stranger


def policy_line(files, old, new):
    need(old in files["policy.txt"])
    files["policy.txt"] = files["policy.txt"].replace(old, new, 1)


@mutation("policy: a weak key", "E_POLICY")
def _(files, log):
    weak = bytes([1]) + (1).to_bytes(32, "little")
    key_id = sha(log.name.encode() + b"\n" + weak)[:4].hex()
    policy_line(files, log.log.vkey.encode(), f"{log.name}+{key_id}+{notes.b64(weak)}".encode())


@mutation("policy: a key that is not below the prime", "E_POLICY")
def _(files, log):
    weak = bytes([1]) + (2**255 - 19 + 3).to_bytes(32, "little")
    key_id = sha(log.name.encode() + b"\n" + weak)[:4].hex()
    policy_line(files, log.log.vkey.encode(), f"{log.name}+{key_id}+{notes.b64(weak)}".encode())


@mutation("policy: a key id of another key", "E_POLICY")
def _(files, log):
    policy_line(files, log.log.key_id.hex().encode(), b"00000000")


@mutation("policy: no quorum", "E_POLICY")
def _(files, log):
    policy_line(files, b"quorum partners\n", b"")


@mutation("policy: two quorums", "E_POLICY")
def _(files, log):
    policy_line(files, b"quorum partners\n", b"quorum partners\nquorum none\n")


@mutation("policy: a member that is not there", "E_POLICY")
def _(files, log):
    policy_line(files, b" w0 w1 w2", b" w0 w1 w9")


@mutation("policy: a threshold above the members", "E_POLICY")
def _(files, log):
    policy_line(files, b"partners 2 ", b"partners 4 ")


@mutation("policy: all three witnesses wanted", "E_QUORUM")
def _(files, log):
    policy_line(files, b"partners 2 ", b"partners all ")


@mutation("policy: a comment that ends in CR LF hides no line", "E_QUORUM")
def _(files, log):
    policy_line(files, b"group partners 2 ", b"# two of them\r\ngroup partners all ")


@mutation("policy: lines that end in CR LF", "E_POLICY")
def _(files, log):
    files["policy.txt"] = files["policy.txt"].replace(b"\n", b"\r\n")


@mutation("policy: another log's key", "E_ORIGIN")
def _(files, log):
    policy_line(files, log.log.vkey.encode(), stranger(log).log.vkey.encode())


@mutation("policy: missing", "E_MISSING")
def _(files, log):
    del files["policy.txt"]
