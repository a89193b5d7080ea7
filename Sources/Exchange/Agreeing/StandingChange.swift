internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// What became of an agreement at this node: one line of `ledger/agreements.jsonl`, written after the entry of the audit log.
struct StandingChange: Hashable {
    /// What happened.
    enum Act: String {
        /// All parties' signatures were verified, and it was put in force.
        case activated
        /// A party's word, that it rests or that it goes on, was taken in.
        case word
    }

    let act: Act
    let agreement: Digest256
    /// The document that says so: the agreement itself, or the party's word.
    let document: Digest256
    /// The parties whose signatures were verified.
    let signers: [MemberID]
    let time: Timestamp
    /// The entry of the audit log; 0 before it has one.
    var entry: UInt64 = 0

    /// Whether both say the same, apart from where the log has it.
    func says(_ other: StandingChange) -> Bool { act == other.act && document == other.document && time == other.time }
}

extension StandingChange {
    /// The line of the record, with its LF.
    var line: [UInt8] {
        let object: JSONValue = [
            "act": .string(act.rawValue), "agreement": .string(agreement.hex), "document": .string(document.hex),
            "entry": .integer(Int64(entry)), "signers": .array(signers.map { .string($0.name) }),
            "time": .string(time.rfc3339),
        ]
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// Reads a line.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object,
            let act = object["act"]?.string.flatMap(Act.init(rawValue:)),
            let agreement = object["agreement"]?.string.flatMap({ Digest256(hex: $0) }),
            let document = object["document"]?.string.flatMap({ Digest256(hex: $0) }),
            let signers = object["signers"]?.array?.map({ $0.string.flatMap { MemberID($0) } }), !signers.contains(nil),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let entry = object["entry"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        self.init(
            act: act, agreement: agreement, document: document, signers: signers.compactMap { $0 }, time: time, entry: entry)
    }
}

extension Node {
    private static let agreementChangesLimitBytes = 64 << 20

    /// Everything that became of agreements here, in order.
    ///
    /// - Throws: `FileError`, `LedgerError`, ``NodeError/homeDamaged(_:)``.
    func agreementChanges() throws -> [StandingChange] {
        let recorded = try recordedChanges()
        guard let pending = try committedPendingChange(), !recorded.contains(where: pending.says) else { return recorded }
        return recorded + [pending]
    }

    /// The lines of the record.
    ///
    /// One that a crash cut short is passed over: what it said stands beside the record until it is whole. Any other that cannot be read
    /// refuses, because it may be the one that stops a flow.
    private func recordedChanges() throws -> [StandingChange] {
        guard Directory.exists(paths.agreementChanges) else { return [] }
        let text = try FileReader.contents(of: paths.agreementChanges, limitBytes: Self.agreementChangesLimitBytes)
        return try text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            if let change = StandingChange(line) { return change }
            guard line.last != UInt8(ascii: "}") else {
                throw NodeError.homeDamaged("\(paths.agreementChanges) has a line that cannot be read")
            }
            return nil
        }
    }

    /// Commits what becomes of an agreement: to the log, and to the record. A kill between the two loses nothing.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func commit(_ change: StandingChange, as event: LoggedEvent) throws {
        if let pending = try committedPendingChange(), try !recordedChanges().contains(where: pending.says) {
            try AppendOnlyFile.append(pending.line, to: paths.agreementChanges)
        }
        try DurableFile.write(change.line, to: paths.pendingAgreementChange, replacing: true)
        var committed = change
        committed.entry = try log(event).index
        try AppendOnlyFile.append(committed.line, to: paths.agreementChanges)
        try Directory.remove(paths.pendingAgreementChange)
    }

    /// What was about to become of an agreement when a process was killed, if the log has it.
    private func committedPendingChange() throws -> StandingChange? {
        guard Directory.exists(paths.pendingAgreementChange) else { return nil }
        let line = try FileReader.contents(of: paths.pendingAgreementChange, limitBytes: Self.changeLimitBytes)
        guard var pending = StandingChange(line) else { return nil }
        try ledger().forEach { (record) throws(LedgerError) in
            switch (record.type, pending.act) {
            case (.agreementActivate, .activated), (.agreementAmend, .activated):
                if record.details[.agreement]?.string == pending.document.hex { pending.entry = record.index }
            case (.agreementSuspend, .word):
                if record.details[.digest]?.string == pending.document.hex { pending.entry = record.index }
            default: break
            }
        }
        return pending.entry > 0 ? pending : nil
    }

    private static let changeLimitBytes = 64 << 10
}
