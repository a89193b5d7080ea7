"""Hashes, trees and the names of tiles (RFC 6962, C2SP tlog-tiles), written down from docs/spec/ledger.md."""
import base64
import hashlib


def sha(data):
    return hashlib.sha256(data).digest()


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def leaf(entry):
    return sha(b"\x00" + entry)


def inner(left, right):
    return sha(b"\x01" + left + right)


def tree_root(hashes):
    """The root of RFC 6962 over hashes that stand side by side."""
    if not hashes:
        return sha(b"")
    while len(hashes) > 1:
        pairs = [inner(*hashes[place:place + 2]) for place in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(pairs) * 2:]
    return hashes[0]


def frame(entry):
    return len(entry).to_bytes(2, "big") + entry


def tile_path(level, number, width=256):
    groups = []
    while not groups or number:
        groups.insert(0, f"{'x' if groups else ''}{number % 1000:03}")
        number //= 1000
    partial = "" if width == 256 else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def siblings(index, hashes):
    """The hashes beside the way from a leaf to the root, the lowest first."""
    if len(hashes) == 1:
        return []
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    if index < middle:
        return siblings(index, hashes[:middle]) + [tree_root(hashes[middle:])]
    return siblings(index - middle, hashes[middle:]) + [tree_root(hashes[:middle])]
