internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

extension Decision {
    var recordWithoutID: JSONObject {
        var record = JSONObject()
        record["v"] = 1
        record["type"] = "decision"
        record["engine"] = .string(DecisionEngine.version)
        record["stage"] = .string(input.stage.rawValue)
        record["time"] = .string(input.time.rfc3339)
        record["actor"] = input.actor.jsonValue
        record["from"] = .string(input.from.name)
        record["to"] = .string(input.to.name)
        record["group"] = .string(input.group?.name ?? "")
        record["agreement"] = agreement.map { agreement in
            [
                "digest": .string(agreement.digest.hex), "id": .string(agreement.id), "version": .integer(agreement.version),
            ]
        }
        record["registry"] = .integer(input.registryVersion)
        record["input"] = .string(input.digest.hex)
        record["items"] = .array(input.items.map(JSONValue.string))
        record["purpose"] = .string(input.purpose)
        record["legal"] = .array(legal.map(JSONValue.string))
        record["outcome"] = .string(outcome.rawValue)
        record["reason"] = .string(reason.rawValue)
        record["sentence"] = .string(sentence)
        record["unmet"] = .array(unmet.map(JSONValue.string))
        record["classes"] = .array(classes.map(\.jsonValue))
        record["duties"] = .array(duties.map(\.jsonValue))
        record["retain_until"] = retainUntil.map { .string($0.rfc3339) }
        record["approvals"] = [
            "given": .array(input.approvals.map(\.jsonValue)),
            "needed": .array(
                neededApprovals.sorted { $0.key < $1.key }.map { ["k": .integer($0.value), "role": .string($0.key)] }),
        ]
        record["scrub"] = input.scrub?.jsonValue
        record["egress"] = input.egress?.jsonValue
        return record
    }

    /// One plain sentence for people.
    public var sentence: String {
        let all = classes.reduce(0) { $0 + $1.rows.rows }
        let passing = classes.filter { $0.outcome == .allow }.reduce(0) { $0 + $1.rows.rows }
        let subject =
            switch outcome {
            case .allow: "All \(all) rows may \(input.stage.verb)"
            case .partial: "\(passing) of \(all) rows may \(input.stage.verb)"
            case .deny: "None of \(all) rows may \(input.stage.verb)"
            case .freeze: "All \(all) rows stay frozen"
            }
        let under = agreement.map { " under \($0.id) version \($0.version)" } ?? ""
        return "\(subject) from \(input.from) to \(input.to)\(under): \(reason.meaning)."
    }
}

extension DecisionStage {
    /// What happens to rows that pass, as the end of "they may".
    var verb: String {
        switch self {
        case .publish: "be published"
        case .send: "be sent"
        case .receive: "be taken in"
        case .query: "be shown"
        case .onward: "be passed on"
        case .export: "be exported"
        case .retain: "be kept"
        }
    }
}

extension Decision.OwedDuty {
    var jsonValue: JSONValue {
        var object = JSONObject()
        object["duty"] = .string(duty.text)
        object["due"] = due.map { .string($0.rfc3339) }
        return .object(object)
    }
}

extension ClassDecision {
    var jsonValue: JSONValue {
        var object = JSONObject()
        object["class"] = rows.jsonValue
        object["outcome"] = .string(outcome.rawValue)
        object["reason"] = .string(reason.rawValue)
        object["allow"] = .array(allowing.map(JSONValue.string))
        object["deny"] = .array(denying.map(JSONValue.string))
        object["legal"] = .array(legal.map(JSONValue.string))
        object["fields"] = .array(fields.map(\.jsonValue))
        object["label"] = ["in": .string(rows.tlp), "out": .string(outcome == .allow ? rows.tlp : "")]
        object["retain_until"] = retainUntil.map { .string($0.rfc3339) }
        object["nearest"] = nearest.map { .string($0) }
        object["unmet"] = .array(unmet.map(JSONValue.string))
        return .object(object)
    }
}

extension FieldDecision {
    var jsonValue: JSONValue {
        var object = JSONObject()
        object["column"] = .string(column)
        object["treatment"] = .string(treatment.text)
        object["form"] = .string(form.rawValue)
        object["shown"] = shownColumn.map { .string($0) }
        object["rule"] = .string(rule ?? "")
        return .object(object)
    }
}
