internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// What officers said, as the audit log has it: no other file can give an approval, take a rejection back, or use an approval twice.
struct SpokenWords {
    private var words: [Digest256: [OfficerWord]] = [:]
    /// Of each subject, the newest entry by which it left.
    private var uses: [Digest256: UInt64] = [:]
    private let records: [String: OfficerKeys.Record]

    /// Reads the log.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError/homeDamaged(_:)``.
    init(_ node: Node) throws {
        var logged: [String: String] = [:]
        var words: [OfficerWord] = []
        var uses: [Digest256: UInt64] = [:]
        try node.ledger().forEach { (record) throws(LedgerError) in
            switch record.type {
            case .approve, .reject: if let word = OfficerWord(record) { words.append(word) }
            case .configurationChange:
                guard let name = record.details[.setting]?.string, name.hasPrefix(Self.settingPrefix) else { return }
                logged[String(name.dropFirst(Self.settingPrefix.count))] = record.details[.digest]?.string
            case .decision: if let subject = record.approvedSubject { uses[subject] = record.index }
            default: break
            }
        }
        let keys = OfficerKeys(node)
        var records: [String: OfficerKeys.Record] = [:]
        for officer in Set(words.map(\.by)) {
            // A key that was put in its place later speaks for nobody.
            guard let record = try keys.record(of: officer), record.digest.hex == logged[officer] else { continue }
            records[officer] = record
        }
        self.records = records
        self.uses = uses
        for word in words where records[word.by].map(word.isValid) ?? false { self.words[word.subject, default: []].append(word) }
    }

    /// The setting under which the log keeps the digest of an officer's key.
    static let settingPrefix = "officer."

    /// What was said about a subject, in the order of the log.
    func about(_ subject: Digest256) -> [OfficerWord] { words[subject] ?? [] }

    /// The approvals that count at a moment: not used, not too old.
    func approvals(of subject: Digest256, at time: Timestamp) -> [Approval] {
        about(subject).filter { word in
            word.verdict == .approve && word.entry > (uses[subject] ?? 0) && time < word.time.adding(days: OfficerWord.lifeDays)
        }.map(\.approval)
    }

    /// Who rejected it; a rejection is final.
    func rejecting(_ subject: Digest256) -> String? { about(subject).first { $0.verdict == .reject }?.by }

    /// The roles that still owe approvals, with how many.
    func missing(_ needed: [String: Int64], of subject: Digest256, at time: Timestamp) -> [String] {
        let given = approvals(of: subject, at: time)
        return needed.sorted { $0.key < $1.key }.compactMap { role, count in
            let names = Int64(Set(given.filter { $0.role == role }.map(\.by)).count)
            return names < count ? "\(count - names) by \(role)" : nil
        }
    }
}

extension LedgerRecord {
    /// What officers had approved when a decision let something leave.
    var approvedSubject: Digest256? {
        guard type == .decision else { return nil }
        return details["approved"]?.string.flatMap { Hex.decode($0) }.flatMap { Digest256(bytes: $0) }
    }
}
