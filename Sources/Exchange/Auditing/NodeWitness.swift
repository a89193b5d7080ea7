public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

/// Witnessing over files: members sign one another's heads by handing requests and answers over (docs/spec/ledger-store.md).
extension Node {
    /// The name under which a member signs heads of others.
    static func witnessName(of member: MemberID) -> String { "\(member.name)/witness" }

    /// What to ask a witness: to sign the newest head.
    ///
    /// - Parameter oldSize: the size of the head the witness has; nothing for what its newest signature here says.
    /// - Throws: `LedgerError`, ``NodeError``, `FileError`, `LogError`.
    public func witnessRequest(to member: MemberID, oldSize: UInt64? = nil) throws -> AddCheckpointRequest {
        let policy = try witnessPolicy()
        guard let witness = policy.witnesses.first(where: { $0.name == Self.witnessName(of: member) }) else {
            throw NodeError.notAWitness(member.name)
        }
        let known = try CosignedHeads(of: self, by: policy).signatures.first { $0.witness == witness }?.size
        return try openLedger().witnessRequest(from: oldSize ?? known ?? 0)
    }

    /// Answers, as a witness, another member's request.
    ///
    /// A fork that comes to light is kept with its proof, and is an entry of this node's log.
    ///
    /// - Throws: `LedgerError`, ``NodeError``, `FileError`.
    public func answerAsWitness(_ body: [UInt8], at time: Timestamp) throws -> WitnessVerdict {
        guard let request = AddCheckpointRequest(parsing: body), let head = try? Checkpoint(parsing: request.checkpoint.text)
        else {
            return WitnessVerdict(answer: .malformed)
        }
        try Directory.create(paths.witness)
        let signer = try NoteSigner(
            name: Self.witnessName(of: settings.member), algorithm: .cosignature, privateKey: LedgerKeys(reading: paths).witness)
        let witness = try Witness(
            in: DiskVolume(paths.witness), signer: signer, logs: logKeys(ofOrigin: head.origin, at: time))
        let known = try forkNames()
        let answer = try witness.addCheckpoint(request, at: time)
        for name in try forkNames().subtracting(known).sorted() {
            let evidence = paths.nameInHome("\(paths.witness)/\(LedgerLayout.forks)/\(name)")
            let peer = Self.member(ofOrigin: head.origin)?.name ?? head.origin
            try log(LoggedEvent(.forkSeen, [(.peer, .string(peer)), (.evidence, .string(evidence))]))
            try suspend(by: "\(paths.witness)/\(LedgerLayout.forks)/\(name)", ofOrigin: head.origin)
        }
        return WitnessVerdict(
            answer: answer, fork: witness.fork.map { "\(paths.witness)/\($0)" },
            refused: witness.refused.map { "\(paths.witness)/\($0)" })
    }

    /// The newest head that this node's witness keeps of a member's log, of its newest generation.
    ///
    /// - Throws: ``NodeError/noWitnessedHead(_:)``, `FileError`.
    public func witnessedHead(of member: MemberID) throws -> SignedNote {
        let names = Directory.isDirectory(paths.witness) ? try Directory.names(in: paths.witness) : []
        let heads = try names.map { "\(paths.witness)/\($0)/\(LedgerLayout.checkpoint)" }.filter(Directory.exists)
            .compactMap { path -> (generation: Int, note: SignedNote)? in
                let bytes = try FileReader.contents(of: path, limitBytes: SignedNote.limitBytes)
                guard let note = try? SignedNote(parsing: bytes), let origin = (try? Checkpoint(parsing: note.text))?.origin,
                    Self.member(ofOrigin: origin) == member
                else { return nil }
                return (Self.generation(ofOrigin: origin), note)
            }
        guard let newest = heads.max(by: { $0.generation < $1.generation }) else { throw NodeError.noWitnessedHead(member.name) }
        return newest.note
    }

    /// Takes a witness's answer in. One that was lost is back, which is an entry.
    ///
    /// - Returns: the size that is signed now; nothing when the answer holds no signature.
    /// - Throws: `LedgerError`; `.witness` for a signature by a key that the policy does not name, or over no head of this log.
    public func merge(_ answer: WitnessAnswer) throws -> UInt64? {
        guard case .signed(let signature) = answer else { return nil }
        let witnesses = try witnessPolicy().witnesses
        guard let key = witnesses.first(where: { $0.name == signature.keyName && $0.keyID == signature.keyID }) else {
            throw LedgerError.witness
        }
        let directory = "\(paths.ledger)/\(LedgerLayout.checkpoints)"
        let sizes = try Directory.names(in: directory).compactMap { UInt64($0) }.sorted(by: >)
        for size in sizes.prefix(CosignedHeads.limit) {
            let bytes = try FileReader.contents(of: "\(directory)/\(size)", limitBytes: SignedNote.limitBytes)
            guard let head = try? SignedNote(parsing: bytes),
                let signed = try? SignedNote(text: head.text, signatures: [signature]), (try? signed.verified(by: [key])) != nil
            else { continue }
            try openLedger().merge(signature, by: key, size: size)
            try noteWitness(key.name, isLost: false)
            return size
        }
        throw LedgerError.witness
    }

