#!/usr/bin/env python3
"""Writes Tests/Vectors/merge/*.json: a second implementation of docs/spec/merge.md, run on cases from a fixed seed.

Standard library only. Run without arguments from anywhere; the files come out byte for byte the same.
"""
import base64
import datetime
import hashlib
import json
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Vectors/merge"
MILLION = 1_000_000


def sixteenth_root(j):
    """floor(1e6 * 2^(-j/16)) without floating point: the largest m with m^16 * 2^j <= 1e96."""
    low, high = 0, MILLION
    while low < high:
        middle = (low + high + 1) // 2
        if middle**16 * 2**j <= 10**96:
            low = middle
        else:
            high = middle - 1
    return low


TABLE = [sixteenth_root(j) for j in range(16)]
HALF_LIFE = {"phone": 60, "phone-range": 60, "url": 14, "host": 30, "domain": 30, "acct": 180, "handle": 180, "email": 180}
HALF_LIFE |= dict.fromkeys("btc ltc doge evm tron sol xrp xmr".split(), 365)
CONFIRMING = {"account-removed", "number-suspended", "funds-frozen", "url-taken-down"}
CONTRADICTING = {"false-positive", "do-not-act"}
VERBS = CONFIRMING | CONTRADICTING | {"warned", "under-investigation", "no-match"}


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def decay(kind, last, today):
    k = 16 * max(0, day(today) - day(last)) // HALF_LIFE.get(kind, 60)
    return TABLE[k % 16] >> (k // 16)


def fold(case):
    """Status, score, tier and owners of one case."""
    context, kind, today = case["context"], case["kind"], case["at"][:10]
    owner = lambda member: context.get("owners", {}).get(member, member)
    suspended = set(context.get("suspended", []))

    def set_aside(claim):
        if claim["manifest"] in context.get("quarantined", []):
            return True
        compromised, signers = context.get("compromised", {}), claim.get("signers", [])
        return bool(signers) and all(s in compromised and compromised[s] <= claim["logged"] for s in signers)

    slots, inactive, taken_back = {}, False, False
    order = lambda c: (c["created"], c["aud"], c["seq"], c["manifest"], c["segment"], c["row"])
    for claim in sorted(case["claims"], key=order):
        if claim.get("exclusion"):
            continue
        if set_aside(claim):
            inactive |= claim["type"] == "report"
            continue
        mine = slots.setdefault(claim["pub"], {})
        if claim["type"] == "retract":
            taken_back |= "report" in mine
            mine.clear()
        elif claim["type"] == "outcome":
            if claim["act"] in VERBS:
                mine["outcome", claim["act"]] = claim
        else:
            mine[claim["type"]] = claim

    notices, contested = [], False
    for publisher, mine in slots.items():
        objection = mine.get("object")
        if not objection or publisher in suspended:
            continue
        operator = (kind == "phone" and publisher in context.get("telecoms", [])) or (
            kind in ("acct", "handle") and case.get("platform") in context.get("platforms", {}).get(publisher, []))
        if objection["why"] == "recycled" and operator:
            notices.append(objection["since"])
        else:
            contested = True

    active, evidence = False, {}
    for publisher, mine in slots.items():
        report = mine.get("report")
        if not report:
            continue
        age = max(0, day(today) - day(report["last"]))
        gone = publisher in suspended or any(report["last"] < since for since in notices)
        gone |= report.get("until", "9999-12-31") < today or age > 4 * HALF_LIFE.get(kind, 60)
        if gone:
            inactive = True
            continue
        active = True
        if report.get("basis") == "derived" or report["pop"] == "failed":
            continue
        weight = report["conf"] * 10_000 * decay(kind, report["last"], today) // MILLION
        known = evidence.setdefault(owner(publisher), [0, False])
        known[0] = max(known[0], weight)
        known[1] |= report["pop"] == "valid"

    reporters = {owner(publisher) for publisher, mine in slots.items() if "report" in mine}
    for publisher, mine in slots.items():
        contradicts = any(("outcome", verb) in mine for verb in CONTRADICTING)
        contested |= contradicts and publisher not in suspended and owner(publisher) not in reporters

    doubt = MILLION
    for name in sorted(evidence):
        r = context.get("reliability", {}).get(name, 500_000)
        doubt = doubt * (MILLION - r * evidence[name][0] // MILLION) // MILLION
    score, checked = MILLION - doubt, sum(1 for weight, is_checked in evidence.values() if is_checked)
    status = ("protected" if case.get("protected") else "contested" if contested else "corroborated" if len(evidence) >= 2
              else "asserted" if active else "expired" if inactive else "retracted" if taken_back else "unknown")
    tier = "none" if status == "protected" or not active else "observe"
    if status == "corroborated" and score >= 600_000:
        tier = "block" if score >= 900_000 and checked >= 2 and kind != "phone-range" else "warn"
    return {"status": status, "score": score, "tier": tier, "owners": sorted(evidence), "checked": checked}


def random_case(generator, number):
    kinds = ["phone", "phone-range", "url", "host", "acct", "handle", "email", "btc", "evm", "iban", "new-kind"]
    members = ["org.a", "org.b", "org.c", "org.d", "org.e"]
    kind, base = generator.choice(kinds), day("2026-12-01")
    near = lambda spread: datetime.date.fromordinal(base - generator.randrange(spread)).isoformat()
    case = {"name": f"random {number}", "kind": kind, "at": "2026-12-01T12:00:00Z", "context": {}, "claims": []}
    if kind in ("acct", "handle"):
        case["platform"] = "telegram"
    context = case["context"]
    if generator.random() < 0.4:
        context["owners"] = {"org.e": "org.a"}
    context["telecoms"] = generator.choice([[], ["org.c"]])
    context["platforms"] = generator.choice([{}, {"org.d": ["telegram", "vk"]}, {"org.d": ["vk"]}])
    if generator.random() < 0.1:
        context["suspended"] = [generator.choice(members)]
    if generator.random() < 0.3:
        low = generator.choice([0, 900_000])
        context["reliability"] = {name: generator.randrange(low, MILLION + 1) for name in generator.sample(members, 3)}
    if generator.random() < 0.1:
        context["compromised"] = {generator.choice(members) + "/k1": "2026-11-20T00:00:00Z"}
    if generator.random() < 0.05:
        case["protected"] = True
    fresh = generator.random() < 0.4
    for index in range(generator.randrange(9)):
        publisher = generator.choice(members[: generator.choice([2, 5])])
        created = near(30) + "T10:00:00Z"
        claim = {"pub": publisher, "aud": generator.choice(["lab", "ring"]), "seq": index + 1, "created": created,
                 "manifest": hashlib.sha256(f"{number}/{index}".encode()).hexdigest(), "segment": 0, "row": index,
                 "logged": created, "signers": [publisher + "/k1"],
                 "type": generator.choices(["report", "retract", "outcome", "object"], [92, 2, 4, 2] if fresh else [70, 8, 14, 8])[0],
                 "pop": generator.choices(["unchecked", "valid", "failed"], [3, 6, 1])[0]}
        if claim["type"] == "report":
            claim |= {"conf": generator.choice([0, 1, 50, 80, 95, 100, generator.randrange(101)]),
                      "last": near(2 if fresh else generator.choice([3, 20, 300])),
                      "basis": generator.choices(["observed", "reported", "derived"], [6, 3, 1])[0]}
            if generator.random() < 0.1:
                claim["until"] = datetime.date.fromordinal(base + generator.randrange(-3, 3)).isoformat()
        if claim["type"] in ("retract", "object"):
            claim["why"] = generator.choice(["false-positive", "recycled", "withdrawn"])
            if claim["why"] == "recycled":
                claim["since"] = near(10)
        if claim["type"] == "outcome":
            claim["act"] = generator.choice(sorted(VERBS) + ["verb-of-tomorrow"])
        if generator.random() < 0.04:
            claim["exclusion"] = generator.choice(["E_TAG", "E_CANON", "E_BUDGET"])
        if generator.random() < 0.03:
            context["quarantined"] = [claim["manifest"]]
        case["claims"].append(claim)
    return case


def claim(publisher, number, **facts):
    """A claim with ordinary facts unless told otherwise."""
    base = {"pub": publisher, "aud": "lab", "seq": number, "created": f"2026-11-{number:02}T10:00:00Z",
            "manifest": hashlib.sha256(f"fixed {publisher} {number}".encode()).hexdigest(), "segment": 0, "row": 0,
            "logged": f"2026-11-{number:02}T11:00:00Z", "signers": [publisher + "/k1"], "type": "report", "pop": "valid"}
    if facts.get("type", "report") == "report":
        base |= {"conf": 100, "last": "2026-12-01", "basis": "observed"}
    return base | facts


def fixed_cases():
    """What each rule says, one case each, without chance."""
    case = lambda name, kind, claims, **more: {
        "name": name, "kind": kind, "at": "2026-12-01T12:00:00Z", "claims": claims,
        "context": {"platforms": {}} | more.pop("context", {})} | more
    a, b, c = "org.a", "org.b", "org.c"
    back = {"type": "retract", "why": "withdrawn"}
    recycled = {"type": "object", "why": "recycled", "since": "2026-12-02"}
    false_positive = {"type": "outcome", "act": "false-positive"}
    return [
        case("one report", "url", [claim(a, 1)]),
        case("two owners", "url", [claim(a, 1), claim(b, 2)]),
        case("four owners block", "url", [claim(f"org.{name}", 1) for name in "abcd"]),
        case("four owners unchecked only warn", "url", [claim(f"org.{name}", 1, pop="unchecked") for name in "abcd"]),
        case("a range never blocks", "phone-range", [claim(f"org.{name}", 1) for name in "abcd"]),
        case("retracted", "url", [claim(a, 1), claim(a, 2, **back)]),
        case("retracted twice over", "url", [claim(a, 1), claim(b, 1), claim(a, 2, **back), claim(b, 2, **back)]),
        case("a later report comes back", "url", [claim(a, 1), claim(a, 2, **back), claim(a, 3, conf=10)]),
        case("an older report does not", "url", [claim(a, 3, **back), claim(a, 2)]),
        case("retraction of another member changes nothing", "url", [claim(a, 1), claim(b, 2, **back)]),
        case("until today holds", "url", [claim(a, 1, until="2026-12-01")]),
        case("until yesterday does not", "url", [claim(a, 1, until="2026-11-30")]),
        case("four half-lives hold", "url", [claim(a, 1, last="2026-10-06")]),
        case("one day more does not", "url", [claim(a, 1, last="2026-10-05")]),
        case("recycled by a telecom", "phone", [claim(a, 1), claim(b, 2, **recycled)], context={"telecoms": [b]}),
        case("recycled by anyone else", "phone", [claim(a, 1), claim(b, 2, **recycled)]),
        case("recycled before the report", "phone", [claim(a, 1), claim(b, 2, **recycled | {"since": "2026-12-01"})],
             context={"telecoms": [b]}),
        case("recycled by the platform", "handle", [claim(a, 1), claim(b, 2, **recycled)], platform="vk",
             context={"platforms": {b: ["vk"]}}),
        case("recycled by another platform", "handle", [claim(a, 1), claim(b, 2, **recycled)], platform="telegram",
             context={"platforms": {b: ["vk"]}}),
        case("a telecom has no say about accounts", "handle", [claim(a, 1), claim(b, 2, **recycled)], platform="vk",
             context={"telecoms": [b]}),
        case("objection", "url", [claim(a, 1), claim(b, 2), claim(c, 3, type="object", why="false-positive")]),
        case("objection taken back", "url",
             [claim(a, 1), claim(b, 2), claim(c, 3, type="object", why="false-positive"), claim(c, 4, **back)]),
        case("false positive by another", "url", [claim(a, 1), claim(b, 2, **false_positive)]),
        case("false positive by the reporter", "url", [claim(a, 1), claim(a, 2, **false_positive)]),
        case("false positive by the reporter's owner", "url", [claim(a, 1), claim(b, 2, **false_positive)],
             context={"owners": {a: b}}),
        case("derived counts for nobody", "url", [claim(a, 1), claim(b, 2, basis="derived")]),
        case("only derived", "url", [claim(b, 2, basis="derived")]),
        case("wrong pop counts for nobody", "url", [claim(a, 1), claim(b, 2, pop="failed")]),
        case("one owner behind two members", "url", [claim(a, 1), claim(b, 2)], context={"owners": {b: a}}),
        case("suspended", "url", [claim(a, 1), claim(b, 2)], context={"suspended": [b]}),
        case("suspended objector", "url", [claim(a, 1), claim(b, 2, type="object", why="withdrawn")],
             context={"suspended": [b]}),
        case("key compromised before", "url", [claim(a, 5)], context={"compromised": {a + "/k1": "2026-11-05T11:00:00Z"}}),
        case("key compromised after", "url", [claim(a, 5)], context={"compromised": {a + "/k1": "2026-11-05T11:00:01Z"}}),
        case("one good key is enough", "url", [claim(a, 5, signers=[a + "/k1", a + "/k2"])],
             context={"compromised": {a + "/k1": "2026-11-05T11:00:00Z"}}),
        case("wrong tag", "url", [claim(a, 1, exclusion="E_TAG")]),
        case("protected", "url", [claim(a, 1), claim(b, 2)], protected=True),
        case("unknown verb", "url", [claim(a, 1, type="outcome", act="verb-of-tomorrow")]),
        case("order within a publisher spans groups", "url",
             [claim(a, 2, aud="ring", conf=10), claim(a, 2, aud="lab", conf=90, seq=9)]),
    ]


def states():
    generator = random.Random(2)
    cases = fixed_cases() + [random_case(generator, number) for number in range(150)]
    for case in cases:
        case["expect"] = fold(case)
    return cases


def decays():
    ages = [0, 1, 3, 4, 13, 14, 15, 59, 60, 61, 240, 241, 365, 1459, 1460, 36500]
    kinds = ["phone", "url", "host", "btc", "email", "iban"]
    today = datetime.date(2026, 12, 1)
    return [{"kind": kind, "ageDays": age, "factor": decay(kind, (today - datetime.timedelta(age)).isoformat(), "2026-12-01")}
            for kind in kinds for age in ages]


def lp8(data):
    return bytes([len(data)]) + data


def merkle(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def state_digest(rows):
    """rows: (tag, kind, epoch, manifest, segment, row, {column: bytes or None})"""
    items = {}
    for tag, kind, epoch, manifest, segment, row, cells in rows:
        shown = b"".join(
            lp8(name.encode()) + (b"\0" if cells[name] is None else b"\1" + hashlib.sha256(cells[name]).digest())
            for name in sorted(cells))
        claim = manifest + segment.to_bytes(4, "big") + row.to_bytes(4, "big")
        key = tag + lp8(kind.encode()) + epoch.to_bytes(4, "big")
        items.setdefault(key, []).append((claim, hashlib.sha256(shown).digest()))
    buckets = [[] for _ in range(4096)]
    for key in sorted(items):
        item = key + b"".join(claim + cells for claim, cells in sorted(items[key]))
        buckets[int.from_bytes(key[:2], "big") >> 4].append(hashlib.sha256(b"\0" + item).digest())
    roots = [merkle(bucket) for bucket in buckets]
    return merkle([hashlib.sha256(b"\0" + root).digest() for root in roots]).hex()


def digests():
    generator = random.Random(4)
    cases = []
    for count in (0, 1, 2, 3, 7, 40):
        tags = [generator.randbytes(16) for _ in range(max(1, count // 3))]
        tags += [tags[0][:1] + bytes([tags[0][1] & 0xF0]) + generator.randbytes(14)]
        rows, described = [], []
        for index in range(count):
            tag, kind = generator.choice(tags), generator.choice(["url", "phone", "phone-range"])
            manifest = hashlib.sha256(bytes([index % 4])).digest()
            core = json.dumps({"conf": 80, "first": "2026-11-01", "last": "2026-11-02",
                               "pop": base64.urlsafe_b64encode(generator.randbytes(16)).decode().rstrip("="),
                               "scam": "job", "tag": base64.urlsafe_b64encode(tag).decode().rstrip("="),
                               "type": "report"}, separators=(",", ":"))
            cells = {"core": core, "value": generator.choice([None, json.dumps(f"example.org/{index}")])}
            if generator.random() < 0.5:
                cells["note"] = generator.choice([None, '"seen twice"'])
            epoch = 100 + index % 4
            rows.append((tag, kind, epoch, manifest, index % 2, index,
                         {name: None if cell is None else cell.encode() for name, cell in cells.items()}))
            described.append({"kind": kind, "epoch": epoch, "manifest": manifest.hex(), "segment": index % 2, "row": index,
                              "shown": {name: cell for name, cell in cells.items() if cell is not None},
                              "absent": sorted(name for name, cell in cells.items() if cell is None)})
        cases.append({"rows": described, "digest": state_digest(rows)})
    return cases


def row_cases():
    """Good rows, and rows with one fault each: field and reason as docs/spec/merge.md names them."""
    tag = "AAAAAAAAAAAAAAAAAAAAAA"
    report = {"conf": 80, "first": "2026-11-01", "last": "2026-11-20", "pop": tag, "scam": "romance", "tag": tag, "type": "report"}
    retract = {"pop": tag, "tag": tag, "type": "retract", "why": "withdrawn"}
    outcome = {"act": "account-removed", "pop": tag, "tag": tag, "type": "outcome"}
    re = {"bundle": "ab" * 16, "pub": "org.b"}
    segment = {"kind": "url", "tlp": "GREEN", "must": False, "coreRequired": True}
    must = segment | {"must": True}
    pad = lambda core, *gone, **more: {k: v for k, v in (core | more).items() if k not in gone}
    alt = {"kind": "mbox", "pop": tag, "tag": tag}
    rows = [("report", None, segment, report, {})]
    rows += [(f"report without {name}", f"core.{name}/missing", segment, pad(report, name), {}) for name in report]
    for name, value, reason in [
        ("conf", 101, "out-of-range"), ("conf", -1, "out-of-range"), ("conf", "80", "wrong-type"), ("conf", 0, None),
        ("conf", 100, None), ("sev", 4, None), ("sev", 5, "out-of-range"), ("first", "2026-02-30", "not-a-day"),
        ("first", "2026-11-21", "out-of-order"), ("last", "2026-11-22", "out-of-order"), ("last", "2026-11-21", None),
        ("last", 20261120, "wrong-type"), ("until", "2026-1-1", "not-a-day"), ("until", "2027-01-01", None),
        ("tag", "AAAAAAAAAAAAAAAAAAAAAB", "not-a-tag"), ("tag", "AAAA", "not-a-tag"), ("pop", tag + "==", "not-a-tag"),
        ("type", "sighting", "unknown-name"), ("basis", "derived", None), ("basis", "guessed", "unknown-name"),
        ("subject", "bystander", None), ("subject", "alien", "unknown-name"), ("pap", "AMBER", None),
        ("pap", "AMBER+STRICT", "unknown-name"), ("len", [7, 9], None), ("len", [9, 7], "out-of-range"),
        ("len", [7], "wrong-type"), ("len", 7, "wrong-type"), ("scam", "", "out-of-range"), ("scam", 3, "wrong-type"),
        ("scam", "investment.moon-rocks", None), ("re", re, None), ("re", {"pub": "org.b"}, "missing"),
        ("re", re | {"bundle": "AB" * 16}, "unknown-name"), ("re", re | {"pub": "Org B"}, "unknown-name"),
        ("re", re | {"later": [{"a": 1}]}, None), ("later", {"a": [True, "}"]}, None), ("a-long-member-name", 1, None),
    ]:
        fault = reason and f"core.{name}/{reason}"
        rows.append((f"report with {name} {json.dumps(value)}", fault, segment, report | {name: value}, {}))
    rows += [
        ("retract", None, must, retract, {}), ("retract outside must", "core.type/not-in-must-segment", segment, retract, {}),
        ("retract without why", "core.why/missing", must, pad(retract, "why"), {}),
        ("retract for an unknown reason", "core.why/unknown-name", must, retract | {"why": "bored"}, {}),
        ("recycled without since", "core.since/missing", must, retract | {"why": "recycled"}, {}),
        ("recycled", None, must, retract | {"why": "recycled", "since": "2026-11-01"}, {}),
        ("object", None, must, retract | {"type": "object"}, {}),
        ("object without why", "core.why/missing", must, pad(retract, "why", type="object"), {}),
        ("outcome", None, segment, outcome, {}), ("outcome without act", "core.act/missing", segment, pad(outcome, "act"), {}),
        ("outcome of a newer version", None, segment, outcome | {"act": "verb-of-tomorrow"}, {}),
        ("core a list", "core/wrong-type", segment, [], {}), ("core not required", "core/not-required",
                                                              segment | {"coreRequired": False}, report, {}),
        ("kind no name", "kind/unknown-name", segment | {"kind": "URL"}, report, {}),
        ("kind of a newer version", None, segment | {"kind": "dns-txt"}, report, {}),
        ("marking unknown", "tlp/unknown-name", segment | {"tlp": "WHITE"}, report, {}),
    ]
    for name, value, reason in [
        ("value", "example.org/a", None), ("value", "", "out-of-range"), ("value", ["a"], "wrong-type"), ("note", "", None),
        ("note", 1, "wrong-type"), ("source", "hotline", None), ("source", {"a": 1}, None), ("source", True, "wrong-type"),
        ("impact", {"currency": "EUR", "minor": 100}, None), ("impact", 5, "wrong-type"), ("alt", [], None),
        ("alt", [alt], None), ("alt", [alt] * 17, "too-many"), ("alt", [pad(alt, "pop")], "missing"),
        ("alt", [alt | {"kind": "M B"}], "unknown-name"), ("alt", [alt | {"tag": "x"}], "not-a-tag"), ("alt", alt, "wrong-type"),
        ("ctx", {}, None), ("ctx", {"brand": "A", "cut": True, "labels": ["a", "b"], "later": {"x": [1]}}, None),
        ("ctx", {"labels": "a"}, "wrong-type"), ("ctx", {"labels": [1]}, "wrong-type"), ("ctx", {"cut": "yes"}, "wrong-type"),
        ("ctx", {"platform": 1}, "wrong-type"), ("ctx", [], "wrong-type"),
        ("rel", [{"kind": "btc", "tag": tag, "verb": "pays-to"}], None),
        ("rel", [{"kind": "btc", "tag": tag, "verb": "verb-of-tomorrow"}], None),
        ("rel", [{"kind": "btc", "tag": tag}], "missing"), ("rel", {}, "wrong-type"),
        ("locked", "A" * 123 + "A", None), ("locked", "A" * 40, "out-of-range"), ("locked", "A=" * 70, "out-of-range"),
        ("prev_tag", {"epoch": 7, "tag": tag}, None), ("prev_tag", {"epoch": 2**32, "tag": tag}, "out-of-range"),
        ("prev_tag", {"tag": tag}, "missing"), ("value_truncate_7", 7, None), ("column_of_tomorrow", [1], None),
    ]:
        rows.append((f"column {name} {json.dumps(value)[:60]}", reason and f"{name}/{reason}", segment, report, {name: value}))
    jcs = lambda value: json.dumps(value, separators=(",", ":"), sort_keys=True)
    return [{"name": name, "segment": frame, "created": "2026-11-21T00:00:00Z", "fault": fault,
             "cells": {"core": jcs(core)} | {column: jcs(value) for column, value in columns.items()}}
            for name, fault, frame, core, columns in rows]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    documents = {"decay.json": {"table": TABLE, "cases": decays()}, "states.json": {"cases": states()},
                 "digests.json": {"cases": digests()}, "rows.json": {"cases": row_cases()}}
    for name, document in documents.items():
        lines = [json.dumps(case, sort_keys=True) for case in document.pop("cases")]
        head = json.dumps(document, sort_keys=True)[1:-1]
        body = ",\n".join(lines)
        (OUT / name).write_text("{" + (head + ",\n" if head else "") + '"cases":[\n' + body + "\n]}\n")


if __name__ == "__main__":
    main()
