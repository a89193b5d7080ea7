internal import CryptoPrimitives
internal import TransparencyLog

/// Every head that a log has published, each signed by the log, none contradicting another of its size.
struct PublishedHeads {
    /// The head of `checkpoint`.
    let newest: Checkpoint
    /// All of `checkpoints/`, sizes ascending.
    let kept: [Checkpoint]
    /// Whether enough witnesses signed the newest one.
    let newestHasQuorum: Bool
    /// How many witnesses of the policy signed the newest one.
    let witnessCount: Int
    /// The largest size whose head enough witnesses signed.
    let largestSizeWithQuorum: UInt64?

    /// The newest head's file.
    static let newestPath = "checkpoint"
    /// The directory with one file for each published size.
    static let keptPath = "checkpoints"
    /// A log has at most this many files in it.
    static let keptLimit = 1 << 22

    /// Reads and verifies the heads.
    ///
    /// - Throws: ``LedgerFault``.
    init(of files: inout LogDirectory, by policy: WitnessPolicy) throws(LedgerFault) {
        let head = try SignedHead(Self.newestPath, of: &files, by: policy)
        var kept: [Checkpoint] = []
        var largest = head.hasQuorum ? head.checkpoint.size : nil
        let sizes = try files.numbers(in: Self.keptPath, limit: Self.keptLimit, otherwise: .head)
        for size in sizes {
            let path = "\(Self.keptPath)/\(size)"
            let other = try SignedHead(path, of: &files, by: policy, origin: head.checkpoint.origin)
            try Self.requirePlace(of: other.checkpoint, at: size, below: head.checkpoint, path)
            kept.append(other.checkpoint)
            if other.hasQuorum { largest = max(largest ?? 0, size) }
        }
        newest = head.checkpoint
        self.kept = kept
        newestHasQuorum = head.hasQuorum
        witnessCount = head.witnessCount
        largestSizeWithQuorum = largest
    }

    private static func requirePlace(
        of head: Checkpoint, at size: UInt64, below newest: Checkpoint, _ path: String
    ) throws(LedgerFault) {
        guard head.size == size else { throw LedgerFault(.head, path, "the head is of another size than the file's name") }
        guard size <= newest.size else { throw LedgerFault(.head, path, "the head is ahead of the newest one") }
        guard size < newest.size || head.root == newest.root else {
            throw LedgerFault(.fork, path, "another root than that of the newest head, which has the same size")
        }
    }
}

/// A head whose signatures were verified.
struct SignedHead {
    /// The head.
    let checkpoint: Checkpoint
    /// Whether enough witnesses of the policy signed it.
    let hasQuorum: Bool
    /// How many witnesses of the policy signed it.
    let witnessCount: Int

    /// Reads a head from a file of the log.
    ///
    /// - Throws: ``LedgerFault``.
    init(
        _ path: String, of files: inout LogDirectory, by policy: WitnessPolicy, origin: String? = nil
    ) throws(LedgerFault) {
        try files.read(path, limitBytes: SignedNote.limitBytes)
        let note: SignedNote
        do throws(NoteError) { note = try SignedNote(parsing: files.bytes) } catch {
            throw LedgerFault(.note, path, error.description)
        }
        try self.init(note, path, by: policy, origin: origin)
    }

    /// Verifies a head.
    ///
    /// - Parameter origin: whose log it has to be of; any of the policy's when none is given.
    /// - Throws: ``LedgerFault`` of code note, origin or signature.
    init(_ note: SignedNote, _ path: String, by policy: WitnessPolicy, origin: String? = nil) throws(LedgerFault) {
        do throws(LogError) { checkpoint = try Checkpoint(parsing: note.text) } catch {
            throw LedgerFault(.note, path, error.description)
        }
        let name = checkpoint.origin
        let own = policy.logs.filter { $0.isNamed(name) }
        guard !own.isEmpty, origin.map(checkpoint.isOf) ?? true else {
            throw LedgerFault(.origin, path, "the head is of another log")
        }
        let signers: [NoteKey]
        do throws(NoteError) { signers = try note.verified(by: own + policy.witnesses).map(\.key) } catch {
            throw LedgerFault(.signature, path, error.description)
        }
        guard signers.contains(where: own.contains) else {
            throw LedgerFault(.signature, path, "the log has not signed the head")
        }
        hasQuorum = policy.isSatisfied(by: signers)
        witnessCount = signers.count { !own.contains($0) }
    }
}