    /// Holds a head of this log that somebody else keeps against the log.
    ///
    /// - Throws: `LedgerError`; `.rolledBack`, `.fork` when this log is an older copy, or has two histories: both heads are kept,
    ///   and nothing is signed any more.
    public func compare(with note: SignedNote) throws -> HeadStanding { try openLedger().compare(with: note) }

    /// How many entries this node's log has, the ones included that are committed and not yet published.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func ledgerSize() throws -> UInt64 { try openLedger().size }

    /// Makes the policy by which heads of this log are believed: its key, the witnesses, the usual quorum. The change is logged first.
    ///
    /// - Throws: ``NodeError`` for a member without a witness key in force, `FileError`, `LedgerError`.
    @discardableResult
    public func setWitnesses(_ members: [MemberID], at time: Timestamp) throws -> String {
        let registry = try registry()
        let witnesses = try members.map { id -> WitnessQuorum.Member in
            guard id != settings.member else { throw NodeError.ownWitness }
            guard let member = registry.member(id),
                let key = registry.usableKeys(of: id, for: .witness, at: time).last
            else { throw NodeError.notAWitness(id.name) }
            let publicKey = try Ed25519PublicKey(parsing: key.publicKey)
            return WitnessQuorum.Member(
                key: try NoteKey(name: Self.witnessName(of: id), algorithm: .cosignature, publicKey: publicKey),
                organisation: member.owner.name, role: member.roles.map(\.rawValue).sorted().first ?? "")
        }
        let text = try WitnessQuorum.policy(log: logSigner().key, witnesses: witnesses)
        let bytes = Array(text.utf8)
        try logConfiguration("witness.policy", digest: SHA256.hash(bytes))
        try DurableFile.write(bytes, to: "\(paths.ledger)/\(LedgerLayout.policy)", mode: 0o644, replacing: true)
        return text
    }

    /// The keys that may sign the log of an origin: those the registry lists for the member it begins with.
    private func logKeys(ofOrigin origin: String, at time: Timestamp) throws -> [NoteKey] {
        guard let member = Self.member(ofOrigin: origin) else { return [] }
        return try registry().usableKeys(of: member, for: .log, at: time).compactMap { key in
            guard let publicKey = try? Ed25519PublicKey(parsing: key.publicKey) else { return nil }
            return try? NoteKey(name: origin, algorithm: .ed25519, publicKey: publicKey)
        }
    }

    /// The member whose log it is: `org.alpha/audit/1`.
    static func member(ofOrigin origin: String) -> MemberID? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "audit", Int(parts[2]).map({ $0 > 0 }) ?? false else { return nil }
        return MemberID(String(parts[0]))
    }

    /// The number at the end of an origin.
    static func generation(ofOrigin origin: String) -> Int { origin.split(separator: "/").last.flatMap { Int($0) } ?? 0 }

    /// A member whose log showed this node's witness two histories is suspended like one that showed them with transfers.
    private func suspend(by directory: String, ofOrigin origin: String) throws {
        guard let member = Self.member(ofOrigin: origin), try registry().member(member) != nil else { return }
        let notes = ["first.note", "second.note"].compactMap { name in
            try? SignedNote(parsing: FileReader.contents(of: "\(directory)/\(name)", limitBytes: SignedNote.limitBytes))
        }
        guard notes.count == 2 else { return }
        let size = (try? Checkpoint(parsing: notes[0].text))?.size ?? 0
        try PeerHeads(self, of: member).suspend(notes[0], notes[1], size: size, isLogged: true)
    }

    private func forkNames() throws -> Set<String> {
        let directory = "\(paths.witness)/\(LedgerLayout.forks)"
        return Directory.isDirectory(directory) ? Set(try Directory.names(in: directory)) : []
    }
}

extension Node {
    /// Commits that something the node goes by was changed; before the change takes effect.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func logConfiguration(_ setting: String, digest: Digest256) throws {
        try log(LoggedEvent(.configurationChange, [(.setting, .string(setting)), (.digest, .string(digest.hex))]))
    }
}
