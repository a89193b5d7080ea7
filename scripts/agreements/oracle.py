"""Decides by docs/spec/decision.md, an implementation of its own with nothing but the standard library.

It works on parsed JSON throughout and shares no structure with the engine: every condition is a row of a table.
"""
import calendar
import datetime
import hashlib
import json
import re

ENGINE = "tocsin-agreements/1"
TLP = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
PAP = ["CLEAR", "GREEN", "AMBER", "RED"]
SUBJECTS = ["suspect", "victim", "bystander", "business", "unknown"]
BUNDLE = {"publish", "send", "receive", "onward"}
GUARDED = {"do-not-act", "under-investigation"}
CEILING = {"onward": "AMBER", "export": "AMBER+STRICT"}
DEFAULT_PURPOSES = [
    "scam.prevention", "scam.detection", "scam.disruption", "victim.protection", "criminal.investigation", "research.aggregate",
]
MEANING = {
    "OK": "the rules allow it",
    "NO_AGREEMENT": "there is no agreement",
    "NOT_SIGNED": "not every party has signed the agreement",
    "NOT_ACTIVE": "the agreement is not active at this time",
    "SUSPENDED": "a party has suspended the agreement",
    "EXPIRED": "the agreement has ended",
    "PARTY_MISMATCH": "the members or the group are not those of the agreement",
    "VOCAB_MISMATCH": "the two sides do not use the words the agreement pins",
    "LEGAL_BASIS_LAPSED": "a legal basis has lapsed",
    "LEGAL_BASIS_MISSING": "no legal basis covers this direction and recipient",
    "DPIA_MISSING": "an impact assessment is still owed",
    "NO_RULE": "no rule speaks of it",
    "DENY_RULE": "a rule forbids it",
    "LABEL_TOO_HIGH": "the marking is higher than the rules allow",
    "PURPOSE_NOT_ALLOWED": "the purpose is not one the rules allow",
    "SUBJECT_CLASS_BLOCKED": "people of this class are protected",
    "COUNTRY_BLOCKED": "the recipient's country is not allowed",
    "CONFIDENCE_LOW": "the confidence is too low",
    "SOURCES_LOW": "too few owners corroborate it",
    "TOO_OLD": "it is too old",
    "APPROVAL_NEEDED": "officers have yet to approve it",
    "JUSTIFICATION_MISSING": "a justification is missing",
    "CASE_REF_MISSING": "a case reference is missing",
    "RATE_EXCEEDED": "the actor has reached the rate the rules allow",
    "ONWARD_FORBIDDEN": "it was received under a duty not to pass it on",
    "RETENTION_OVER": "its retention is over",
    "HOLD_ACTIVE": "a hold is in force",
    "ERASED": "it was erased",
    "EGRESS_MISMATCH": "the finished bytes are not what was decided",
    "UNWITNESSED": "the log's head lacks its witnesses",
    "LEDGER_UNAVAILABLE": "the audit log cannot take an entry",
    "SCHEMA_INVALID": "the rows break the schema",
    "BREAKGLASS": "an emergency was declared",
}
VERB = {
    "publish": "be published", "send": "be sent", "receive": "be taken in", "query": "be shown", "onward": "be passed on",
    "export": "be exported", "retain": "be kept",
}


