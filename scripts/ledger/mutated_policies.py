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


def ladder(bottom, other):
    """Eighty lines of groups, each of both groups of the level above: as many ways down as 2 to the 40."""
    lines = [f"group a0 {bottom}", f"group b0 {other}"]
    for level in range(1, 40):
        lines += [f"group {side}{level} all a{level - 1} b{level - 1}" for side in "ab"]
    return "\n".join(lines + ["group top all a39 b39", "quorum top", ""]).encode()


@mutation("policy: groups that name one another's members over 40 levels, and enough signed", None)
def _(files, log):
    policy_line(files, b"quorum partners\n", ladder("any w0 w2", "2 w0 w1 w2"))


@mutation("policy: groups that name one another's members over 40 levels, and too few signed", "E_QUORUM")
def _(files, log):
    policy_line(files, b"quorum partners\n", ladder("any w0 w2", "all w0 w1 w2"))


def names(count):
    """Groups that bring the policy of three witnesses and one group to so many names."""
    return b"".join(b"group g%d any w0 w1\n" % number for number in range(count - 4))


@mutation("policy: 1,024 names", None)
def _(files, log):
    policy_line(files, b"quorum", names(1024) + b"quorum")


@mutation("policy: 1,025 names", "E_POLICY")
def _(files, log):
    policy_line(files, b"quorum", names(1025) + b"quorum")


def crowded(size):
    """A policy filled up to a size: 800 groups, each of as many of those above as the size leaves room for."""
    short = [b"%d" % number for number in range(800)]
    room = (size - len(b"group all any w0\n") - sum(len(b"group  1 w0\n") + len(name) for name in short)) // len(short)
    lines, rest = [], b""
    for number, name in enumerate(short):
        line = b"group %s 1 w0" % name
        for member in short[:number]:
            if len(line) + len(member) + 1 > room + 12:
                break
            line += b" " + member
        lines.append(line + b"\n")
    return b"".join(lines)


@mutation("policy: as many members as fit", None)
def _(files, log):
    lines, limit = crowded(1 << 18), (1 << 18) - len(files["policy.txt"])
    policy_line(files, b"quorum", lines + b"#" * (limit - len(lines) - 1) + b"\nquorum")


@mutation("policy: a group of one member as often as fits", "E_POLICY")
def _(files, log):
    count = ((1 << 18) - len(files["policy.txt"]) - 20) // 3
    policy_line(files, b"quorum", b"group g any" + b" w0" * count + b"\nquorum")


@mutation("policy: longer than 256 KiB", "E_LIMIT")
def _(files, log):
    files["policy.txt"] += b"#" * ((1 << 18) + 1 - len(files["policy.txt"]))


@mutation("policy: one witness under two names", "E_POLICY")
def _(files, log):
    policy_line(files, b"witness w1 " + log.witnesses[1].vkey.encode(), b"witness w1 " + log.witnesses[0].vkey.encode())


@mutation("policy: one key under two names of witnesses", "E_POLICY")
def _(files, log):
    twin = notes.Signer("twin.example", notes.WITNESS, f"test key of {log.witnesses[0].name}")
    policy_line(files, log.witnesses[1].vkey.encode(), twin.vkey.encode())


@mutation("policy: one key for two uses under two names of witnesses", "E_POLICY")
def _(files, log):
    twin = notes.Signer("twin.example", notes.LOG, f"test key of {log.witnesses[0].name}")
    policy_line(files, log.witnesses[1].vkey.encode(), twin.vkey.encode())


@mutation("policy: a name that is part of another", None)
def _(files, log):
    policy_line(files, b"quorum partners\n", b"group partner 2 w0 w1\ngroup partnerss any partner partners\nquorum partnerss\n")


@mutation("policy: names with signs that mean something elsewhere", "E_QUORUM")
def _(files, log):
    policy_line(files, b"quorum partners\n", b"group * any w0\ngroup $(w0) any w1\ngroup ` all * $(w0) w2\nquorum `\n")


@mutation("policy: a group that names itself", "E_POLICY")
def _(files, log):
    policy_line(files, b"quorum partners\n", b"group own any w0 own\nquorum own\n")


@mutation("policy: missing", "E_MISSING")
def _(files, log):
    del files["policy.txt"]
