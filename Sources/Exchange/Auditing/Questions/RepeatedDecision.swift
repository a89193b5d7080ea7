internal import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

extension AuditView {
    /// The record of the decision that an entry tells of; nothing for decisions without one.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func decisionRecord(at index: UInt64) throws -> JSONObject? {
        try recordBytes(of: record(at: index)).flatMap { try? StrictJSON.parse($0, limits: .decision).object }
    }

    /// The bytes of a decision's record: canonical, whether they stand in the details or in a file.
    func recordBytes(of entry: LedgerRecord) throws -> [UInt8]? { try entry.decisionBytes(at: node) }

    static func isDigest(_ text: String) -> Bool { Hex.decode(text)?.count == 32 }
}

extension JSONLimits {
    /// A record has the classes of a whole bundle.
    static let decision = JSONLimits(depth: JSONLimits.signedLine.depth + 2, stringBytes: JSONLimits.signedLine.stringBytes)
}

/// What came of deciding again.
public struct RepeatedDecision: Sendable {
    /// The name of the decision.
    public let id: String
    /// The entry that tells of it.
    public let entry: UInt64
    /// The bytes that the engine makes now.
    public let bytes: [UInt8]
    /// Whether they are those that were recorded.
    public let isIdentical: Bool

    /// The record that the engine makes now.
    public var record: JSONValue? { try? StrictJSON.parse(bytes, limits: .decision) }
}

/// Decisions that were made again.
public struct Replay: Sendable {
    /// In the order of their entries.
    public internal(set) var decisions: [RepeatedDecision] = []
    /// The names of those whose record or input is no longer kept.
    public internal(set) var missing: [String] = []

    mutating func take(_ repeated: RepeatedDecision?, named name: String) {
        if let repeated { decisions.append(repeated) } else { missing.append(name) }
    }
}

extension AuditView {
    /// Decides again from what was kept, and compares with the record.
    ///
    /// - Parameter name: the id of a decision, eight characters of it or more, or the index of an entry: of a decision, of a question, or
    ///   of an export, whose decisions are all made again.
    /// - Throws: `LedgerError`, `FileError`, `AgreementError`.
    public func replay(_ name: String) throws -> Replay {
        var replay = Replay()
        var told: [String: UInt64] = [:]
        var found: [String] = []
        var asked: [(entry: UInt64, decision: JSONObject)] = []
        func isMeant(_ id: String) -> Bool { id == name || name.count >= 8 && id.hasPrefix(name) }
        try forEach { record in
            let isNamed = String(record.index) == name
            switch record.type {
            case .decision:
                let id = record.decisionID ?? ""
                told[id] = record.index
                if isNamed || isMeant(id) { found = [id] }
            case .query:
                let meant = record.queryDecisions.filter { isNamed || isMeant($0["id"]?.string ?? "") }
                if !meant.isEmpty { asked = meant.map { (record.index, $0) } }
            case .export: if isNamed { found = record.exportDecisions }
            default: break
            }
        }
        for (entry, decision) in asked {
            replay.take(try self.replay(decision, entry: entry), named: decision["id"]?.string ?? "")
        }
        guard asked.isEmpty else { return replay }
        for id in found { replay.take(try told[id].flatMap { try self.replay(record(at: $0)) }, named: id) }
        return replay
    }

    /// Decides again what was decided about a question. Of its record only the name is kept, which is the record's digest.
    func replay(_ decision: JSONObject, entry: UInt64) throws -> RepeatedDecision? {
        guard let id = decision["id"]?.string, Self.isDigest(id) else { return nil }
        let input: [UInt8]
        if let inline = decision["input"] {
            input = inline.canonicalBytes()
        } else {
            guard Directory.exists(node.paths.decisionInput(id)) else { return nil }
            input = try FileReader.contents(of: node.paths.decisionInput(id), limitBytes: AgreementLimits.inputBytes)
        }
        let digest = (try? StrictJSON.parse(input, limits: .decision))?.object?["agreement"]?.string
        let bytes = try DecisionEngine.replay(input: input, agreement: agreementBytes(digest))
        let made = (try? StrictJSON.parse(bytes, limits: .decision))?.object?["id"]?.string
        return RepeatedDecision(id: id, entry: entry, bytes: bytes, isIdentical: made == id)
    }

    func replay(_ entry: LedgerRecord) throws -> RepeatedDecision? {
        guard let id = entry.decisionID, Self.isDigest(id), let recorded = try recordBytes(of: entry),
            Directory.exists(node.paths.decisionInput(id))
        else { return nil }
        let input = try FileReader.contents(of: node.paths.decisionInput(id), limitBytes: AgreementLimits.inputBytes)
        let digest = (try? StrictJSON.parse(recorded, limits: .decision))?.object?["agreement"]?.object?["digest"]?.string
        let bytes = try DecisionEngine.replay(input: input, agreement: agreementBytes(digest))
        return RepeatedDecision(id: id, entry: entry.index, bytes: bytes, isIdentical: bytes == recorded)
    }

    /// The bytes of an agreement as they were decided by; nothing where there was none.
    private func agreementBytes(_ digest: String?) throws -> [UInt8]? {
        guard let digest = digest.flatMap({ Hex.decode($0) }).flatMap({ Digest256(bytes: $0) }) else { return nil }
        return try node.keptAgreement(digest).bytes
    }
}

extension LedgerRecord {
    /// The bytes of the record of the decision that the entry tells of.
    func decisionBytes(at node: Node) throws -> [UInt8]? {
        if let record = details["record"]?.object { return record.canonicalBytes() }
        guard let digest = digest("record_digest"), case let path = node.paths.decisionRecord(digest.hex),
            Directory.exists(path)
        else { return nil }
        let bytes = try FileReader.contents(of: path, limitBytes: AgreementLimits.inputBytes)
        guard SHA256.hash(bytes) == digest else { throw NodeError.homeDamaged("\(path) is not the record of its name") }
        return bytes
    }

    /// What stage `query` decided about the answer to a question: name, outcome, reason and captured input of each decision.
    var queryDecisions: [JSONObject] { (details["decisions"]?.array ?? []).compactMap(\.object) }

    /// The decisions by which the rows of an export left.
    var exportDecisions: [String] { (details["rests_on"]?.array ?? []).compactMap(\.string) }
}