def canonical(value):
    """RFC 8785 for the values that occur here: integers, booleans, strings; names are ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(data):
    return hashlib.sha256(data).hexdigest()


def parse_time(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def later(start, period):
    """The end of an ISO 8601 period; months and years by the calendar."""
    in_time, count, unit = re.fullmatch(r"P(T?)([1-9][0-9]{0,3})([MHDWY])", period).groups()
    count = int(count)
    if in_time:
        return start + datetime.timedelta(**{"minutes" if unit == "M" else "hours": count})
    if unit in "DW":
        return start + datetime.timedelta(days=count * (7 if unit == "W" else 1))
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def text_of(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def restriction(treatment):
    name, _, number = treatment.partition(":")
    rank = ["clear", "keyed", "truncate", "bucket", "presence", "withhold"].index(name)
    return rank, (-int(number) if name == "truncate" else int(number or 0))


def reduced_name(column, treatment):
    return column + "_" + treatment.replace(":", "_")


def is_reduced(column):
    return re.fullmatch(r".+_(truncate_[1-9][0-9]*|bucket_[1-9][0-9]*|presence)", column) is not None


def base_name(column):
    """The column that a reduced one was made of; any other stands for itself."""
    return re.sub(r"_(truncate_[1-9][0-9]*|bucket_[1-9][0-9]*|presence)$", "", column) if is_reduced(column) else column


class Case:
    """One input under one agreement."""

    def __init__(self, given, agreement):
        self.given = given
        self.agreement = agreement
        self.now = parse_time(given["time"])
        self.stage = given["stage"]
        self.parties = {party["id"]: party for party in agreement["parties"]} if agreement else {}
        self.sender = self.parties.get(given["from"])
        self.recipient = self.parties.get(given["to"])
        self.side = "receive" if self.stage in ("receive", "retain") else "send"
        if agreement:
            listed = agreement.get("purposes") or [{"code": code, "parent": ""} for code in DEFAULT_PURPOSES]
            parents = {purpose["code"]: purpose["parent"] for purpose in listed}
            self.purposes, code = [], given["purpose"]
            while code in parents:
                self.purposes.append(code)
                code = parents[code]

    # law

    def covers(self, basis):
        return basis["recipient_classes"] == ["*"] or self.recipient["class"] in basis["recipient_classes"]

    def in_window(self, basis):
        return parse_time(basis["from"]) <= self.now < parse_time(basis["until"])

    def holds(self, basis):
        return self.covers(basis) and self.in_window(basis) and "pending" not in (basis["dpia"], basis["lia"])

    def law_fault(self, bases):
        bases = [basis for basis in bases if self.covers(basis)]
        if any(self.holds(basis) for basis in bases):
            return None
        if any(self.in_window(basis) for basis in bases):
            return "DPIA_MISSING"
        return "LEGAL_BASIS_LAPSED" if any(parse_time(basis["until"]) <= self.now for basis in bases) else "LEGAL_BASIS_MISSING"

    def serving(self, side, bases=None):
        return [basis for basis in (self.agreement["legal"] if bases is None else bases) if basis["direction"] in (side, "both")]

    def refs_fault(self, refs):
        named = [basis for basis in self.agreement["legal"] if basis["ref"] in refs]
        sides = [side for side in ("send", "receive") if any(basis["direction"] == side for basis in named)]
        if not sides:
            return self.law_fault(named)
        return next((fault for fault in (self.law_fault(self.serving(side, named)) for side in sides) if fault), None)

    # what comes before the rules

    def precondition(self):
        given, agreement, standing = self.given, self.agreement, self.given["standing"]
        if agreement is None or digest(canonical(agreement)) != given["agreement"]:
            return "NO_AGREEMENT", ["agreement"]
        missing = [name for name in self.parties if name not in standing["signed"]]
        if missing:
            return "NOT_SIGNED", ["signature:" + name for name in missing]
        if standing["activated"] == "" or parse_time(standing["activated"]) > self.now:
            return "NOT_ACTIVE", ["activated"]
        if self.now < parse_time(agreement["valid"]["from"]):
            return "NOT_ACTIVE", ["valid.from"]
        if self.now >= parse_time(agreement["valid"]["until"]):
            return "EXPIRED", ["valid.until"]
        if "task_force" in agreement and self.now >= parse_time(agreement["task_force"]["ends"]):
            return "EXPIRED", ["task_force.ends"]
        resting = {rest["by"] for rest in standing["suspended"] if parse_time(rest["since"]) <= self.now}
        if resting:
            return "SUSPENDED", ["suspended:" + name for name in resting]
        faults = [role for role in ("from", "to") if given[role] not in self.parties]
        faults += ["authenticated:" + role for role in ("from", "to") if given[role] not in given["authenticated"]]
        faults += ["group"] if given["group"] and given["group"] not in agreement["groups"] else []
        if faults:
            return "PARTY_MISMATCH", faults
        faults = [
            f"vocab.{who}.{name}"
            for who in ("ours", "theirs") for name in ("schema", "labels", "reasons")
            if given["vocab"][who][name] != agreement["vocab"][name]
        ]
        if faults:
            return "VOCAB_MISMATCH", faults
        fault = self.law_fault(self.serving(self.side))
        if fault:
            return fault, ["legal:" + basis["ref"] for basis in self.serving(self.side) if self.covers(basis) and not self.holds(basis)]
        if not given["ledger"]:
            return "LEDGER_UNAVAILABLE", ["ledger"]
        if not given.get("egress", {"match": True})["match"]:
            return "EGRESS_MISMATCH", ["egress"]
        if not self.purposes:
            return "PURPOSE_NOT_ALLOWED", ["purpose"]
        if not given["justified"] and (self.stage == "query" or given["emergency"]):
            return "JUSTIFICATION_MISSING", ["justify"]
        return None

    # rules

    def speaks_to(self, selector, party):
        return bool({"*", party["id"], "class:" + party["class"]} & set(selector))

    def speaks_of(self, rule, row):
        if rule["effect"] == "allow" and row["act"] in GUARDED:
            return row["act"] in rule["types"]
        return bool({"*", row["kind"], row["type"], row["act"]} & set(rule["types"]))

    def demands(self, rule, row):
        """(name, whether it is one of scope, reason, whether it is met) for everything a rule demands, in order."""
        when, given = rule["when"], self.given
        top = when.get("tlp_max")
        if rule["effect"] == "allow":
            top = min(top or "AMBER+STRICT", CEILING.get(self.stage, "RED"), key=TLP.index)
        scope = [
            ("stages", self.stage in rule["stages"]),
            ("from", self.speaks_to(rule["from"], self.sender)),
            ("to", self.speaks_to(rule["to"], self.recipient)),
            ("types", self.speaks_of(rule, row)),
            ("recipient_class_in", self.recipient["class"] in when.get("recipient_class_in", [self.recipient["class"]])),
            ("role_in", given["actor"]["role"] in when.get("role_in", [given["actor"]["role"]])),
            ("emergency", given["emergency"] or "emergency" not in when),
        ]
        rate = when.get("rate")
        others = [
            ("tlp_max", "LABEL_TOO_HIGH", top is None or TLP.index(row["tlp"]) <= TLP.index(top)),
            ("pap_max", "LABEL_TOO_HIGH",
             row["pap"] == "" or PAP.index(row["pap"]) <= PAP.index(when.get("pap_max", "RED"))),
            ("purpose_in", "PURPOSE_NOT_ALLOWED", "purpose_in" not in when or bool(set(when["purpose_in"]) & set(self.purposes))),
            ("legal_in", "legal_in" in when and self.refs_fault(when["legal_in"]), "legal_in" not in when or not self.refs_fault(when["legal_in"])),
            ("subject_in", "SUBJECT_CLASS_BLOCKED", row["subject"] in when.get("subject_in", SUBJECTS)),
            ("confidence_min", "CONFIDENCE_LOW", row["conf"] >= when.get("confidence_min", 0)),
            ("sources_min", "SOURCES_LOW", row["sources"] >= when.get("sources_min", 0)),
            ("age_max", "TOO_OLD", "age_max" not in when or datetime.timedelta(days=row["age"]) <= later(self.now, when["age_max"]) - self.now),
            ("country_in", "COUNTRY_BLOCKED", self.recipient["country"] in when.get("country_in", [self.recipient["country"]])),
            ("country_not_in", "COUNTRY_BLOCKED", self.recipient["country"] not in when.get("country_not_in", [])),
            ("witnessed", "UNWITNESSED", given["witnessed"] or "witnessed" not in when),
            ("case_ref", "CASE_REF_MISSING", given["case_ref"] != "" or "case_ref" not in when),
            ("rate", "RATE_EXCEEDED", rate is None or (rate["window"] in given["counts"] and given["counts"][rate["window"]] < rate["count"])),
        ]
        return [(name, True, "NO_RULE", met) for name, met in scope] + [(name, False, reason, met) for name, reason, met in others]

    def unmet(self, rule, row):
        return [demand for demand in self.demands(rule, row) if not demand[3]]

    # rows

    def faults(self, row):
        name = re.compile(r"[a-z0-9-]{1,32}", re.A)
        checks = [
            ("kind", name.fullmatch(row["kind"])),
            ("type", row["type"] in ("report", "retract", "outcome", "object")),
            ("act", re.fullmatch(r"[a-z0-9-]{1,64}", row["act"]) if row["type"] == "outcome" else row["act"] == ""),
            ("tlp", row["tlp"] in TLP),
            ("pap", row["pap"] in [""] + PAP),
            ("subject", row["subject"] in SUBJECTS),
            ("conf", row["conf"] <= 100),
            ("held_since", self.stage != "retain" or "held_since" in row),
        ]
        return [name for name, good in checks if not good]

    def matched(self, row):
        rules = sorted(self.agreement["rules"], key=lambda rule: rule["id"].encode())
        fits = [rule for rule in rules if not self.unmet(rule, row)]
        return [r for r in fits if r["effect"] == "allow"], [r for r in fits if r["effect"] == "deny"]

    def keep_until(self, row, allows, start):
        entries = [
            entry for entry in self.agreement["retention"]["entries"]
            if {"*", row["kind"], row["type"], row["act"]} & set(entry["types"])
            and (entry["holders"] == ["*"] or self.recipient["class"] in entry["holders"])
        ]
        periods = [duty.partition(":")[2] for rule in allows for duty in rule["duties"] if duty.startswith("retain:")]
        periods = periods or [entry["default"] for entry in entries]
        ends = [later(start, period) for period in periods + [entry["max"] for entry in entries]]
        return min(ends) if ends else None

    def field(self, row, column, allows, must=False):
        best, rule_id = None, ""
        for rule in allows:
            treatment = rule["fields"].get(column, rule["fields"].get("*"))
            if treatment is None:
                continue
            if row["subject"] in ("victim", "bystander") and row["subject"] not in rule["when"].get("subject_in", []):
                treatment = max(treatment, "keyed", key=restriction)
            if best is None or restriction(treatment) > restriction(best):
                best, rule_id = treatment, rule["id"]
        best = best or "withhold"
        if must:
            best, rule_id = "clear", ""
        found = {"column": column, "rule": rule_id, "treatment": best}
        name = best.partition(":")[0]
        if name == "clear":
            found["form"] = "clear"
        elif name == "keyed" and (column == "value" or self.stage not in BUNDLE):
            found["form"] = "keyed"
        elif name in ("truncate", "bucket", "presence") and self.stage not in BUNDLE:
            found["form"] = "reduced"
        elif name in ("truncate", "bucket", "presence") and column != "core" and reduced_name(column, best) in row["columns"]:
            found.update(form="reduced", shown=reduced_name(column, best))
        else:
            found["form"] = "absent"
        return found

    def columns(self, row):
        return sorted({base_name(column) for column in row["columns"]} | {"core"})

    @staticmethod
    def answer(row, outcome, reason, unmet=(), nearest=None, **more):
        found = {
            "class": row, "outcome": outcome, "reason": reason, "allow": [], "deny": [], "legal": [], "fields": [],
            "label": {"in": row["tlp"], "out": row["tlp"] if outcome == "allow" else ""}, "unmet": list(unmet),
        }
        if nearest:
            found["nearest"] = nearest
        found.update({name: value for name, value in more.items() if value is not None})
        return found

    def relied(self, allows):
        refs = {ref for rule in allows for ref in rule["when"].get("legal_in", [])}
        return sorted(basis["ref"] for basis in self.agreement["legal"] if basis["ref"] in refs and self.holds(basis))

    def approvals(self, allows):
        """What comes in or is kept had its approvals where it left."""
        needed = {}
        if self.stage in ("receive", "retain"):
            return needed
        for rule in allows:
            for duty in rule["duties"]:
                if duty.startswith("approve:"):
                    _, count, role = duty.split(":")
                    needed[role] = max(needed.get(role, 0), int(count))
        return needed

    def judge(self, row):
        """The answer for one class, the duties it brings and the approvals it needs."""
        faults = self.faults(row)
        if row.get("must") and self.stage in BUNDLE - {"onward"}:
            allows, denies = ([], []) if faults else self.matched(row)
            speaking = [] if denies else allows
            until = self.keep_until(row, speaking, self.now)
            found = self.answer(row, "allow", "OK", retain_until=until and text_of(until))
            found["fields"] = [self.field(row, column, speaking, must=column == "core") for column in self.columns(row)]
            found.update(allow=[r["id"] for r in allows], deny=[r["id"] for r in denies], legal=self.relied(speaking))
            return found, [duty for rule in speaking for duty in rule["duties"]], {}
        early = [
            (bool(faults), "SCHEMA_INVALID", faults),
            (row.get("erased"), "ERASED", ["erased"]),
            (row.get("hold") and self.stage == "export", "HOLD_ACTIVE", ["hold"]),
            (row.get("no_onward") and self.stage == "onward", "ONWARD_FORBIDDEN", ["no_onward"]),
        ]
        for applies, reason, unmet in early:
            if applies:
                return self.answer(row, "deny", reason, unmet), [], {}
        allows, denies = self.matched(row)
        found, duties, needed = self.judge_rules(row, allows, denies)
        found.update(allow=[rule["id"] for rule in allows], deny=[rule["id"] for rule in denies])
        return found, duties, needed

    def judge_rules(self, row, allows, denies):
        if denies:
            return self.answer(row, "deny", "DENY_RULE", nearest=denies[0]["id"]), [], {}
        if not allows:
            return self.nearest(row), [], {}
        needed = self.approvals(allows)
        lacking = {}
        for role, count in needed.items():
            names = {a["by"] for a in self.given["approvals"] if a["role"] == role and parse_time(a["time"]) <= self.now}
            if len(names) < count:
                lacking[f"approve:{count}:{role}"] = role
        if lacking:
            first = next(rule["id"] for rule in allows if set(lacking) & set(rule["duties"]))
            return self.answer(row, "deny", "APPROVAL_NEEDED", sorted(lacking), first), [], needed
        justify = [rule["id"] for rule in allows if "justify" in rule["duties"]]
        if justify and not self.given["justified"]:
            return self.answer(row, "deny", "JUSTIFICATION_MISSING", ["justify"], justify[0]), [], {}
        reason = "BREAKGLASS" if any("emergency" in rule["when"] for rule in allows) else "OK"
        duties = [duty for rule in allows for duty in rule["duties"]]
        start = parse_time(row["held_since"]) if self.stage == "retain" else self.now
        until = self.keep_until(row, allows, start)
        shown_until = text_of(until) if until else None
        if self.stage == "retain":
            if until and self.now >= until:
                if not row.get("hold"):
                    return self.answer(row, "deny", "RETENTION_OVER", ["retain_until"], retain_until=shown_until), [], {}
                reason = "HOLD_ACTIVE"
            return self.answer(row, "allow", reason, retain_until=shown_until, legal=self.relied(allows)), duties, needed
        fields = [self.field(row, column, allows) for column in self.columns(row)]
        core = next(field for field in fields if field["column"] == "core")
        if self.stage in BUNDLE and core["form"] != "clear":
            wanted = [rule["fields"].get("core", rule["fields"].get("*")) for rule in allows]
            wanted = [treatment for treatment in wanted if treatment]
            blocked = bool(wanted) and set(wanted) == {"clear"}
            return self.answer(
                row, "deny", "SUBJECT_CLASS_BLOCKED" if blocked else "NO_RULE", ["subject_in" if blocked else "fields.core"],
                core["rule"] or allows[0]["id"]), [], {}
        return self.answer(row, "allow", reason, fields=fields, retain_until=shown_until, legal=self.relied(allows)), duties, needed

    def nearest(self, row):
        ranked = []
        for rule in self.agreement["rules"]:
            if rule["effect"] == "allow":
                unmet = self.unmet(rule, row)
                ranked.append((sum(demand[1] for demand in unmet), len(unmet), rule["id"].encode(), rule["id"], unmet))
        if not ranked:
            return self.answer(row, "deny", "NO_RULE")
        _, _, _, rule_id, unmet = min(ranked, key=lambda entry: entry[:3])
        return self.answer(row, "deny", unmet[0][2], [demand[0] for demand in unmet], rule_id)

    def frozen(self, row, reason):
        still = self.answer(row, "freeze", reason), [], {}
        if reason == "NO_AGREEMENT" or self.sender is None or self.recipient is None or self.faults(row) or row.get("hold"):
            return still
        if row.get("erased"):
            return self.answer(row, "deny", "ERASED", ["erased"]), [], {}
        if reason == "EXPIRED" and self.agreement.get("task_force", {}).get("purge_at_end"):
            return self.answer(row, "deny", "EXPIRED"), [], {}
        until = self.keep_until(row, self.matched(row)[0], parse_time(row["held_since"]))
        if until is None or self.now < until:
            return still
        return self.answer(row, "deny", "RETENTION_OVER", ["retain_until"], retain_until=text_of(until)), [], {}

    # the whole

    def record(self):
        given, refusal = self.given, self.precondition()
        if refusal and self.stage == "retain":
            judged = [self.frozen(row, refusal[0]) for row in given["classes"]]
        elif refusal:
            judged = [(self.answer(row, "deny", refusal[0]), [], {}) for row in given["classes"]]
        else:
            judged = [self.judge(row) for row in given["classes"]]
        classes = [answer for answer, _, _ in judged]
        outcomes = {answer["outcome"] for answer in classes}
        if len(outcomes) > 1:
            outcome = "partial"
        elif outcomes:
            outcome = outcomes.pop()
        else:
            outcome = ("freeze" if self.stage == "retain" else "deny") if refusal else "allow"
        if refusal:
            reason = refusal[0]
        elif any(answer["reason"] == "BREAKGLASS" for answer in classes):
            reason = "BREAKGLASS"
        else:
            reason = "OK" if outcome == "partial" or not classes else classes[0]["reason"]
        needed = {}
        for _, _, more in judged:
            for role, count in more.items():
                needed[role] = max(needed.get(role, 0), count)
        found = {
            "v": 1, "type": "decision", "engine": ENGINE, "stage": self.stage, "time": given["time"], "actor": given["actor"],
            "from": given["from"], "to": given["to"], "group": given["group"], "registry": given["registry"],
            "input": digest(canonical(given)), "items": given["items"], "purpose": given["purpose"],
            "legal": [] if refusal else sorted(basis["ref"] for basis in self.serving(self.side) if self.holds(basis)),
            "outcome": outcome, "reason": reason, "unmet": sorted(refusal[1]) if refusal else [], "classes": classes,
            "duties": self.owed(judged),
            "approvals": {"needed": [{"role": r, "k": needed[r]} for r in sorted(needed)], "given": given["approvals"]},
        }
        is_known = self.agreement is not None and (refusal is None or refusal[0] != "NO_AGREEMENT")
        if is_known:
            found["agreement"] = {
                "id": self.agreement["id"], "version": self.agreement["version"], "digest": given["agreement"]}
        ends = [answer["retain_until"] for answer in classes if answer["outcome"] == "allow" and "retain_until" in answer]
        if ends:
            found["retain_until"] = min(ends)
        for name in ("scrub", "egress"):
            if name in given:
                found[name] = given[name]
        found["sentence"] = self.sentence(found, is_known)
        found["id"] = digest(b"scam-exchange-decision/v1\n" + canonical(found))
        return found

    def owed(self, judged):
        duties = {duty for answer, owed, _ in judged if answer["outcome"] == "allow" for duty in owed}
        found = []
        for duty in sorted(duties):
            name, _, rest = duty.partition(":")
            if name in ("retain", "approve"):
                continue
            entry = {"duty": duty}
            if name in ("notify", "feedback"):
                entry["due"] = text_of(later(self.now, rest.split(":")[-1]))
            found.append(entry)
        return found

    def sentence(self, found, is_known):
        rows = sum(answer["class"]["rows"] for answer in found["classes"])
        passing = sum(answer["class"]["rows"] for answer in found["classes"] if answer["outcome"] == "allow")
        verb = VERB[self.stage]
        start = {
            "allow": f"All {rows} rows may {verb}", "partial": f"{passing} of {rows} rows may {verb}",
            "deny": f"None of {rows} rows may {verb}", "freeze": f"All {rows} rows stay frozen",
        }[found["outcome"]]
        under = f" under {self.agreement['id']} version {self.agreement['version']}" if is_known else ""
        return f"{start} from {self.given['from']} to {self.given['to']}{under}: {MEANING[found['reason']]}."


def decide(given, agreement):
    return Case(given, agreement).record()
