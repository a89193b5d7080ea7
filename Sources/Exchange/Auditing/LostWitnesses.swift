public import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// Whether a witness has signed lately.
public struct OverdueWitness: Sendable, Hashable {
    /// The name of its key.
    public let name: String
    /// The time in its newest signature; nothing when it has signed no head.
    public let lastSigned: Timestamp?
    /// Whether that is too long ago.
    public let isLost: Bool
    /// The entry that was made of it now; nothing when the log has it already.
    public let entry: UInt64?
}

/// The witnesses that the audit log last called lost. The file can be made anew: without it, one more entry says so.
struct LostWitnesses {
    private let path: String
    private(set) var names: Set<String>

    /// - Throws: `FileError`.
    init(_ paths: HomePaths) throws {
        path = paths.lostWitnesses
        guard Directory.exists(path) else {
            names = []
            return
        }
        let bytes = try FileReader.contents(of: path, limitBytes: WitnessPolicy.limitBytes)
        names = Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// Notes what the log says now.
    ///
    /// - Throws: `FileError`.
    mutating func note(_ name: String, isLost: Bool) throws {
        if isLost { names.insert(name) } else { names.remove(name) }
        try DurableFile.write(Array(names.sorted().map { $0 + "\n" }.joined().utf8), to: path, replacing: true)
    }
}

extension Node {
    /// Looks at when each witness of the policy signed last, and commits what changed: `witness.lost`, `witness.back`.
    ///
    /// - Throws: `LedgerError`, `FileError`, `LogError`, ``NodeError``.
    public func noteOverdueWitnesses(after seconds: Int64, at now: Timestamp) throws -> [OverdueWitness] {
        let policy = try witnessPolicy()
        let heads = try CosignedHeads(of: self, by: policy)
        let begin = try ledger().entry(at: 0).time.timestamp
        return try policy.witnesses.sorted { $0.name < $1.name }.map { witness in
            let last = heads.signatures.first { $0.witness == witness }
                .map { Timestamp(secondsSinceEpoch: Int64(clamping: $0.secondsSinceEpoch)) }
            let isLost = now.secondsSinceEpoch - (last ?? begin).secondsSinceEpoch > seconds
            let entry = try noteWitness(witness.name, isLost: isLost, lastSigned: last)
            return OverdueWitness(name: witness.name, lastSigned: last, isLost: isLost, entry: entry)
        }
    }

    /// Commits that a witness is lost or back, unless the log says so already.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    @discardableResult
    func noteWitness(_ name: String, isLost: Bool, lastSigned: Timestamp? = nil) throws -> UInt64? {
        var known = try LostWitnesses(paths)
        guard known.names.contains(name) != isLost else { return nil }
        let further = lastSigned.map { [("last_signed", DetailRecord.FieldClass.policy, JSONValue.string($0.rfc3339))] } ?? []
        let entry = try log(LoggedEvent(isLost ? .witnessLost : .witnessBack, [(.witness, .string(name))], further: further))
        try known.note(name, isLost: isLost)
        return entry.index
    }
}

extension HomePaths {
    /// The witnesses that the audit log last called lost, a name a line.
    var lostWitnesses: String { ledger + "/lost-witnesses" }
}
