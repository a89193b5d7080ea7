internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// The heads of this node's log that witnesses signed, with the times they gave.
struct CosignedHeads {
    /// One witness's word for one head.
    struct Signature {
        let size: UInt64
        let witness: NoteKey
        let secondsSinceEpoch: UInt64
    }

    /// The newest head first.
    let signatures: [Signature]
    /// Whether older heads were left unread.
    let isCut: Bool

    /// So many heads are read at most, the newest ones.
    static let limit = 100_000

    /// Reads the published heads of a log, the newest ones.
    ///
    /// - Throws: `FileError`.
    init(of node: Node, by policy: WitnessPolicy, upTo size: UInt64 = .max, limit: Int = Self.limit) throws {
        try self.init(in: node.paths.ledger, by: policy, upTo: size, limit: limit)
    }

    /// Reads the published heads of the log in a directory, the newest ones.
    ///
    /// - Throws: `FileError`.
    init(in ledger: String, by policy: WitnessPolicy, upTo size: UInt64, limit: Int = Self.limit) throws {
        let directory = "\(ledger)/\(LedgerLayout.checkpoints)"
        let names = Directory.isDirectory(directory) ? try Directory.names(in: directory) : []
        let sizes = names.compactMap { UInt64($0) }.filter { $0 <= size }.sorted(by: >)
        isCut = sizes.count > limit
        let witnesses = policy.witnesses
        var found: [Signature] = []
        for size in sizes.prefix(witnesses.isEmpty ? 0 : limit) {
            let bytes = try FileReader.contents(of: "\(directory)/\(size)", limitBytes: SignedNote.limitBytes)
            guard let note = try? SignedNote(parsing: bytes), note.signatures.count > 1,
                let verified = try? note.verified(by: witnesses)
            else { continue }
            for signature in verified {
                guard let seconds = signature.seconds else { continue }
                found.append(Signature(size: size, witness: signature.key, secondsSinceEpoch: seconds))
            }
        }
        signatures = found
    }

    /// The newest size whose head enough witnesses signed.
    func newestSize(satisfying policy: WitnessPolicy) -> UInt64? {
        let signers = Dictionary(grouping: signatures, by: \.size)
        return signers.keys.sorted(by: >).first { policy.isSatisfied(by: (signers[$0] ?? []).map(\.witness)) }
    }

    /// Between which times of witnesses an entry was committed: the latest over a head without it, the earliest over one with it.
    func bounds(of index: UInt64) -> (notBefore: UInt64?, notAfter: UInt64?) {
        let before = signatures.lazy.filter { $0.size <= index }.map(\.secondsSinceEpoch).max()
        let after = signatures.lazy.filter { $0.size > index }.map(\.secondsSinceEpoch).min()
        return (before, after)
    }
}
