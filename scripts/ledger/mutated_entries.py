"""Entries that break a rule in logs whose hashes and signatures are right: what only a node that means it can publish."""
from logs import Log
from records import canonical
from trees import b64url, sha
from mutations import mutation, need, plain_entry


def rewritten(name, change, at=-1, code="E_ENTRY", least=1):
    """Registers a log in which one entry is another; `change` has its object and index and gives its bytes."""
    @mutation(f"entry: {name}", code)
    def _(files, log):
        size = len(log.entries)
        need(size >= least)
        index = at % size if at < 0 else at
        entries = list(log.entries)
        entries[index] = change(plain_entry(index, size), index)
        files.clear()
        files.update(Log(entries, heads=log.heads).files())


def with_(**members):
    return lambda value, index: canonical(value | members)


def text(old, new):
    return lambda value, index: canonical(value).replace(old, new, 1)


rewritten("earlier than the one before", with_(ts="2026-11-30T23:59:59.999Z"), least=2)
rewritten("a blank in it", text(b'"t":', b'"t": '))
rewritten("members in another order", lambda value, index: canonical(value)[:-7] + b',"r":0,"v":1}' if index else b"{}")
rewritten("a member twice", text(b',"v":1', b',"v":1,"v":1'))
rewritten("a member that is not known", with_(y=1))
rewritten("no commitment", lambda value, index: canonical({key: value[key] for key in ("t", "ts", "v")}))
rewritten("no version", lambda value, index: canonical({key: value[key] for key in ("d", "t", "ts")}))
rewritten("another version", with_(v=2))
rewritten("a version that is a text", with_(v="1"))
rewritten("a type with a capital", with_(t="Ingest"))
rewritten("an empty type", with_(t=""))
rewritten("a type of 33 characters", with_(t="a" * 33))
rewritten("a type with an escape", text(b'"ingest"', b'"\\u0069ngest"'))
rewritten("a time without milliseconds", text(b'Z"', b'"'))
rewritten("a time with a comma", lambda value, index: canonical(value | {"ts": value["ts"].replace(".", ",")}))
rewritten("a time with another offset", lambda value, index: canonical(value | {"ts": value["ts"].replace("Z", "+")}))
rewritten("the 30th of February", with_(ts="2027-02-30T00:00:00.000Z"))
rewritten("the 29th of February of a common year", with_(ts="2100-02-29T00:00:00.000Z"))
rewritten("a leap second", with_(ts="2026-12-31T23:59:60.000Z"))
rewritten("hour 24", with_(ts="2026-12-31T24:00:00.000Z"))
rewritten("month 13", with_(ts="2026-13-01T00:00:00.000Z"))
rewritten("a commitment with spare bits", lambda value, index: canonical(value | {"d": value["d"][:42] + "B"}))
rewritten("a commitment of 31 bytes", lambda value, index: canonical(value | {"d": b64url(sha(b"x")[:31])}))
rewritten("a commitment in plain base64", lambda value, index: canonical(value | {"d": "+" + value["d"][1:]}))
rewritten("a transfer of 33 bytes", with_(x=b64url(sha(b"x") + b"x")))
rewritten("it refers to itself", lambda value, index: canonical(value | {"r": index}))
rewritten("it refers forward", lambda value, index: canonical(value | {"r": index + 1}), at=0)
rewritten("a negative reference", with_(r=-1))
rewritten("a reference with a leading zero", text(b',"t":', b',"r":00,"t":'), least=2)
rewritten("a reference with an exponent", text(b',"t":', b',"r":0e0,"t":'), least=2)
rewritten("a reference beyond 2^53", with_(r=2**53))
rewritten("sealed, with a transfer", with_(t="sealed", x=b64url(sha(b"x"))))
rewritten("sealed, with a reference", with_(t="sealed", r=0), least=2)
rewritten("1,025 bytes", lambda value, index: canonical(value | {"z": ""})[:-2] + b"z" * (1025 - len(canonical(value | {"z": ""}))) + b'"}')
rewritten("no bytes at all", lambda value, index: b"")
rewritten("something behind it", lambda value, index: canonical(value) + b" ")
rewritten("a line end behind it", lambda value, index: canonical(value) + b"\n")
rewritten("a zero byte in it", lambda value, index: canonical(value) + b"\0")
rewritten("a zero byte in the middle", text(b'"ingest"', b'"ing\0est"'))
rewritten("a list", lambda value, index: b"[]")
rewritten("bytes that are not UTF-8", text(b"ingest", b"ing\xffst"))
