public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators

extension DecisionInput {
    private static let names = [
        "v", "type", "stage", "time", "actor", "from", "to", "authenticated", "group", "registry", "agreement", "standing",
        "vocab",
        "purpose", "justified", "case_ref", "emergency", "approvals", "counts", "witnessed", "ledger", "items", "classes",
    ]
    private static let type = "decision-input"

    /// Reads a captured input in its canonical form.
    ///
    /// - Throws: ``AgreementError``, naming the member.
    public init(parsing bytes: [UInt8]) throws(AgreementError) {
        guard bytes.count <= AgreementLimits.inputBytes else { throw AgreementError(.tooLarge, at: "document") }
        let value: JSONValue
        do { value = try StrictJSON.parseCanonical(bytes) } catch { throw AgreementError(.json(error), at: "document") }
        try self.init(value)
    }

    private init(_ value: JSONValue) throws(AgreementError) {
        let members = try ClosedObject(value, at: "", required: Self.names, optional: ["scrub", "egress"])
        guard try members.value("v") == 1, try members.string("type") == Self.type else {
            throw AgreementError(.wrongVersion, at: "type")
        }
        self.init(
            stage: try members.choice("stage", DecisionStage.self), time: try members.time("time"),
            actor: try Actor(try members.value("actor"), "actor"), from: try members.member("from"),
            to: try members.member("to"), agreement: try members.digestOrNone("agreement"),
            standing: try AgreementStanding(try members.value("standing"), "standing"),
            classes: try members.list("classes", atMost: AgreementLimits.classes, RowClass.init),
            purpose: try members.word("purpose"))
        try readRest(members)
    }

    private mutating func readRest(_ members: ClosedObject) throws(AgreementError) {
        authenticated = try members.list("authenticated", atMost: AgreementLimits.parties, readMember)
        if try !members.string("group").isEmpty {
            group = GroupID(try members.string("group"))
            if group == nil { throw AgreementError(.notAName, at: "group") }
        }
        registryVersion = try members.integer("registry", in: 0...JSONValue.largestInteger)
        let vocabulary = try ClosedObject(try members.value("vocab"), at: "vocab", required: ["ours", "theirs"])
        ourVocabulary = try PinnedVocabulary(try vocabulary.value("ours"), "vocab.ours")
        theirVocabulary = try PinnedVocabulary(try vocabulary.value("theirs"), "vocab.theirs")
        isJustified = try members.bool("justified")
        caseReference = try members.word("case_ref")
        isEmergency = try members.bool("emergency")
        approvals = try members.list("approvals", atMost: AgreementLimits.listEntries, Approval.init)
        counts = try Self.counts(try members.value("counts"))
        isWitnessed = try members.bool("witnessed")
        isLedgerAvailable = try members.bool("ledger")
        items = try members.list("items", atMost: AgreementLimits.items, readWord)
        scrub = members.has("scrub") ? try ScrubReport(try members.value("scrub"), "scrub") : nil
        egress = members.has("egress") ? try EgressReport(try members.value("egress"), "egress") : nil
    }

    private static func counts(_ value: JSONValue) throws(AgreementError) -> [String: Int64] {
        guard let object = value.object else { throw AgreementError(.wrongType, at: "counts") }
        guard object.count <= AgreementLimits.listEntries else { throw AgreementError(.tooMany, at: "counts") }
        var counts: [String: Int64] = [:]
        for member in object.members {
            guard let period = CalendarPeriod(member.key) else { throw AgreementError(.notAPeriod, at: "counts") }
            guard let count = member.value.integer, count >= 0 else { throw AgreementError(.outOfRange, at: "counts") }
            counts[period.text] = count
        }
        return counts
    }

    /// The canonical bytes, whose digest stands in the record.
    public func canonicalBytes() -> [UInt8] { jsonValue.canonicalBytes() }

    /// SHA-256 of the canonical bytes.
    public var digest: Digest256 { SHA256.hash(canonicalBytes()) }

    /// The input as JSON.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object["v"] = 1
        object["type"] = .string(Self.type)
        object["stage"] = .string(stage.rawValue)
        object["time"] = .string(time.rfc3339)
        object["actor"] = actor.jsonValue
        object["from"] = .string(from.name)
        object["to"] = .string(to.name)
        object["authenticated"] = .array(authenticated.map { .string($0.name) })
        object["group"] = .string(group?.name ?? "")
        object["registry"] = .integer(registryVersion)
        object["agreement"] = .string(agreement?.hex ?? "")
        object["standing"] = standing.jsonValue
        object["vocab"] = ["ours": ourVocabulary.jsonValue, "theirs": theirVocabulary.jsonValue]
        object["purpose"] = .string(purpose)
        object["justified"] = .bool(isJustified)
        object["case_ref"] = .string(caseReference)
        object["emergency"] = .bool(isEmergency)
        object["approvals"] = .array(approvals.map(\.jsonValue))
        object["counts"] = .object(JSONObject(counts.map { ($0.key, .integer($0.value)) }) ?? JSONObject())
        object["witnessed"] = .bool(isWitnessed)
        object["ledger"] = .bool(isLedgerAvailable)
        object["items"] = .array(items.map(JSONValue.string))
        object["classes"] = .array(classes.map(\.jsonValue))
        object["scrub"] = scrub?.jsonValue
        object["egress"] = egress?.jsonValue
        return .object(object)
    }
}
