#!/usr/bin/env python3
"""Writes the seed inputs of every fuzz target under FOLDER/TARGET/seeds, from own values only.

usage: make-seeds.py FOLDER
"""
import base64
import gzip
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


def json_seeds():
    yield from (b"{}", b"[]", b'""', b"0", b"-9007199254740991", b"true", b"false", b"null", b"1.5", b"1e3", b" [ 1 , 2 ] ")
    yield b'{"a":1,"b":[true,false,"x"],"c":{"d":""}}'
    yield '{"\u20ac":1,"\ufb33":2,"\U0001f600":3,"\u00f6":4}'.encode()
    yield b'"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\\\/\\ud83d\\ude00\\ud83d"'
    yield b"[" * 9 + b"]" * 9
    yield b'{"a":' * 8 + b"1" + b"}" * 8
    yield b"\xef\xbb\xbf{}"
    yield b'{"r":1,"v":{"core":{"first":"2026-11-01"},"tag":"AAAAAAAAAAAAAAAAAAAAAA","value":"+15550100"}}'


def wallet_seeds():
    for case in json.loads((ROOT / "Tests/Vectors/wallets/addresses.json").read_text()):
        yield case["input"].encode()


def iban_seeds():
    text = (ROOT / "Tests/IndicatorsTests/IBAN/IBANTests.swift").read_text()
    for word in text[text.index("registryExamples = "):].split():
        if word[:2].isalpha() and word[2:4].isdigit():
            yield word.encode()
    yield b"gb29 nwbk 6016 1331 9268 19"


def bech32_seeds():
    yield from (b"A12UEL5L", b"a1lqfn3a", b"?1v759aa", b"split1checkupstagehandshakeupstreamerranterredcaperredlc445v")
    yield from (seed for seed in wallet_seeds() if seed.lower().startswith((b"bc1", b"ltc1")))


def url_seeds():
    for case in json.loads((ROOT / "Tests/Vectors/urls-emails/urls.json").read_text()):
        yield case["input"].encode()
    yield from (b"http://a.b/%%34%31", b"http://a.b/(%64ot)", b"https://u:p@[::1]:8080/a/../b?utm_id=1&c#d", b"x[.]y[at]z")
    yield "http://b\u00fccher.example/\u00fc?\u00fc".encode()
    yield from (
        b"hxxps://example[.]com/a?utm_source=x&b=1#f", b"http://[2001:db8::1]:8080/%7euser", b"http://0x7f.1/", b"https://ex\xc3\xa4mple.com/",
        b"example.com", b"http://user:pw@example.com:80/../a/./b", b"<http://example.com>", b"hxxp://example(dot)co.uk/login?e=name%40example.org",
        b"http://xn--exmple-cua.com", b"//example.com/x", b"http://example.com./", b"http://1.2.3.4.5/", b"ftp://example.com/")


def web_seeds():
    yield from url_seeds()
    for case in json.loads((ROOT / "Tests/Vectors/urls-emails/emails.json").read_text()):
        yield case["input"].encode()
    yield from (b"telegram:12345", b"x:@Name", "twitter:J\u030c".encode(), b"0x7f.1", b"[1:2::3.4.5.6]", b"xn--fa-hia.de")
    for seeds in (host_seeds, mail_seeds, account_seeds):
        yield from seeds()


def personal_seeds():
    yield from (b"a.b/c?e=joe@mail.example", b"a.b/joe%2540mail.example", b"a.b/?t=am9lQG1haWwuZXhhbXBsZQ==", b"a.b/?phone=4155550100")
    yield from url_seeds()


def public_key(count):
    return hashlib.shake_128(f"public {count}".encode()).digest(count)


def registry_key(use, algorithm, count, **more):
    key = public_key(count)
    return {
        "alg": algorithm, "kid": hashlib.sha256(key).hexdigest()[:16], "na": "2027-01-01T00:00:00Z", "nb": "2026-01-01T00:00:00Z",
        "pub": key.hex(), "status": "active", "use": use, **more}


