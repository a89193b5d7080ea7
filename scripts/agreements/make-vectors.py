#!/usr/bin/env python3
"""Writes Tests/Vectors/agreement: agreements, decisions with the record that is expected, documents that are refused.

    scripts/agreements/make-vectors.py Tests/Vectors/agreement [--check]

The records come from oracle.py, which shares no code with the engine; what the documents break is stated here by hand.
"""
import copy
import itertools
import json
import pathlib
import sys

import oracle
import documents

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOW = "2026-12-01T12:00:00Z"
VALUE_COLUMNS = ["core", "ctx", "impact", "impact_bucket_1000", "note", "note_presence", "rel", "source", "value", "value_truncate_7"]
PLATFORM, VENDOR, POLICE = "platform.example", "vendor.example", "police.example"


def example(name):
    return json.loads((ROOT / "agreements-example" / f"{name}.json").read_text())


class Vectors:
    """Agreements by name, and decisions by topic."""

    def __init__(self):
        self.agreements = {name: example(name) for name in ("bilateral", "task-force", "hub")}
        self.topics = {}

    def agreement(self, name, of, change):
        document = copy.deepcopy(self.agreements[of])
        change(document)
        self.agreements[name] = document
        return name

    def add(self, topic, name, under, stage="send", to=VENDOR, classes=None, sender=PLATFORM, **more):
        document = self.agreements.get(under)
        given = {
            "v": 1, "type": "decision-input", "stage": stage, "time": NOW,
            "actor": {"member": sender, "name": "p-17", "role": "analyst"}, "from": sender, "to": to,
            "authenticated": sorted({sender, to}), "group": document["groups"][0] if document else "", "registry": 7,
            "agreement": oracle.digest(oracle.canonical(document)) if document else "",
            "standing": {
                "signed": [party["id"] for party in document["parties"]] if document else [],
                "activated": "2026-06-15T00:00:00Z", "suspended": []},
            "vocab": {side: document["vocab"] if document else example("hub")["vocab"] for side in ("ours", "theirs")},
            "purpose": "scam.prevention", "justified": False, "case_ref": "", "emergency": False, "approvals": [], "counts": {},
            "witnessed": True, "ledger": True, "items": ["9f86d081884c7d65"], "classes": [row()] if classes is None else classes,
        }
        for member, value in more.items():
            given[member] = value
        record = oracle.decide(given, document)
        case = {"name": name, "input": given, "record": record}
        if document:
            case["agreement"] = under
        cases = self.topics.setdefault(topic, [])
        assert all(other["name"] != name for other in cases), name
        cases.append(case)
        return record


def row(kind="url", **more):
    found = {
        "kind": kind, "type": "report", "act": "", "tlp": "AMBER", "pap": "", "subject": "suspect", "conf": 80, "sources": 1,
        "age": 3, "rows": 10, "columns": list(VALUE_COLUMNS)}
    found.update(more)
    return found


def rule_of(document, name):
    return next(rule for rule in document["rules"] if rule["id"] == name)


def a_rule(name, **more):
    found = {
        "id": name, "clause": "9", "effect": "allow", "stages": ["send"], "from": ["*"], "to": ["*"], "types": ["*"], "when": {},
        "fields": {"core": "clear", "value": "clear"}, "duties": []}
    found.update(more)
    return found


