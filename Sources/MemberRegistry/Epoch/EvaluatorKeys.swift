internal import CanonicalCoding
public import Indicators

/// The public keys of the evaluators of an epoch.
///
/// Points are kept as 33 bytes whose first is 02 or 03; whether they lie on the curve and fit together is for whoever
/// evaluates with them.
public struct EvaluatorKeys: Sendable, Hashable {
    /// How many evaluators must answer.
    public let threshold: Int
    /// The key that all shares together stand for.
    public let publicKey: [UInt8]
    /// The shares, ascending by index.
    public let shares: [Share]
    /// The sum of the dealt polynomials' commitments, one for each coefficient.
    public let commitments: [[UInt8]]

    /// The share of one evaluator.
    public struct Share: Sendable, Hashable {
        /// The evaluator's index, from 1.
        public let index: Int
        /// The member that holds it.
        public let party: MemberID
        /// The key this share stands for.
        public let publicKey: [UInt8]

        /// States a share.
        public init(index: Int, party: MemberID, publicKey: [UInt8]) {
            self.index = index
            self.party = party
            self.publicKey = publicKey
        }
    }

    /// States the keys.
    public init(threshold: Int, publicKey: [UInt8], shares: [Share], commitments: [[UInt8]]) {
        self.threshold = threshold
        self.publicKey = publicKey
        self.shares = shares
        self.commitments = commitments
    }

    static let memberNames = ["t", "pk", "shares", "commit"]
    /// How many bytes a compressed point has.
    public static let pointByteCount = 33

    init(_ members: ClosedObject) throws(RegistryError) {
        self.threshold = Int(try members.integer("t", in: 1...Int64(RegistryLimits.shares)))
        self.publicKey = try Self.point(try members.value("pk"), at: "pk")
        self.shares = try parsedList(members, "shares", atMost: RegistryLimits.shares, Share.init)
        self.commitments = try parsedList(members, "commit", atMost: RegistryLimits.shares, Self.point)
        let indices = shares.map(\.index)
        guard zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }), threshold <= shares.count,
            commitments.count == threshold
        else { throw RegistryError(.evaluatorMembers, at: "shares") }
        try requireUnique(shares.map(\.party), at: "shares")
    }

    static func point(_ value: JSONValue, at place: String) throws(RegistryError) -> [UInt8] {
        guard let text = value.string, let bytes = Hex.decode(text), bytes.count == pointByteCount,
            bytes[0] == 2 || bytes[0] == 3
        else { throw RegistryError(.notHex, at: place) }
        return bytes
    }

    func addMembers(to object: inout JSONObject) {
        object["t"] = .integer(Int64(threshold))
        object["pk"] = .string(Hex.encode(publicKey))
        object["shares"] = .array(shares.map(\.jsonValue))
        object["commit"] = .array(commitments.map { .string(Hex.encode($0)) })
    }
}

extension EvaluatorKeys.Share {
    fileprivate init(_ value: JSONValue, at place: String) throws(RegistryError) {
        let members = try ClosedObject(value, at: place, required: ["i", "party", "pk"])
        self.init(
            index: Int(try members.integer("i", in: 1...Int64(RegistryLimits.shares))),
            party: try parsedMember(members, "party"),
            publicKey: try EvaluatorKeys.point(try members.value("pk"), at: members.place("pk")))
    }

    fileprivate var jsonValue: JSONValue {
        ["i": .integer(Int64(index)), "party": .string(party.name), "pk": .string(Hex.encode(publicKey))]
    }
}