def documents():
    digest = hashlib.sha256(b"").hexdigest()
    scope = {"kinds": ["url", "btc"], "max_tlp": "AMBER", "until": "2026-12-01T00:00:00Z"}
    keys = [registry_key("sign", "ed25519", 32, scope=scope), registry_key("seal", "age-x25519", 32)]
    partner = {"id": "org.alpha", "keys": keys, "owner": "org.alpha", "quota": {"day": 50000, "start": 2000000}, "roles": ["vendor"]}
    root_key = {k: keys[0][k] for k in ("alg", "kid", "pub")}
    yield {
        "epochs": [{"digest": digest, "epoch": 7}], "expires": "2026-12-31T00:00:00Z", "groups": [{"id": "g", "members": ["org.alpha"]}],
        "issued": "2026-12-01T00:00:00Z", "partners": [partner], "policy": {"lab": True, "sig": ["any"]}, "prev": digest,
        "protected": [digest], "resets": [{"aud": "g", "digest": digest, "pub": "org.gone", "seq": 9}],
        "root": {"keys": [root_key], "t": 1}, "type": "six-registry", "v": 1, "version": 2}
    yield {
        "accept_guessable": True, "destroy_after": "2027-06-01T00:00:00Z", "epoch": 7, "match_until": "2027-05-01T00:00:00Z",
        "norm": {"phone": "9.0.35", "psl": "0" * 40, "rules": 1, "unicode": "15.0"}, "pepper_digest": digest,
        "publish_from": "2026-11-01T00:00:00Z", "publish_until": "2027-02-01T00:00:00Z",
        "suites": {"phone": "HMAC-SHA256", "url": "HMAC-SHA256"}, "type": "six-epoch", "v": 1}
    yield {"keys": [root_key], "t": 1}
    yield {"org.alpha/k1": public_key(32).hex()}


def document_seeds():
    for document in documents():
        text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
        yield text
        signature = {"keyid": "root/00", "sig": base64.b64encode(bytes(64)).decode()}
        yield json.dumps({
            "payload": base64.b64encode(text).decode(), "payloadType": "application/vnd.six.registry.v1+json",
            "signatures": [signature, signature]}).encode()
    yield from schema_seeds("registry", "epoch", "envelope")