def preconditions(vectors):
    """Every failure before the rules, at each stage, and the order in which they are reported."""
    add, topic = vectors.add, "preconditions"
    add(topic, "no agreement", None)
    add(topic, "no agreement, rows are held", None, stage="retain", classes=[row(held_since="2026-10-01T00:00:00Z")])
    add(topic, "another agreement than the one named", "bilateral", agreement="00" * 32)
    standing = {"signed": [PLATFORM], "activated": "2026-06-15T00:00:00Z", "suspended": []}
    add(topic, "one party has not signed", "bilateral", standing=standing)
    add(topic, "nobody has signed", "task-force", standing=dict(standing, signed=[]))
    signed = dict(standing, signed=[VENDOR, PLATFORM])
    add(topic, "the order of signers does not matter", "bilateral", standing=signed)
    add(topic, "never activated", "bilateral", standing=dict(signed, activated=""))
    rest = [{"by": VENDOR, "since": "2026-12-01T12:00:00Z"}]
    add(topic, "suspended at this second", "bilateral", standing=dict(signed, suspended=rest))
    add(topic, "suspended from the next second on", "bilateral", standing=dict(signed, suspended=[dict(rest[0], since="2026-12-01T12:00:01Z")]))
    add(topic, "suspended by both", "bilateral", standing=dict(signed, suspended=rest + [dict(rest[0], by=PLATFORM)]))
    add(topic, "sender is no party", "bilateral", sender=POLICE)
    add(topic, "recipient is no party", "bilateral", to=POLICE)
    add(topic, "recipient was not authenticated", "bilateral", authenticated=[PLATFORM])
    add(topic, "nobody was authenticated", "bilateral", authenticated=[])
    add(topic, "another group", "bilateral", group="harbour")
    add(topic, "no group", "bilateral", group="")
    for side, name in itertools.product(("ours", "theirs"), ("schema", "labels", "reasons")):
        vocab = copy.deepcopy({which: vectors.agreements["bilateral"]["vocab"] for which in ("ours", "theirs")})
        vocab[side][name] = "11" * 32
        add(topic, f"other {name} on side {side}", "bilateral", vocab=vocab)
    add(topic, "the log takes no entries", "bilateral", ledger=False)
    add(topic, "a purpose nobody defined", "bilateral", purpose="marketing")
    add(topic, "no purpose", "bilateral", purpose="")
    add(topic, "a question without justification", "bilateral", stage="query")
    add(topic, "a question with justification", "bilateral", stage="query", justified=True)
    add(topic, "an emergency without justification", "task-force", to=POLICE, emergency=True, classes=[row("phone")])
    add(topic, "finished bytes differ", "bilateral", egress={"match": False, "fields": [{"column": "note", "found": "clear"}]})
    add(topic, "finished bytes agree", "bilateral", egress={"match": True, "fields": [{"column": "value", "found": "clear"}]})
    add(topic, "nothing to decide", "bilateral", classes=[])
    add(topic, "nothing to decide and no agreement", None, classes=[])
    # the order: each case has every later fault as well
    faults = [
        {"standing": dict(signed, signed=[])}, {"standing": dict(signed, activated="")},
        {"standing": dict(signed, suspended=rest)}, {"to": POLICE}, {"vocab": {"ours": vectors.agreements["hub"]["vocab"], "theirs": dict(
            vectors.agreements["hub"]["vocab"], labels="22" * 32)}}, {"ledger": False},
        {"egress": {"match": False, "fields": []}}, {"purpose": "marketing"},
    ]
    for first in range(len(faults)):
        together = {}
        for fault in reversed(faults[first:]):
            together.update(fault)
        add(topic, f"order {first}", "bilateral", **together)
    for stage in ("publish", "receive", "query", "onward", "export", "retain"):
        rows = [row(held_since="2026-11-01T00:00:00Z")]
        add(topic, f"suspended at stage {stage}", "bilateral", stage=stage, classes=rows, standing=dict(signed, suspended=rest))


