#!/usr/bin/env python3
"""Makes Tests/Vectors/wallets/addresses.json from counted seeds, with no code in common with the Swift modules.

With --many COUNT it prints as many addresses of every shape instead, for wallet-bench.

Every address is invented: its payload is a hash of its own label, so nobody holds a key to it.
"""
import hashlib
import json
import pathlib
import sys

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def payload(label, count):
    return hashlib.shake_128(label.encode()).digest(count)


def base58(data, alphabet=BITCOIN):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = alphabet[digit] + text
    return alphabet[0] * (len(data) - len(data.lstrip(b"\0"))) + text


def check(data, alphabet=BITCOIN):
    return base58(data + hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4], alphabet)


def polymod(values):
    state = 1
    for value in values:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= constant if top >> bit & 1 else 0
    return state


def bech32(prefix, values, constant):
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    residue = polymod(expanded + values + [0] * 6) ^ constant
    values = values + [residue >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(BECH32[v] for v in values)


def segwit(prefix, version, program, constant=None, spare=0):
    bits = "".join(f"{byte:08b}" for byte in program)
    missing = -len(bits) % 5
    bits += f"{spare:0{missing}b}" if missing else ""
    values = [version] + [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    return bech32(prefix, values, constant or (1 if version == 0 else 0x2BC830A3))


def rotate(lane, count):
    return (lane << count % 64 | lane >> (64 - count % 64) % 64) & 2**64 - 1 if count % 64 else lane


def permute(lanes):
    feedback = 1
    for _ in range(24):
        sums = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        lanes = [lane ^ sums[(i + 4) % 5] ^ rotate(sums[(i + 1) % 5], 1) for i, lane in enumerate(lanes)]
        x, y, moving = 1, 0, lanes[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            moving, lanes[x + 5 * y] = lanes[x + 5 * y], rotate(moving, (step + 1) * (step + 2) // 2)
        lanes = [
            lanes[i] ^ (~lanes[i // 5 * 5 + (i + 1) % 5] & lanes[i // 5 * 5 + (i + 2) % 5]) for i in range(25)]
        for j in range(7):
            feedback = (feedback << 1 ^ (feedback >> 7) * 0x71) % 256
            if feedback & 2:
                lanes[0] ^= 1 << (1 << j) - 1
    return lanes


def keccak(message, padding=1):
    block = bytearray(message + bytes(136 - len(message)))
    assert len(message) < 136
    block[len(message)] ^= padding
    block[135] ^= 0x80
    lanes = [int.from_bytes(block[i * 8:i * 8 + 8], "little") for i in range(17)] + [0] * 8
    return b"".join(lane.to_bytes(8, "little") for lane in permute(lanes)[:4])


assert keccak(b"tocsin", 6) == hashlib.sha3_256(b"tocsin").digest()


def eip55(account):
    digits = account.hex()
    capitals = keccak(digits.encode()).hex()
    return "0x" + "".join(c.upper() if int(n, 16) >= 8 else c for c, n in zip(digits, capitals))


def monero(network, content):
    data = bytes([network]) + content
    data += keccak(data)[:4]
    sizes, text = [0, 2, 3, 5, 6, 7, 9, 10, 11], ""
    for i in range(0, len(data), 8):
        block = data[i:i + 8]
        text += base58(block).lstrip("1").rjust(sizes[len(block)], "1")
    return text


def good(kind, text, canonical=None, **more):
    return {"kind": kind, "input": text, "canonical": canonical or text, **more}


def bad(kind, text, reason):
    return {"kind": kind, "input": text, "reason": reason}


def damaged(text, alphabet, place):
    return text[:place] + alphabet[(alphabet.index(text[place]) + 7) % len(alphabet)] + text[place + 1:]


def bitcoin_like(kind, versions, test_version, scheme, prefix):
    cases = []
    for version in versions:
        for i in range(4):
            text = check(bytes([version]) + payload(f"{kind} {version} {i}", 20))
            cases += [good(kind, text), bad(kind, damaged(text, BITCOIN, 7 + i), "address-checksum")]
        cases += [good(kind, scheme + ":" + text, text), good(kind, scheme.upper() + ":" + text + "?amount=1", text)]
        cases += [bad(kind, " " + text, "forbidden-in-address"), bad(kind, text + "1", "address-checksum")]
    account = payload(kind, 20)
    cases.append(bad(kind, check(bytes([test_version]) + account), "test-network"))
    cases.append(bad(kind, check(bytes([77]) + account), "address-version"))
    cases.append(bad(kind, check(bytes([versions[0]]) + payload(kind, 19)), "address-length"))
    cases.append(bad(kind, check(bytes([versions[0]]) + payload(kind, 21)), "address-length"))
    cases.append(bad(kind, check(bytes([128]) + payload(kind, 32) + b"\1"), "private-key"))
    cases.append(bad(kind, "bitcoincash:" + check(bytes([versions[0]]) + account), "not-an-address"))
    return cases + (segwit_cases(kind, prefix) if prefix else [])


def segwit_cases(kind, prefix):
    cases = []
    for version, count in ((0, 20), (0, 32), (1, 32), (1, 2), (2, 40), (16, 16)):
        program = payload(f"{kind} segwit {version} {count}", count)
        text = segwit(prefix, version, program)
        cases += [good(kind, text), good(kind, text.upper(), text)]
        cases.append(bad(kind, text[:6] + text[6:].upper(), "mixed-case"))
        cases.append(bad(kind, damaged(text, BECH32, len(prefix) + 5), "address-checksum"))
        wrong = 0x2BC830A3 if version == 0 else 1
        cases.append(bad(kind, segwit(prefix, version, program, wrong), "address-checksum"))
        if count % 5:
            cases.append(bad(kind, segwit(prefix, version, program, spare=1), "witness-program"))
    for version, count in ((0, 19), (0, 21), (0, 33), (1, 1), (1, 41), (17, 20)):
        text = segwit(prefix, version, payload("program", count))
        cases.append(bad(kind, text, "witness-program"))
    cases.append(bad(kind, bech32(prefix, [], 1), "address-length"))
    cases.append(bad(kind, bech32(prefix, [1] + [0] * 33, 0x2BC830A3), "witness-program"))
    cases.append(bad(kind, segwit("tb" if prefix == "bc" else "tltc", 0, payload("test", 20)), "test-network"))
    for longer in (prefix + "1", prefix + "1a", prefix + "1tb"):  # the last 1 ends the prefix
        cases.append(bad(kind, segwit(longer, 0, payload(longer, 20)), "address-version"))
    return cases


def evm():
    cases = []
    for i in range(8):
        text = eip55(payload(f"evm {i}", 20))
        small = text.lower()
        letter = next(j for j in range(12, 42) if text[j].isalpha())
        cases += [good("evm", text, small), good("evm", small), good("evm", "0x" + small[2:].upper(), small)]
        cases.append(bad("evm", text[:letter] + text[letter].swapcase() + text[letter + 1:], "address-checksum"))
    cases += [bad("evm", small[2:], "missing-prefix"), bad("evm", "0X" + small[2:], "missing-prefix")]
    cases += [bad("evm", small[:-1], "address-length"), bad("evm", small + "0", "address-length")]
    cases += [bad("evm", small[:-1] + "g", "forbidden-in-address"), good("evm", "ethereum:" + text, small)]
    return cases


def tron():
    cases = []
    for i in range(4):
        content = b"\x41" + payload(f"tron {i}", 20)
        text = check(content)
        cases += [good("tron", text), good("tron", content.hex(), text), good("tron", content.hex().upper(), text)]
        cases.append(bad("tron", damaged(text, BITCOIN, 9), "address-checksum"))
    cases.append(bad("tron", check(b"\0" + payload("tron", 20)), "address-version"))
    cases.append(bad("tron", "41" + "0" * 39 + "g", "forbidden-in-address"))
    return cases


def sol():
    texts = [base58(bytes(zeros) + payload(f"sol {zeros}", 32 - zeros)) for zeros in (0, 1, 2, 31, 32)]
    cases = [good("sol", text) for text in texts]
    cases += [bad("sol", base58(payload("sol", 31)), "address-length"), bad("sol", base58(payload("sol", 33)), "address-length")]
    return cases + [bad("sol", texts[0][:-1] + "0", "forbidden-in-address"), bad("sol", "1" * 33, "address-length")]


def packed(account, tag=None, flag=None, prefix=b"\x05\x44"):
    flag = (0 if tag is None else 1) if flag is None else flag
    return check(prefix + account + bytes([flag]) + (tag or 0).to_bytes(8, "little"), RIPPLE)


def xrp():
    cases = []
    for i in range(4):
        account = payload(f"xrp {i}", 20)
        text = check(b"\0" + account, RIPPLE)
        cases += [good("xrp", text), good("xrp", packed(account), text)]
        cases.append(bad("xrp", damaged(text, RIPPLE, 9), "address-checksum"))
        for tag in (0, 1, 65591, 2**32 - 1):
            cases += [good("xrp", f"{text}?dt={tag}"), good("xrp", packed(account, tag), f"{text}?dt={tag}")]
        for tag in ("", "01", "00", "-1", str(2**32), "12345678901", "1x", "1&a=b"):
            cases.append(bad("xrp", f"{text}?dt={tag}", "destination-tag"))
    cases += [bad("xrp", text + "?", "destination-tag"), bad("xrp", packed(account) + "?dt=1", "destination-tag")]
    cases += [bad("xrp", packed(account, 2**32), "destination-tag"), bad("xrp", packed(account, 1, 0), "destination-tag")]
    cases += [bad("xrp", packed(account, 1, 2), "destination-tag")]
    cases.append(bad("xrp", packed(account, prefix=b"\x04\x93"), "test-network"))
    return cases + [bad("xrp", check(b"\x21" + account, RIPPLE), "address-version")]


def xmr():
    cases = []
    for i in range(3):
        keys, identifier = payload(f"xmr {i}", 64), payload(f"payment {i}", 8)
        text = monero(18, keys)
        cases += [good("xmr", text), good("xmr", monero(42, keys)), good("xmr", "monero:" + text + "?tx_amount=1", text)]
        cases.append(good("xmr", monero(19, keys + identifier), text, paymentID=identifier.hex()))
        cases.append(bad("xmr", damaged(text, BITCOIN, 33 + i), "address-checksum"))
    for network in (53, 54, 63, 24, 25, 36):
        cases.append(bad("xmr", monero(network, keys), "test-network"))
    cases += [bad("xmr", monero(7, keys), "address-version"), bad("xmr", monero(18, keys + identifier), "address-length")]
    return cases + [bad("xmr", text[:-1], "address-length"), bad("xmr", "z" * 11, "address-length")]


def many(count):
    """Addresses of every kind and shape for the benchmark, one a line after its label."""
    for i in range(count):
        hash20, hash32, keys = payload(f"many {i}", 20), payload(f"many {i}", 32), payload(f"many {i}", 64)
        yield "btc base58", check(b"\0" + hash20)
        yield "btc segwit", segwit("bc", 1, hash32)
        yield "ltc base58", check(b"\x30" + hash20)
        yield "doge base58", check(b"\x1e" + hash20)
        yield "evm lower", "0x" + hash20.hex()
        yield "evm EIP-55", eip55(hash20)
        yield "tron base58", check(b"\x41" + hash20)
        yield "tron hex", "41" + hash20.hex()
        yield "sol base58", base58(hash32)
        yield "xrp classic", check(b"\0" + hash20, RIPPLE)
        yield "xrp X-address", packed(hash20, i)
        yield "xmr standard", monero(18, keys)
        yield "xmr integrated", monero(19, keys + hash20[:8])


def main():
    if sys.argv[1:2] == ["--many"]:
        for label, text in many(int(sys.argv[2])):
            print(label, text, sep="\t")
        return
    cases = bitcoin_like("btc", (0, 5), 111, "bitcoin", "bc") + bitcoin_like("ltc", (48, 50), 111, "litecoin", "ltc")
    cases += bitcoin_like("doge", (30, 22), 113, "dogecoin", None)
    cases.append(bad("ltc", check(b"\5" + payload("ltc", 20)), "ambiguous-address"))
    cases += evm() + tron() + sol() + xrp() + xmr()
    cases += [bad(kind, "", "empty") for kind in ("btc", "evm", "xmr")]
    folder = pathlib.Path(__file__).resolve().parents[2] / "Tests/Vectors/wallets"
    lines = ",\n".join(" " + json.dumps(case) for case in cases)
    (folder / "addresses.json").write_text(f"[\n{lines}\n]\n")


main()
