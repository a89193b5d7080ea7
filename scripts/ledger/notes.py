"""Signed notes, checkpoints and witness policies, written down from their specifications for logs that tests are made with."""
import base64
import hashlib

from ed25519 import PrivateKey

LOG, WITNESS = 1, 4


class Signer:
    """A name, a use and a key that follows from a text."""

    def __init__(self, name, algorithm, secret=None):
        self.name, self.algorithm = name, algorithm
        self.key = PrivateKey(hashlib.sha256((secret or f"test key of {name}").encode()).digest())

    @property
    def key_id(self):
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.key.public).digest()[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.key_id.hex()}+{b64(bytes([self.algorithm]) + self.key.public)}"

    def payload(self, text, seconds=1796083200):
        if self.algorithm == LOG:
            return self.key.sign(text)
        message = b"cosignature/v1\ntime %d\n" % seconds + text
        return seconds.to_bytes(8, "big") + self.key.sign(message)

    def line(self, text, key_id=None):
        return signature_line(self.name, key_id or self.key_id, self.payload(text))


def b64(data):
    return base64.b64encode(data).decode()


def signature_line(name, key_id, payload):
    return f"\u2014 {name} {b64(key_id + payload)}\n".encode()


def checkpoint_text(origin, size, root):
    return f"{origin}\n{size}\n{b64(root)}\n".encode()


def note(text, signers):
    return text + b"\n" + b"".join(signer.line(text) for signer in signers)


def policy(log, witnesses, quorum):
    lines = [f"log {log.vkey}"]
    lines += [f"witness w{number} {witness.vkey}" for number, witness in enumerate(witnesses)]
    members = " ".join(f"w{number}" for number in range(len(witnesses)))
    return "\n".join(lines + [f"group partners {quorum} {members}", "quorum partners", ""]).encode()