def times(vectors):
    """The second before, at and after every boundary."""
    add, topic = vectors.add, "boundaries"
    boundaries = {"begins": "2026-06-01T00:00:00Z", "activated": "2026-06-15T00:00:00Z", "ends": "2027-06-01T00:00:00Z"}
    for (name, moment), step in itertools.product(boundaries.items(), (-1, 0, 1)):
        time = oracle.text_of(oracle.parse_time(moment) + oracle.datetime.timedelta(seconds=step))
        standing = {"signed": [PLATFORM, VENDOR], "activated": boundaries["activated"], "suspended": []}
        if name == "begins":
            standing["activated"] = "2026-05-01T00:00:00Z"
        add(topic, f"{name} {step:+}", "bilateral", time=time, standing=standing)
    for moment, name in (("2027-05-01T00:00:00Z", "task force ends"), ("2027-04-01T00:00:00Z", "sender's basis lapses")):
        for step in (-1, 0, 1):
            time = oracle.text_of(oracle.parse_time(moment) + oracle.datetime.timedelta(seconds=step))
            add(topic, f"{name} {step:+}", "task-force", time=time)
    for step in (-1, 0, 1):
        time = oracle.text_of(oracle.parse_time("2027-03-01T00:00:00Z") + oracle.datetime.timedelta(seconds=step))
        case = {"to": POLICE, "classes": [row("phone"), row()], "case_ref": "H-1"}
        add(topic, f"recipient's basis lapses, sending {step:+}", "task-force", time=time, **case)
        add(topic, f"recipient's basis lapses, taking in {step:+}", "task-force", time=time, stage="receive", **case)
        add(topic, f"recipient's basis lapses, keeping {step:+}", "task-force", time=time, stage="retain", to=POLICE,
            classes=[row("phone", held_since="2026-12-01T00:00:00Z"), row(held_since="2024-01-01T00:00:00Z")])
    for age in (29, 30, 31):
        add(topic, f"age of {age} days", "task-force", stage="query", justified=True, classes=[row(age=age)])
    for count in (99, 100, 101):
        add(topic, f"act number {count + 1} of the hour", "task-force", stage="query", to=POLICE, justified=True, case_ref="H-1",
            counts={"PT1H": count})
    for days, step in itertools.product((180,), (-1, 0, 1)):
        since = oracle.parse_time(NOW) - oracle.datetime.timedelta(days=days, seconds=step)
        add(topic, f"kept for {days} days {step:+}", "task-force", stage="retain", classes=[row(held_since=oracle.text_of(since))])
    vectors.agreement("leap", "bilateral", lambda d: d["retention"].update(entries=[
        {"types": ["*"], "holders": ["*"], "default": "P1M", "max": "P1Y"}]))
    for since in ("2026-10-31T12:00:00Z", "2026-11-01T12:00:00Z", "2026-11-01T12:00:01Z", "2026-08-31T00:00:00Z"):
        add(topic, f"a month from {since}", "leap", stage="retain", classes=[row(held_since=since)])
    for time in ("2026-07-31T12:00:00Z", "2027-01-30T00:00:00Z", "2027-01-31T23:59:59Z", "2026-12-31T00:00:00Z"):
        add(topic, f"a month from {time} on", "leap", time=time, stage="export", to=PLATFORM)


