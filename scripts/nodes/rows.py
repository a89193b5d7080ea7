"""Rows of a feed that look like those of real ones: 35 % URLs, 20 % domains, 30 % phone numbers, 15 % wallets."""

import hashlib


def row(number):
    part, name = number % 20, hashlib.sha256(b"%d" % number).hexdigest()
    if part < 7:
        return "url", f"https://{name[:10]}.shop.example.com/{name[10:18]}/verify?order={name[18:30]}"
    if part < 11:
        return "domain", f"{name[:12]}-{name[12:16]}.com"
    if part < 17:
        return "phone", f"+447{400000000 + number:09}"
    return "evm", f"0x{name[:40]}"


def write_feed(path, count, first=0):
    """A CSV feed of so many rows, each of its own; the last value."""
    value = ""
    with open(path, "w") as feed:
        feed.write("kind,value,scam,labels\n")
        for number in range(first, first + count):
            kind, value = row(number)
            feed.write(f"{kind},{value},investment.pig-butchering,list-{number % 50}\n")
    return value