def schema_seeds(*prefixes):
    for path in sorted(ROOT.glob("schemas/v1/examples/*/*.json")):
        if path.name.startswith(prefixes):
            yield json.dumps(json.loads(path.read_text()), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def bundle_seeds():
    for case in json.loads((ROOT / "Tests/Vectors/six-v1/bundles.json").read_text())["bundles"]:
        if "lines" in case:
            lines = [line.encode() + b"\n" for line in case["lines"]]
            yield b"".join(lines)
            yield b"".join(lines[1:])
            yield b" " + b"".join(lines[1:])


def keyfile_seeds():
    for algorithm in (["ed25519"], ["x25519"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]):
        plain = subprocess.run(["openssl", "genpkey", "-algorithm", *algorithm], capture_output=True, check=True).stdout
        yield plain
        yield subprocess.run(
            ["openssl", "pkcs8", "-topk8", "-scrypt", "-scrypt_N", "1024", "-v2", "aes-256-cbc", "-passout", "pass:passphrase"],
            input=plain, capture_output=True, check=True).stdout


def phone_seeds():
    numbers = (
        "+44 20 7946 0958", "020 7946 0958", "(202) 555-0143", "+1-202-555-0143 ext. 12", "tel:+442079460958;ext=3", "+5215512345678",
        "+229 95 12 34 56", "+39 06 1234567", "0039 06 1234567", "011 54 9 11 2345 6789", "011 15 2345 6789", "+55 11 91234 5678",
        "1-800-FLOWERS", "\uff0b\uff14\uff14 20 7946 0958", "\u0660\u0661\u0662", "+800 1234 5678", "00 49 30 123456", "+90 212 123 45 67",
        "020 7946 0958 x1234", "+44 (0) 20 7946 0958", "+7 912 345 67 89", "8 912 345 67 89", "++44", "+", "112", "+15550100")
    for i, number in enumerate(numbers):
        yield bytes([i]) + number.encode()


def range_seeds():
    for text in (b"+5695977.*", b"+4121560####", b"+4420794609xx", b"+44*", b"+1 (202) 555-01##", b"4420794", b"+12345", b"+12345678901234"):
        yield b"\xff" + text
    for i, text in ((0, b"020 7946*"), (0, b"0044 20 7946.*"), (1, b"202 555 01xx"), (2, b"030 901820*"), (4, b"0 15 21 5555*"), (7, b"06 698*")):
        yield bytes([i]) + text


def host_seeds():
    yield from (b"example.com", b"www.example.co.uk", b"192.0.2.1", b"[2001:db8::1]", b"0300.0.2.1", b"ex\xc3\xa4mple.com", b"xn--exmple-cua.com",
                b"a.b.c.d.github.io", b"EXAMPLE[.]com", b"\xe3\x80\x82com", b"fa\xc3\x9f.de", b"-a.example.com", b"a..b", b"3232235777")


def mail_seeds():
    yield from (b"mailto:First.Last+tag@GMAIL.com", b"a[at]example[dot]com", b"name@[192.0.2.1]", b"user@ex\xc3\xa4mple.com", b"e\xcc\x81@example.com",
                b'"quoted"@example.com', b"a@b@example.com", b"x+y@outlook.com", b".a@example.com", b"user.name@googlemail.com")


def account_seeds():
    yield from (b"telegram:12345", b"telegram:@Name", b"x:@@name", b"instagram:name.name", b"example.org:id", b"@name", b"steam:76561190000000000")


def feed_seeds():
    texts = (
        b"http://example.com/a\nhttp://example.org/b\n# note\n\n", b"0.0.0.0 example.com www.example.com # x\n127.0.0.1 example.org\n",
        b"! Title: x\n||example.com^\n@@||example.org^\n||example.net^$third-party\n*.example.com\n",
        b"value,kind,first,last,conf,tlp,labels\nhttp://example.com,url,2026-01-01,2026-02-01,80,GREEN,a;b\n+15550100,phone,,,,,\n",
        b"url\tscam\nhttp://example.com\tphishing\n", b'"a,""b""","c\nd"\r\n', b"\xef\xbb\xbfvalue;kind\r\nexample.com;host\r\n",
        b'[{"value":"http://example.com","kind":"url","labels":["a"],"rel":[{"to":"x"}]},{"value":"b"}]', b'{"value":"example.com"}\n{"value":"example.org","conf":5}\n',
        b'{"example.com":{"type":"scam"},"example.org":{}}', b'["example.com","example.org"]', b'{"data":{"rows":[["a",1],["b",null]]}}',
        b"title: x\ncurrency: BTC\ntags:\n- address: 1DPWjY5Uywh2ARGG5PZNRNLN3HTvfC4R9Z\n  label: a\n- address: '0x8f19bc54134ce23c2dd2b85650bd8c6cd5a1643a'\n  currency: ETH\n",
        b"[{a: 1, b: [x, y]}, {c: |\n  text\n}]\n", b"Phone,Name\n\"+44 20 7946 0958\",x\n", "n\u00famero;pa\u00eds\n123;CL\n".encode("latin-1"))
    for folder in ("samples/feeds",):
        texts += tuple(path.read_bytes()[:4000] for path in sorted((ROOT / folder).glob("*")) if path.is_file())
    for number, text in enumerate(texts):
        yield bytes([number % 9, number * 17 % 256]) + text
        yield b"\0\0" + text
        yield b"\0\0" + gzip.compress(text, mtime=0)
        if shutil.which("zstd"):
            yield b"\0\0" + subprocess.run(["zstd", "-c"], input=text, capture_output=True, check=True).stdout


def age_seeds():
    identity = bech32_text("age-secret-key-", bytes([1]) * 32).upper()
    yield (identity + "\n").encode()
    yield f"# created\n{identity}\n\n# public\n".encode()
    if not shutil.which("age"):
        return
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(identity + "\n")
        file.flush()
        recipient = subprocess.run(["age-keygen", "-y", file.name], capture_output=True, check=True, text=True).stdout.strip()
    for count, recipients in ((0, 1), (1, 2), (1000, 1), (70000, 3)):
        options = [word for _ in range(recipients) for word in ("-r", recipient)]
        yield subprocess.run(["age", *options], input=bytes(count), capture_output=True, check=True).stdout


def bech32_text(prefix, data):
    digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    state = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values + [0] * 6:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for bit, constant in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= constant if top >> bit & 1 else 0
    state ^= 1
    return prefix + "1" + "".join(digits[v] for v in values + [state >> 5 * (5 - i) & 31 for i in range(6)])


def any_seeds():
    for seeds in (wallet_seeds, iban_seeds, url_seeds, host_seeds, mail_seeds, account_seeds, range_seeds):
        yield from seeds()
    yield from (seed[1:] for seed in phone_seeds())


SEEDS = {
    "phone": phone_seeds, "phone-range": range_seeds, "canonicaliser": any_seeds, "age": age_seeds, "feed": feed_seeds,
    "json": json_seeds, "scanner": json_seeds, "wallet": wallet_seeds, "iban": iban_seeds, "bech32": bech32_seeds,
    "documents": document_seeds, "keyfile": keyfile_seeds, "bundle": bundle_seeds,
    "url": url_seeds, "web": web_seeds, "personal": personal_seeds,
}


def main():
    for name, seeds in SEEDS.items():
        folder = pathlib.Path(sys.argv[1]) / name / "seeds"
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"{number:04}").write_bytes(seed)


main()