def harbour(vectors):
    """The worked example: platform, vendor and police."""
    add, topic = vectors.add, "harbour"
    kinds = ["url", "phone", "acct", "handle", "btc", "iban", "email"]
    for to, kind in itertools.product((VENDOR, POLICE), kinds):
        add(topic, f"{kind} to {to}", "task-force", to=to, classes=[row(kind)])
        add(topic, f"{kind} to {to} with a case", "task-force", to=to, classes=[row(kind, sources=2)], case_ref="HARBOUR-2026-01")
    for to, subject in itertools.product((VENDOR, POLICE), oracle.SUBJECTS):
        add(topic, f"{subject} to {to}", "task-force", to=to, case_ref="H-1", classes=[row("url", subject=subject), row("phone", subject=subject)])
    for tlp in oracle.TLP:
        add(topic, f"marked {tlp}", "task-force", classes=[row(tlp=tlp)])
    for sources in (0, 1, 2, 3):
        add(topic, f"wallet of {sources} owners", "task-force", classes=[row("evm", sources=sources)])
    officer = {"member": PLATFORM, "name": "p-3", "role": "officer"}
    bank = {"to": POLICE, "classes": [row("iban", tlp="RED")], "case_ref": "H-2", "purpose": "criminal.investigation", "actor": officer}
    approvals = [
        {"by": name, "role": role, "time": time, "sig": "c2ln"} for name, role, time in
        (("p-1", "officer", "2026-12-01T11:00:00Z"), ("p-2", "officer", "2026-12-01T12:00:00Z"), ("p-1", "officer", "2026-12-01T11:30:00Z"),
         ("p-4", "analyst", "2026-12-01T11:00:00Z"), ("p-5", "officer", "2026-12-01T12:00:01Z"))]
    for name, chosen in (("none", []), ("one", [0]), ("two", [0, 1]), ("one twice", [0, 2]), ("one of another role", [0, 3]), ("one too late", [0, 4])):
        add(topic, f"bank account, approvals: {name}", "task-force", **bank, approvals=[approvals[i] for i in chosen])
    add(topic, "bank account by an analyst", "task-force", **dict(bank, actor=dict(officer, role="analyst")))
    add(topic, "bank account for another purpose", "task-force", **dict(bank, purpose="scam.prevention"))
    add(topic, "bank account without witnesses", "task-force", **bank, witnessed=False)
    danger = {"to": POLICE, "emergency": True, "justified": True}
    add(topic, "danger to life, no case", "task-force", **danger, classes=[row("phone", subject="victim")])
    add(topic, "danger to life, with a case", "task-force", **danger, case_ref="H-3", classes=[row("phone"), row("acct"), row("url")])
    add(topic, "an emergency that no rule speaks of", "task-force", **danger, classes=[row("iban")])
    add(topic, "danger to life, taken in", "task-force", stage="receive", **danger, classes=[row("phone", subject="victim", columns=["core", "value"]), row("url")])
    for member in (POLICE, VENDOR):
        add(topic, f"{member} publishes", "task-force", stage="publish", sender=member, to=member, classes=[
            row(), row("iban", type="outcome", act="funds-frozen"), row(type="outcome", act="under-investigation"), row(type="outcome", act="do-not-act")])
    for sender, to, classes in (
            (VENDOR, PLATFORM, [row(), row(type="outcome", act="url-taken-down")]),
            (VENDOR, POLICE, [row()]), (POLICE, PLATFORM, [row(no_onward=True), row()])):
        add(topic, f"{sender} passes on to {to}", "task-force", stage="onward", sender=sender, to=to, classes=classes)
    add(topic, "onward above the ceiling", "task-force", stage="onward", sender=POLICE, to=PLATFORM, classes=[row(tlp="AMBER+STRICT"), row(tlp="AMBER")])
    add(topic, "onward to a country that is excluded", "task-force", stage="onward", sender=POLICE)
    for act in ("funds-frozen", "under-investigation", "do-not-act"):
        add(topic, f"outcome {act} from the police", "task-force", sender=POLICE, to=PLATFORM, classes=[row("iban", type="outcome", act=act)])
    add(topic, "a hold at an export", "task-force", stage="export", to=PLATFORM, classes=[row(hold=True), row()])
    add(topic, "RED at an export", "task-force", stage="export", to=PLATFORM, classes=[row(tlp="RED"), row(tlp="AMBER+STRICT")])
    old = "2024-01-01T00:00:00Z"
    add(topic, "kept too long under a hold", "task-force", stage="retain", classes=[row(held_since=old, hold=True), row(held_since=old)])
    add(topic, "erased rows", "task-force", classes=[row(erased=True)])
    add(topic, "erased rows that are kept", "task-force", stage="retain", classes=[row(erased=True, held_since=NOW)])
    add(topic, "kept since nobody knows when", "task-force", stage="retain", classes=[row()])
    suspended = {"signed": [PLATFORM, VENDOR, POLICE], "activated": "2026-06-15T00:00:00Z", "suspended": [{"by": POLICE, "since": "2026-11-01T00:00:00Z"}]}
    add(topic, "kept while suspended", "task-force", stage="retain", standing=suspended, classes=[
        row(held_since=NOW), row(held_since=old), row(held_since=old, hold=True), row(held_since=NOW, erased=True), row(kind="URL", held_since=old)])
    vectors.agreement("purging", "task-force", lambda d: d["task_force"].update(purge_at_end=True))
    for time in ("2027-04-30T23:59:59Z", "2027-05-01T00:00:00Z"):
        add(topic, f"kept at the end of a task force that purges, {time}", "purging", time=time, stage="retain", classes=[
            row(held_since="2027-01-01T00:00:00Z"), row(held_since="2027-01-01T00:00:00Z", hold=True)])
    add(topic, "publishing all sorts", "task-force", stage="publish", to=PLATFORM, classes=[
        row(), row("phone", subject="victim"), row(tlp="RED"), row("iban", type="retract", must=True)],
        scrub={"method": "url-personal-data", "version": 1, "removed": 4})
    add(topic, "questions of the vendor", "task-force", stage="query", justified=True, classes=[
        row(), row(conf=59), row(conf=60), row(pap="AMBER"), row(pap="RED"), row(subject="victim"), row("sol", columns=["core", "value"])])
    add(topic, "questions of the police", "task-force", stage="query", to=POLICE, justified=True, case_ref="H-9", counts={"PT1H": 0},
        classes=[row("phone"), row("acct"), row(subject="bystander")])
    add(topic, "questions that nobody counted", "task-force", stage="query", to=POLICE, justified=True, case_ref="H-9")


