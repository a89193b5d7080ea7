internal import CanonicalCoding

/// Why a party ends a ceremony: whom it blames, for what, and the messages that show it.
public struct CeremonyComplaint: Sendable, Hashable {
    /// The number of the party that is to blame.
    public let culprit: UInt8
    /// What it did.
    public let fault: Fault
    /// The signed messages that show it: one, or two where only both together do.
    public let messages: [DSSEEnvelope]

    /// What a party can do wrong. Whether others can check it by themselves says each.
    public enum Fault: String, Sendable, Hashable, CaseIterable {
        /// Two different messages in one place; both are there.
        case equivocation
        /// The points are not those of its commitment; both messages are there.
        case commitment
        /// The points are none, or the proof that the constant is known does not hold.
        case knowledge
        /// The value dealt does not open, or is not that of the points; only the party it was for can see that.
        case share
        /// It confirmed other keys than follow from what was revealed.
        case keys
        /// It names other messages of its own, or of the complainer's, than were sent.
        case view
    }

    /// States a complaint.
    public init(culprit: UInt8, fault: Fault, messages: [DSSEEnvelope]) {
        self.culprit = culprit
        self.fault = fault
        self.messages = messages
    }

    /// How many messages show a fault at most.
    static let messageCount = 2

    init(_ members: ClosedObject) throws(RegistryError) {
        culprit = UInt8(try members.integer("culprit", in: 1...Int64(CeremonyPlan.partyCount)))
        fault = try members.choice("fault", Fault.self)
        messages = try parsedList(members, "messages", atMost: Self.messageCount) { (value, place) throws(RegistryError) in
            try DSSEEnvelope(value)
        }
        guard messages.count == fault.messageCount else { throw RegistryError(.outOfRange, at: members.place("messages")) }
    }

    func addMembers(to object: inout JSONObject) {
        object["culprit"] = .integer(Int64(culprit))
        object["fault"] = .string(fault.rawValue)
        object["messages"] = .array(messages.map(\.jsonValue))
    }
}

extension CeremonyComplaint.Fault {
    /// How many messages show it.
    var messageCount: Int {
        switch self {
        case .equivocation, .commitment: 2
        case .knowledge, .share, .keys, .view: 1
        }
    }

    /// What the party did, as the end of a sentence that begins with its name.
    public var sentence: String {
        switch self {
        case .equivocation: "signed two different messages for one place"
        case .commitment: "revealed other points than it had committed to"
        case .knowledge: "did not prove that it knows its own number"
        case .share: "dealt a value that is not that of its points"
        case .keys: "confirmed keys that do not follow from what was revealed"
        case .view: "names messages that were never sent"
        }
    }
}
