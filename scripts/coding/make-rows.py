#!/usr/bin/env python3
"""Writes row lines like those of a bundle: 35 % url, 30 % phone, 20 % wallet, 15 % acct, about 275 bytes each.

usage: scripts/coding/make-rows.py COUNT
All values are invented; the same count gives the same bytes.
"""
import base64
import hashlib
import json
import sys

SCAMS = ["phishing.credential", "investment.pig-butchering", "romance", "job.task", "impersonation.bank", "purchase.fake-shop"]
BRANDS = ["Example Bank", "Example Parcel", "Example Pay", "Example Shop"]
HOSTS = ["example.com", "example.net", "example.org", "shop.example", "bank.example"]


def digest(index, label):
    return hashlib.sha256(f"{label} {index}".encode()).digest()


def text(index, label):
    return base64.urlsafe_b64encode(digest(index, label)[:16]).decode().rstrip("=")


def value(index):
    name = digest(index, "value").hex()
    share = index % 100
    if share < 35:
        return f"{name[:8]}.{HOSTS[index % len(HOSTS)]}/{name[8:14]}/verify/{name[14:24]}?session={name[24:40]}"
    if share < 65:
        return f"+1555{int(name[:12], 16) % 10**7:07d}"
    if share < 85:
        return "0x" + name[:40]
    return f"telegram:{int(name[:12], 16) % 10**10}"


def main():
    for index in range(int(sys.argv[1])):
        day = f"2026-{10 + index % 2}-{1 + index % 28:02d}"
        core = {"conf": 50 + index % 50, "first": day, "last": day, "pop": text(index, "pop"), "scam": SCAMS[index % len(SCAMS)],
                "tag": text(index, "tag"), "type": "report"}
        ctx = {"brand": BRANDS[index % len(BRANDS)], "country": "GB", "labels": ["smishing", f"kit-{index % 97}"], "platform": "telegram"}
        row = {"r": index % 65536, "v": {"core": core, "ctx": ctx, "value": value(index)}}
        print(json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


main()