def treatments(vectors):
    """Every pair of treatments: the stricter counts, whatever the order; what a bundle can show of it."""
    add, topic = vectors.add, "treatments"
    ladder = ["clear", "keyed", "truncate:7", "truncate:3", "bucket:10", "bucket:1000", "presence", "withhold"]
    for left, right in itertools.combinations_with_replacement(ladder, 2):
        name = f"pair-{left.replace(':', '-')}-{right.replace(':', '-')}"

        def change(document, left=left, right=right):
            document["rules"] = [
                a_rule("a", stages=["send", "query"], fields={"core": "clear", "value": left, "impact": right}),
                a_rule("b", stages=["send", "query"], fields={"core": "clear", "value": right, "impact": left})]
        vectors.agreement(name, "bilateral", change)
        add(topic, name, name, classes=[row(columns=VALUE_COLUMNS + ["value_truncate_3", "value_bucket_10", "impact_presence"])])
        if left != right:
            add(topic, f"{name} at a question", name, stage="query", justified=True, classes=[row(columns=["core", "impact", "value"])])
    for name, fields in {
            "any column": [{"*": "clear"}], "named beside any": [{"*": "presence", "core": "clear", "value": "clear"}],
            "any in one rule, named in another": [{"*": "withhold"}, {"core": "clear", "value": "clear"}],
            "core keyed": [{"core": "keyed", "value": "clear"}], "core withheld by a second rule": [{"*": "clear"}, {"core": "withhold"}],
            "core unnamed": [{"value": "clear"}], "core reduced": [{"core": "presence"}]}.items():
        slug = "fields-" + name.replace(",", "").replace(" ", "-")
        vectors.agreement(slug, "bilateral", lambda d, f=fields: d.update(rules=[
            a_rule(f"r{i}", stages=["send", "query"], fields=fs) for i, fs in enumerate(f)]))
        add(topic, name, slug, classes=[row(), row(subject="victim")])
        add(topic, name + " at a question", slug, stage="query", justified=True, classes=[row(), row(subject="victim")])
    add(topic, "a reduced form that nobody signed", "task-force", classes=[row("btc", sources=2, columns=["core", "impact", "value"])])
    add(topic, "a reduced form that was signed", "task-force", classes=[row("btc", sources=2, columns=["core", "impact", "impact_bucket_1000", "value"])])
    for stage in ("send", "receive", "onward"):
        add(topic, f"a reduced form without its base at {stage}", "task-force", stage=stage, classes=[
            row("btc", sources=2, columns=["core", "impact_bucket_1000", "value"]), row("btc", sources=2, columns=["core", "impact_bucket_100"])])
        asked = vectors.agreement(f"asked-{stage}", "bilateral", lambda d, s=stage: d.update(rules=[
            a_rule("asked", stages=[s], types=["url"], duties=["approve:2:officer"], fields={"core": "clear", "value": "truncate:7"})]))
        add(topic, f"approvals at {stage}", asked, stage=stage, classes=[row(columns=["core", "value_truncate_7"])])
    add(topic, "only another reduced form was signed", "task-force", classes=[row("btc", sources=2, columns=["core", "impact", "impact_bucket_100", "value"])])
    add(topic, "a column without core", "task-force", classes=[row(columns=["value"])])

    def protected(document):
        document["rules"] = [
            a_rule("names-victims", when={"subject_in": ["victim"]}), a_rule("names-nobody", types=["phone"]),
            a_rule("names-bystanders", when={"subject_in": ["bystander"]}, fields={"core": "clear", "value": "keyed"})]
    vectors.agreement("protected", "bilateral", protected)
    add(topic, "people who are protected", "protected", classes=[
        row(kind, subject=subject) for kind in ("url", "phone") for subject in ("victim", "bystander", "unknown")])


