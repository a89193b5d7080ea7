internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

extension CeremonyMessage {
    /// Reads the payload of a message's envelope and checks every rule that needs no signature and no other message.
    ///
    /// - Throws: ``RegistryError``.
    public init(parsing payload: [UInt8]) throws(RegistryError) {
        guard payload.count <= RegistryLimits.ceremonyPayloadBytes else { throw RegistryError(.tooLarge, at: "payload") }
        let members = try ClosedObject(
            try parsedPayload(payload, type: Self.type), at: "",
            required: ["v", "type", "epoch", "round", "from", "to", "body"])
        let round = Int(try members.integer("round", in: 0...Int64(Self.complaintRound)))
        let from = UInt8(try members.integer("from", in: 1...Int64(CeremonyPlan.partyCount)))
        let to = UInt8(try members.integer("to", in: 0...Int64(CeremonyPlan.partyCount)))
        // Only what is dealt is for one party, which is another than the one that deals.
        guard round == Self.dealRound ? to != 0 && to != from : to == 0 else { throw RegistryError(.outOfRange, at: "to") }
        let (plan, body) = try Self.body(try members.value("body"), round)
        self.init(epoch: try parsedEpoch(members), from: from, to: to, plan: plan, body: body)
    }

    private static let dealRound = 2

    private static func body(_ value: JSONValue, _ round: Int) throws(RegistryError) -> (Digest256, Body) {
        let names = [
            ["commit"], ["points", "nonce", "seen"], ["sealed"], ["pk", "share", "seen"], ["culprit", "fault", "messages"],
        ]
        let members = try ClosedObject(
            value, at: "body", required: ["plan"] + names[round], optional: round == 1 ? ["pok"] : [])
        let body: Body =
            switch round {
            case 0: .commit(try members.digest("commit"))
            case 1: .reveal(try Reveal(members))
            case dealRound: .deal(sealed: try sealed(members))
            case 3: .confirm(try Confirmation(members))
            default: .complain(try CeremonyComplaint(members))
            }
        return (try members.digest("plan"), body)
    }

    private static func sealed(_ members: ClosedObject) throws(RegistryError) -> [UInt8] {
        guard let bytes = Base64.decode(try members.string("sealed")) else {
            throw RegistryError(.notBase64, at: members.place("sealed"))
        }
        guard (1...RegistryLimits.sealedShareBytes).contains(bytes.count) else {
            throw RegistryError(.tooLarge, at: members.place("sealed"))
        }
        return bytes
    }
}

extension CeremonyMessage.Reveal {
    init(_ members: ClosedObject) throws(RegistryError) {
        points = try parsedList(members, "points", atMost: 2, EvaluatorKeys.point)
        nonce = try members.digest("nonce")
        var proof: [UInt8]?
        if members.has("pok") {
            guard let bytes = Hex.decode(try members.string("pok")), bytes.count == CeremonyMessage.knowledgeByteCount else {
                throw RegistryError(.notHex, at: members.place("pok"))
            }
            proof = bytes
        }
        knowledge = proof
        seen = try parsedDigests(members, "seen", count: CeremonyPlan.partyCount)
        // Two points with a proof of the first, or the one of a refresh, whose constant is 0.
        guard points.count == (knowledge == nil ? 1 : 2) else { throw RegistryError(.outOfRange, at: members.place("points")) }
    }

    func addMembers(to object: inout JSONObject) {
        object["points"] = .array(points.map { .string(Hex.encode($0)) })
        object["nonce"] = .string(nonce.hex)
        object["pok"] = knowledge.map { .string(Hex.encode($0)) }
        object["seen"] = .array(seen.map { .string($0.hex) })
    }
}

extension CeremonyMessage.Confirmation {
    init(_ members: ClosedObject) throws(RegistryError) {
        publicKey = try EvaluatorKeys.point(try members.value("pk"), at: members.place("pk"))
        shareKey = try EvaluatorKeys.point(try members.value("share"), at: members.place("share"))
        seen = try parsedDigests(members, "seen", count: 2 * CeremonyPlan.partyCount)
    }

    func addMembers(to object: inout JSONObject) {
        object["pk"] = .string(Hex.encode(publicKey))
        object["share"] = .string(Hex.encode(shareKey))
        object["seen"] = .array(seen.map { .string($0.hex) })
    }
}

extension CeremonyMessage.Body {
    func jsonValue(_ plan: Digest256) -> JSONValue {
        var object = JSONObject()
        object["plan"] = .string(plan.hex)
        switch self {
        case .commit(let digest): object["commit"] = .string(digest.hex)
        case .reveal(let reveal): reveal.addMembers(to: &object)
        case .deal(let sealed): object["sealed"] = .string(Base64.encode(sealed))
        case .confirm(let confirmation): confirmation.addMembers(to: &object)
        case .complain(let complaint): complaint.addMembers(to: &object)
        }
        return .object(object)
    }
}

private func parsedDigests(_ members: ClosedObject, _ name: String, count: Int) throws(RegistryError) -> [Digest256] {
    let digests = try parsedList(members, name, atMost: count) { (value, place) throws(RegistryError) in
        guard let digest = value.string.flatMap({ Digest256(hex: $0) }) else { throw RegistryError(.notHex, at: place) }
        return digest
    }
    guard digests.count == count else { throw RegistryError(.outOfRange, at: members.place(name)) }
    return digests
}
