#!/usr/bin/env python3
"""Writes the seed inputs of every fuzz target under FOLDER/TARGET/seeds, from own values only.

usage: make-seeds.py FOLDER
"""
import base64
import hashlib
import json
import pathlib
import subprocess
import sys

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


def keyfile_seeds():
    for algorithm in (["ed25519"], ["x25519"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]):
        plain = subprocess.run(["openssl", "genpkey", "-algorithm", *algorithm], capture_output=True, check=True).stdout
        yield plain
        yield subprocess.run(
            ["openssl", "pkcs8", "-topk8", "-scrypt", "-scrypt_N", "1024", "-v2", "aes-256-cbc", "-passout", "pass:passphrase"],
            input=plain, capture_output=True, check=True).stdout


SEEDS = {
    "json": json_seeds, "scanner": json_seeds, "wallet": wallet_seeds, "iban": iban_seeds, "bech32": bech32_seeds,
    "documents": document_seeds, "keyfile": keyfile_seeds,
}


def main():
    for name, seeds in SEEDS.items():
        folder = pathlib.Path(sys.argv[1]) / name / "seeds"
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"{number:04}").write_bytes(seed)


main()