def rules(vectors):
    """Matching: denies, permutations, selectors, nearest rules, conditions one by one."""
    add, topic = vectors.add, "rules"
    three = [
        a_rule("b-wide"), a_rule("a-narrow", types=["url"], fields={"core": "clear", "value": "keyed", "note": "clear"}, duties=["feedback:P14D", "retain:P30D"]),
        a_rule("c-deny", effect="deny", types=["phone"], fields={}), a_rule("d-approve", types=["iban"], duties=["approve:1:officer", "approve:2:officer", "approve:1:lead"])]
    for number, order in enumerate(itertools.permutations(range(4))):
        name = vectors.agreement(f"order-{number}", "bilateral", lambda d, o=order: d.update(rules=[three[i] for i in o]))
        add(topic, f"rules in order {order}", name, classes=[row(), row("phone"), row("iban"), row("btc")])
    conditions = {
        "tlp_max": ({"tlp_max": "GREEN"}, {}), "pap_max": ({"pap_max": "GREEN"}, {"classes": [row(pap="AMBER"), row(pap="GREEN"), row(pap="")]}),
        "purpose_in": ({"purpose_in": ["victim.protection"]}, {}), "subject_in": ({"subject_in": ["business"]}, {}),
        "confidence_min": ({"confidence_min": 81}, {}), "sources_min": ({"sources_min": 2}, {}), "age_max": ({"age_max": "P2D"}, {}),
        "age in weeks": ({"age_max": "P1W"}, {"classes": [row(age=7), row(age=8)]}),
        "country_in": ({"country_in": ["IE", "FR"]}, {}), "country_not_in": ({"country_not_in": ["GB"]}, {}),
        "recipient_class_in": ({"recipient_class_in": ["bank"]}, {}), "witnessed": ({"witnessed": True}, {"witnessed": False}),
        "case_ref": ({"case_ref": True}, {}), "role_in": ({"role_in": ["officer"]}, {}), "rate": ({"rate": {"count": 5, "window": "P1D"}}, {"counts": {"P1D": 5}}),
        "rate under it": ({"rate": {"count": 5, "window": "P1D"}}, {"counts": {"P1D": 4}}), "emergency": ({"emergency": True}, {}),
        "legal_in": ({"legal_in": ["ie-interests"]}, {}), "legal_in lapsed": ({"legal_in": ["gone"]}, {}), "legal_in pending": ({"legal_in": ["owed"]}, {}),
        "legal_in late": ({"legal_in": ["late"]}, {}), "legal_in of both sides": ({"legal_in": ["ie-interests", "gone"]}, {}),
        "legal_in any of one side": ({"legal_in": ["gb-interests", "ie-interests", "owed"]}, {}),
        "legal_in for another class": ({"legal_in": ["police-only"]}, {})}
    extra = [
        ("gone", "receive", "2026-06-01T00:00:00Z", "2026-12-01T12:00:00Z", "not-needed", ["*"]), ("owed", "send", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", "pending", ["*"]),
        ("late", "send", "2026-12-01T12:00:01Z", "2027-01-01T00:00:00Z", "not-needed", ["*"]), ("police-only", "send", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", "not-needed", ["law-enforcement"])]
    bases = [
        {"ref": ref, "country": "IE", "citation": "an instrument", "direction": direction, "recipient_classes": classes, "from": start,
         "until": until, "conditions": [], "dpia": dpia, "lia": "not-needed", "offence_data": False, "transfer": ""}
        for ref, direction, start, until, dpia, classes in extra]
    for name, (when, more) in conditions.items():
        for effect in ("allow", "deny"):
            def change(document, when=when, effect=effect):
                own = a_rule("r", when=when, effect=effect, **({"fields": {}} if effect == "deny" else {}))
                document["rules"] = [own] + ([a_rule("open")] if effect == "deny" else [])
                document["legal"] = document["legal"] + bases
            slug = vectors.agreement(f"when-{name.replace(' ', '-')}-{effect}", "bilateral", change)
            add(topic, f"{effect} by {name}", slug, **more)
    vectors.agreement("pending", "bilateral", lambda d: d.update(legal=[bases[1]]))
    add(topic, "an assessment is owed", "pending")
    vectors.agreement("lapsed", "bilateral", lambda d: d.update(legal=[bases[0]]))
    add(topic, "no basis for sending", "lapsed")
    add(topic, "the basis for taking in has lapsed", "lapsed", stage="receive")
    add(topic, "the basis for keeping has lapsed", "lapsed", stage="retain", classes=[row(held_since=NOW), row(held_since="2026-01-01T00:00:00Z")])
    vectors.agreement("elsewhere", "bilateral", lambda d: d.update(legal=[bases[3], bases[2]]))
    add(topic, "bases for others and for later", "elsewhere")
    vectors.agreement("justify", "bilateral", lambda d: d.update(rules=[a_rule("r", duties=["justify"]), a_rule("q", duties=["justify", "no_onward"])]))
    add(topic, "a duty to justify, not met", "justify")
    add(topic, "a duty to justify, met", "justify", justified=True)
    vectors.agreement("nearest", "bilateral", lambda d: d.update(rules=[
        a_rule("z", when={"confidence_min": 90}), a_rule("y", when={"confidence_min": 90, "sources_min": 9}), a_rule("x", to=[PLATFORM]),
        a_rule("k", when={"sources_min": 9})]))
    add(topic, "the nearest rule", "nearest", classes=[row(), row(sources=9), row(conf=95, sources=1), row(sources=8, conf=89)])
    add(topic, "the nearest rule the other way", "nearest", sender=VENDOR, to=PLATFORM)
    vectors.agreement("only-denies", "bilateral", lambda d: d.update(rules=[a_rule("n", effect="deny", fields={}, types=["btc"])]))
    add(topic, "nothing allows", "only-denies", classes=[row(), row("btc")])
    add(topic, "rows of must segments", "only-denies", classes=[row(type="retract", must=True), row("btc", type="object", must=True), row(tlp="PURPLE", type="retract", must=True, columns=["core", "value"])])
    add(topic, "rows of must segments taken in", "bilateral", stage="receive", classes=[row(type="retract", must=True), row("phone", type="retract", must=True, subject="victim"), row(type="retract", must=True, erased=True)])
    add(topic, "rows of must segments passed on", "bilateral", stage="onward", classes=[row(type="retract", must=True)])
    for sender, to in itertools.permutations(["hub.example", "bank.example", "telecom.example", "platform.example"], 2):
        add("hub", f"{sender} to {to}", "hub", sender=sender, to=to, classes=[
            row(tlp="GREEN"), row("phone", tlp="CLEAR"), row(tlp="AMBER"), row(tlp="CLEAR", subject="victim"), row("iban", tlp="GREEN", type="outcome", act="funds-frozen")])
    add("hub", "a purpose that is a case of another", "hub", sender="bank.example", to="telecom.example", purpose="scam.blocking", classes=[row(tlp="GREEN")])
    add("hub", "figures for those who see no numbers", "hub", stage="query", sender="bank.example", to="hub.example", purpose="research.aggregate", justified=True,
        classes=[row("phone", tlp="CLEAR"), row("phone", tlp="GREEN"), row(tlp="CLEAR")])
    add("hub", "figures", "hub", stage="query", sender="hub.example", to="bank.example", purpose="research.aggregate", justified=True, classes=[row("phone", tlp="CLEAR"), row("phone", tlp="GREEN")])


def words(vectors):
    """Words that look like others, and rows that break the schema."""
    add, topic = vectors.add, "words"
    lookalikes = {
        "kind": ["", "URL", "url ", "ur\u006c\u0301", "\uff55rl", "u\u200brl", "x" * 33, "no-such-kind"], "type": ["", "Report", "repor\u0442", "report\n", "sighting"],
        "act": ["funds-frozen", "\u212a", "x"], "tlp": ["", "amber", "\u0410MBER", "AMBER STRICT", "AMBER+STRICT", "TLP:AMBER", "PURPLE", "AMBER\u0301"],
        "pap": ["WHITE", "RED", "AMBER ", "\uff32ED"], "subject": ["", "Victim", "v\u0456ctim", "victim", "suspect\u200d", "witness"], "conf": [100, 101]}
    for member, values in lookalikes.items():
        for number, value in enumerate(values):
            add(topic, f"{member} {number}", "task-force", classes=[row(**{member: value})])
    for number, act in enumerate(("", "under-investigation", "do-not-act", "Funds-frozen", "funds_frozen", "funds-\u200bfrozen", "\u0441losed")):
        add(topic, f"outcome {number}", "task-force", sender=POLICE, to=PLATFORM, classes=[row(type="outcome", act=act)])
    for number, purpose in enumerate(("scam.prevention\u0301", "scam\u2024prevention", "Scam.prevention", "scam.pr\u0435vention", "scam.prevention ")):
        add(topic, f"purpose {number}", "task-force", purpose=purpose)
    vectors.agreement("capitals", "bilateral", lambda d: d.update(
        purposes=[{"code": "KYC", "parent": "", "text": "knowing customers", "dpv": ""}], rules=[a_rule("r", when={"purpose_in": ["KYC"]})]))
    for number, purpose in enumerate(("KYC", "kyc", "\u212aYC", "\uff2bYC")):
        add(topic, f"purpose in capitals {number}", "capitals", purpose=purpose)
    for number, reference in enumerate((" ", "\u200b", "caf\u00e9", "cafe\u0301", "\U0001f6a8")):
        add(topic, f"case reference {number}", "task-force", to=POLICE, case_ref=reference, classes=[row("phone")])
    several = [row(kind="\uff55rl"), row(), row(tlp="PURPLE", pap="X", subject="Y", conf=200)]
    add(topic, "several faults", "task-force", classes=several)
    add(topic, "no rows in a class", "task-force", classes=[row(rows=0)])
    add(topic, "many rows", "task-force", classes=[row(rows=2**52), row("phone", rows=1)])


def lines(value):
    """JSON with one entry a line."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(oracle.canonical(entry).decode() for entry in value) + "\n]\n"
    entries = (f"{json.dumps(name)}:{oracle.canonical(entry).decode()}" for name, entry in sorted(value.items()))
    return "{\n" + ",\n".join(entries) + "\n}\n"


def write(path, value, is_check):
    data = lines(value).encode()
    if is_check:
        return [] if path.exists() and path.read_bytes() == data else [str(path.name)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return []


def main(folder, is_check):
    vectors = Vectors()
    for topic in (preconditions, times, harbour, treatments, rules, words):
        topic(vectors)
    seen = {case["record"]["reason"] for cases in vectors.topics.values() for case in cases}
    seen |= {answer["reason"] for cases in vectors.topics.values() for case in cases for answer in case["record"]["classes"]}
    missing = sorted(set(oracle.MEANING) - seen)
    differing = write(folder / "agreements.json", vectors.agreements, is_check)
    for topic, cases in vectors.topics.items():
        differing += write(folder / f"decisions-{topic}.json", cases, is_check)
    differing += write(folder / "documents.json", documents.refused(vectors.agreements["task-force"]), is_check)
    print(f"{sum(map(len, vectors.topics.values()))} decisions, {len(vectors.agreements)} agreements; reasons missing: {missing}")
    for name in differing:
        print(f"{name} is not what this writes", file=sys.stderr)
    return 1 if missing or differing else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), "--check" in sys.argv))
