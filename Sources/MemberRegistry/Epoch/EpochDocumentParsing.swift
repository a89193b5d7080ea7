internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

extension EpochDocument {
    /// Reads the payload of an epoch's envelope and checks every rule that needs no signature.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "",
            required: [
                "v", "type", "epoch", "suites", "norm", "publish_from", "publish_until", "match_until", "destroy_after",
                "pepper_digest",
            ],
            optional: EvaluatorKeys.memberNames + ["accept_guessable", "dealer"])
        let suites = try Self.suites(try members.value("suites"))
        let held = EvaluatorKeys.memberNames.filter(members.has)
        let needsEvaluators = suites.values.contains(.thresholdVOPRF)
        guard held.count == (needsEvaluators ? EvaluatorKeys.memberNames.count : 0) else {
            throw RegistryError(.evaluatorMembers, at: "suites")
        }
        self.init(
            epoch: EpochNumber(UInt32(try members.integer("epoch", in: 0...Int64(UInt32.max)))), suites: suites,
            norm: try CanonicalRules(try members.value("norm")), times: try EpochTimes(members),
            pepperDigest: try members.digest("pepper_digest"),
            evaluators: needsEvaluators ? try EvaluatorKeys(members) : nil,
            acceptsGuessable: try members.flag("accept_guessable"), isDealt: try members.flag("dealer"))
    }

    static func suites(_ value: JSONValue) throws(RegistryError) -> [String: TagSuite] {
        guard let object = value.object else { throw RegistryError(.wrongType, at: "suites") }
        guard object.count <= RegistryLimits.suites else { throw RegistryError(.tooMany, at: "suites") }
        var suites: [String: TagSuite] = [:]
        for member in object.members {
            let kind = try parsedKind(.string(member.key), at: "suites")
            guard let suite = member.value.string.flatMap(TagSuite.init) else {
                throw RegistryError(.notAChoice, at: "suites.\(kind)")
            }
            suites[kind] = suite
        }
        return suites
    }

    var jsonValue: JSONValue {
        var names = JSONObject()
        for (kind, suite) in suites { names[kind] = .string(suite.rawValue) }
        var object = JSONObject()
        object["v"] = 1
        object["type"] = .string(Self.type)
        object["epoch"] = .integer(Int64(epoch.value))
        object["suites"] = .object(names)
        object["norm"] = norm.jsonValue
        object["publish_from"] = .string(times.publishFrom.rfc3339)
        object["publish_until"] = .string(times.publishUntil.rfc3339)
        object["match_until"] = .string(times.matchUntil.rfc3339)
        object["destroy_after"] = .string(times.destroyAfter.rfc3339)
        object["pepper_digest"] = .string(pepperDigest.hex)
        object["accept_guessable"] = acceptsGuessable ? true : nil
        object["dealer"] = isDealt ? true : nil
        evaluators?.addMembers(to: &object)
        return .object(object)
    }
}
