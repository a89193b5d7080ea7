public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import MergeEngine
internal import NodeStore

/// An officer's decision that all objections of a member and day count, however many there are.
///
/// One line each in `ledger/objections.jsonl`. It changes the answers of this node only.
struct ObjectionDecision: Hashable {
    static let act = "objections.accept"

    let objections: ObjectionDay
    let time: Timestamp
    let officer: String
    let why: String

    /// The line of the record, with its LF.
    var line: [UInt8] {
        var object = JSONObject()
        object["act"] = .string(Self.act)
        object["day"] = .string(objections.day.iso8601)
        object["officer"] = .string(officer)
        object["pub"] = .string(objections.publisher.name)
        object["time"] = .string(time.rfc3339)
        object["why"] = .string(why)
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    init(_ objections: ObjectionDay, time: Timestamp, officer: String, why: String) {
        self.objections = objections
        self.time = time
        self.officer = officer
        self.why = why
    }

    /// Reads a line; nothing for one that a crash cut short.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object, object["act"]?.string == Self.act,
            let publisher = object["pub"]?.string.flatMap({ MemberID($0) }),
            let day = object["day"]?.string.flatMap({ CalendarDay(iso8601: $0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.init(
            ObjectionDay(publisher: publisher, day: day), time: time, officer: object["officer"]?.string ?? "",
            why: object["why"]?.string ?? "")
    }
}

extension Node {
    private static let objectionDecisionsLimitBytes = 64 << 20

    /// The members and days whose objections officers let count.
    ///
    /// - Throws: `FileError`.
    func acceptedObjections() throws -> Set<ObjectionDay> {
        guard Directory.exists(paths.objectionDecisions) else { return [] }
        let text = try FileReader.contents(of: paths.objectionDecisions, limitBytes: Self.objectionDecisionsLimitBytes)
        return Set(text.split(separator: UInt8(ascii: "\n")).compactMap { ObjectionDecision($0)?.objections })
    }
}

/// The objections that wait for an officer of this node, and his word that they count.
public struct NodeObjections {
    private let node: Node
    private let time: Timestamp

    /// Asks a node at a time.
    public init(_ node: Node, at time: Timestamp) {
        self.node = node
        self.time = time
    }

    /// The members and days some of whose objections wait, by member and day.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `RegistryError`, `FileError`.
    public func waiting() throws -> [ObjectionDay] {
        try Surroundings(node, node.store(for: .reading), at: time).context.waitingObjections.days
    }

    /// Lets all objections of a member and day count here, as an officer decides.
    ///
    /// - Parameters:
    ///   - objections: a member and day of ``waiting()``.
    ///   - officer: who decides.
    ///   - why: the reason, for the record.
    /// - Throws: ``NodeError/noObjections(_:)`` when none of that day waits, `StoreError`, `RegistryError`, `FileError`.
    public func accept(_ objections: ObjectionDay, officer: String, why: String) throws {
        guard try waiting().contains(objections) else { throw NodeError.noObjections(objections.publisher) }
        let decision = ObjectionDecision(objections, time: time, officer: officer, why: why)
        try node.logConfiguration(ObjectionDecision.act, digest: SHA256.hash(decision.line))
        try AppendOnlyFile.append(decision.line, to: node.paths.objectionDecisions)
    }
}
