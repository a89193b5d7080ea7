"""Documents that must be refused, with the reason and place that must be named."""
import json

import oracle


def refused(document):
    """What to put in the place of the member at a path of the good document; without a value the member is taken out."""
    rule = document["rules"][1]
    cases = [
        ("an unknown member", ["colour"], "red", "wrongMembers", "colour"),
        ("an unknown member that is no name", ["\u0456d"], "x", "wrongMembers", "a member"),
        ("an unknown member of a rule", ["rules", 1, "unless"], {}, "wrongMembers", "rules[1].unless"),
        ("an unknown condition", ["rules", 1, "when", "moon"], "full", "wrongMembers", "rules[1].when.moon"),
        ("an unknown member of a party", ["parties", 0, "phone"], "1", "wrongMembers", "parties[0].phone"),
        ("a missing member", ["retention"], ..., "wrongMembers", "retention"),
        ("a missing member of a rule", ["rules", 0, "clause"], ..., "wrongMembers", "rules[0].clause"),
        ("another type", ["type"], "six-agreement", "wrongVersion", "type"),
        ("another version of the format", ["v"], 2, "wrongVersion", "v"),
        ("version 0", ["version"], 0, "outOfRange", "version"),
        ("a version as text", ["version"], "1", "wrongType", "version"),
        ("a predecessor of version 1", ["supersedes"], "00" * 32, "supersedes", "supersedes"),
        ("no predecessor of version 2", ["version"], 2, "supersedes", "supersedes"),
        ("a name with a Cyrillic letter", ["id"], "h\u0430rbour", "notAName", "id"),
        ("a name with a full-width letter", ["rules", 1, "id"], "\uff55rls", "notAName", "rules[1].id"),
        ("a name with a combining mark", ["rules", 1, "id"], "urls\u0301", "notAName", "rules[1].id"),
        ("a name that is too long", ["rules", 1, "id"], "x" * 65, "notAName", "rules[1].id"),
        ("a title that turns the direction", ["title"], "abc \u202e def", "notAText", "title"),
        ("a title with an invisible character", ["title"], "Har\u200bbour", "notAText", "title"),
        ("a title with a line feed", ["title"], "a\nb", "notAText", "title"),
        ("an empty title", ["title"], "", "notAText", "title"),
        ("a title that is too long", ["title"], "x" * 257, "notAText", "title"),
        ("a mode nobody knows", ["mode"], "ring", "notAChoice", "mode"),
        ("a task force without its terms", ["task_force"], ..., "taskForce", "task_force"),
        ("a bilateral agreement of three", ["mode"], "bilateral", "taskForce", "task_force"),
        ("one party", ["parties"], document["parties"][:1], "partyCount", "parties"),
        ("a party twice", ["parties", 1], document["parties"][0], "duplicate", "parties"),
        ("a class that may not sign", ["parties", 0, "class"], "witness", "notAChoice", "parties[0].class"),
        ("a country in lower case", ["parties", 0, "country"], "ie", "notACountry", "parties[0].country"),
        ("a country of look-alike letters", ["parties", 0, "country"], "\u0406E", "notACountry", "parties[0].country"),
        ("a key of another party", ["parties", 0, "keys", "agree"], document["parties"][1]["keys"]["agree"], "keyName", "parties[0].keys.agree"),
        ("a key that is none", ["parties", 0, "keys", "agree"], "platform.example/agree+00000000+AQ==", "notAKey", "parties[0].keys.agree"),
        ("an end before the beginning", ["valid", "until"], "2026-06-01T00:00:00Z", "window", "valid.until"),
        ("no such day", ["valid", "until"], "2027-02-29T00:00:00Z", "notATime", "valid.until"),
        ("a time with an offset", ["valid", "until"], "2027-06-01T00:00:00+00:00", "notATime", "valid.until"),
        ("suspended by a stranger", ["valid", "suspended_by"], ["other.example"], "unknownName", "valid.suspended_by"),
        ("a basis twice", ["legal", 1, "ref"], "ie-gdpr", "duplicate", "legal"),
        ("a basis that ends before it begins", ["legal", 0, "until"], "2026-01-01T00:00:00Z", "window", "legal[0].until"),
        ("an assessment that is neither", ["legal", 0, "dpia"], "done", "notHex", "legal[0].dpia"),
        ("a direction nobody knows", ["legal", 0, "direction"], "out", "notAChoice", "legal[0].direction"),
        ("no rule", ["rules"], [], "tooFew", "rules"),
        ("a rule twice", ["rules", 2, "id"], "urls", "duplicate", "rules"),
        ("an effect nobody knows", ["rules", 1, "effect"], "maybe", "notAChoice", "rules[1].effect"),
        ("a stage nobody knows", ["rules", 1, "stages"], ["send", "shout"], "notAChoice", "rules[1].stages[1]"),
        ("a stage twice", ["rules", 1, "stages"], ["send", "send"], "duplicate", "rules[1].stages"),
        ("no stage", ["rules", 1, "stages"], [], "tooFew", "rules[1].stages"),
        ("from a stranger", ["rules", 1, "from"], ["other.example"], "unknownName", "rules[1].from"),
        ("to a class nobody knows", ["rules", 1, "to"], ["class:hub"], "notAName", "rules[1].to[0]"),
        ("a type in capitals", ["rules", 1, "types"], ["URL"], "notAName", "rules[1].types[0]"),
        ("a deny with fields", ["rules", 1, "effect"], "deny", "denyWithFields", "rules[1]"),
        ("a treatment nobody knows", ["rules", 1, "fields", "value"], "hash", "notAChoice", "rules[1].fields.value"),
        ("a truncation to nothing", ["rules", 1, "fields", "value"], "truncate:0", "notAChoice", "rules[1].fields.value"),
        ("a truncation with a leading zero", ["rules", 1, "fields", "value"], "truncate:07", "notAChoice", "rules[1].fields.value"),
        ("a truncation that is too long", ["rules", 1, "fields", "value"], "truncate:256", "notAChoice", "rules[1].fields.value"),
        ("a bucket of one", ["rules", 1, "fields", "value"], "bucket:1", "notAChoice", "rules[1].fields.value"),
        ("a reduced column as selector", ["rules", 1, "fields", "value_truncate_7"], "clear", "reducedColumn", "rules[1].fields.value_truncate_7"),
        ("a reduced form whose name is too long", ["rules", 1, "fields", "a" * 22], "truncate:7", "notAName", "rules[1].fields." + "a" * 22),
        ("a column in capitals", ["rules", 1, "fields", "Value"], "clear", "notAName", "rules[1].fields"),
        ("a label nobody knows", ["rules", 1, "when", "tlp_max"], "WHITE", "notAChoice", "rules[1].when.tlp_max"),
        ("a purpose nobody defined", ["rules", 1, "when", "purpose_in"], ["fun"], "unknownName", "rules[1].when.purpose_in"),
        ("a basis nobody defined", ["rules", 1, "when", "legal_in"], ["none"], "unknownName", "rules[1].when.legal_in"),
        ("an age in months", ["rules", 1, "when", "age_max"], "P1M", "notAPeriod", "rules[1].when.age_max"),
        ("a confidence over 100", ["rules", 1, "when", "confidence_min"], 101, "outOfRange", "rules[1].when.confidence_min"),
        ("a flag that is false", ["rules", 1, "when", "case_ref"], False, "wrongType", "rules[1].when.case_ref"),
        ("a duty nobody knows", ["rules", 1, "duties"], ["sing"], "notAChoice", "rules[1].duties[0]"),
        ("a duty with a period of nothing", ["rules", 1, "duties"], ["retain:P0D"], "notAChoice", "rules[1].duties[0]"),
        ("a duty with two units", ["rules", 1, "duties"], ["retain:P1Y6M"], "notAChoice", "rules[1].duties[0]"),
        ("a duty twice", ["rules", 1, "duties"], ["no_onward", "no_onward"], "duplicate", "rules[1].duties"),
        ("seventeen approvals", ["rules", 1, "duties"], ["approve:17:officer"], "notAChoice", "rules[1].duties[0]"),
        ("a stranger to be notified", ["rules", 1, "duties"], ["notify:other.example:PT1H"], "unknownName", "rules[1].duties"),
        ("an oral hold of 31 days", ["rights", "hold", "oral_max_days"], 31, "outOfRange", "rights.hold.oral_max_days"),
        ("a block below the warning", ["enforcement", "block"], 1, "window", "enforcement.block"),
        ("a public member that is none", ["public"], ["secrets"], "notAChoice", "public[0]"),
        ("a purpose that is its own parent", ["purposes"], [{"code": "a", "parent": "b", "text": "t", "dpv": ""}, {"code": "b", "parent": "a", "text": "t", "dpv": ""}], "duplicate", "purposes[0].parent"),
    ]
    found = []
    for name, path, value, reason, place in cases:
        case = {"name": name, "path": path, "reason": reason, "place": place}
        found.append(case if value is ... else dict(case, value=value))
    good = oracle.canonical(document).decode()
    assert all(text != good for _, text in raw(good))
    return found + [{"name": name, "text": text, "reason": "json", "place": "document"} for name, text in raw(good)]


def raw(good):
    """Faults of JSON itself."""
    yield "a name twice", good.replace('"v":1,', '"v":1,"v":1,')
    yield "a name twice, once escaped", good.replace('"v":1,', '"v":1,"\\u0076":1,')
    yield "a blank", good.replace('"v":1,', '"v": 1,')
    yield "members out of order", json.dumps(dict(reversed(json.loads(good).items())), ensure_ascii=False, separators=(",", ":"))
    yield "null", good.replace('"supersedes":""', '"supersedes":null')
    yield "a fraction", good.replace('"v":1,', '"v":1.0,')
    yield "a line feed behind", good + "\n"
    yield "nothing", ""
