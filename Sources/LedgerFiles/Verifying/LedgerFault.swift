/// Why a published log, or a receipt from one, is not believed: the code of docs/spec/ledger.md, the file and the place in it.
public struct LedgerFault: Error, Sendable, Hashable {
    /// The name of the verdict, which every verifier gives alike.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A file is longer, or a directory fuller, than a log may have it.
        case limit = "E_LIMIT"
        /// A file is there and cannot be read.
        case unreadable = "E_READ"
        /// The policy of witnesses is malformed.
        case policy = "E_POLICY"
        /// A head is no checkpoint.
        case note = "E_NOTE"
        /// A head is of a log that the policy does not name, or of another log than the newest one.
        case origin = "E_ORIGIN"
        /// The log has not signed a head, or a known signature is wrong.
        case signature = "E_SIG"
        /// A head stands under another size than its own, or the newest one is not the largest.
        case head = "E_HEAD"
        /// The log signed two histories.
        case fork = "E_FORK"
        /// A file that the newest head needs is not there.
        case missing = "E_MISSING"
        /// The entries of a bundle are not those of the tree.
        case bundle = "E_BUNDLE"
        /// The hashes of a tile are not those of the entries.
        case tile = "E_TILE"
        /// The root of the newest head is not that of the entries.
        case root = "E_ROOT"
        /// An entry of the tree breaks a rule of entries.
        case entry = "E_ENTRY"
        /// A detail record does not give the commitment of its entry.
        case detail = "E_DETAIL"
        /// Too few witnesses have signed.
        case quorum = "E_QUORUM"
        /// A receipt is malformed.
        case proof = "E_PROOF"
        /// A receipt does not lead from the entry to the root.
        case inclusion = "E_INCLUSION"
    }

    /// The name of the verdict.
    public let code: Code
    /// The file, by its path below the log's directory, or as it was given.
    public let file: String
    /// The entry; for hashes above the leaves, the number of the hash in its level.
    public let index: UInt64?
    /// What is wrong, in words that repeat nothing of the file.
    public let what: String

    /// Names a fault.
    public init(_ code: Code, _ file: String, index: UInt64? = nil, _ what: String) {
        self.code = code
        self.file = file
        self.index = index
        self.what = what
    }

    /// Whether the input was refused before it could be judged.
    public var isRefusal: Bool { code == .limit || code == .unreadable }
}

extension LedgerFault: CustomStringConvertible {
    /// One line: code, file, index and what is wrong.
    public var description: String {
        "\(code.rawValue)  \(file)\(index.map { " index \($0)" } ?? ""): \(what)"
    }
}
