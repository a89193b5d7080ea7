internal import Agreements
public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import TransparencyLog

extension Node {
    /// Makes the key with which an officer approves or rejects.
    ///
    /// - Throws: ``TransferError/officerExists(_:)``, `FileError`, `PrivateKeyFileError`, `LedgerError`.
    public func addOfficer(_ officer: Actor, passphrase: SecretBytes?) throws {
        let path = officerKeyPath(officer.name)
        guard !Directory.exists(path) else { throw TransferError.officerExists(officer.name) }
        try Directory.create(paths.officerKeys)
        let key = try Ed25519PrivateKey()
        // The public half first: a key without one would be refused, a public half without a key signs nothing.
        try DurableFile.write(Array(Hex.encode(key.publicKey.bytes).utf8), to: path + Self.publicHalf, replacing: true)
        try log(
            LoggedEvent(
                .configurationChange,
                [
                    (.setting, .string("officer.\(officer.name)")), (.digest, .string(SHA256.hash(key.publicKey.bytes).hex)),
                ]))
        try NodeKeys.write(.ed25519(key), to: path, passphrase)
    }

    /// An officer approves a held hand-over, or rejects it: signed, and committed to the audit log before it counts.
    ///
    /// The officer is ``actor``.
    ///
    /// - Returns: what is still missing.
    /// - Throws: ``TransferError`` (nothing held, no key, spoken before, another role), `FileError`, `LedgerError`.
    @discardableResult
    public func speak(
        approving isApproval: Bool, of name: String, justification: String, at time: Timestamp,
        passphrase: () throws -> SecretBytes?
    ) throws -> [String] {
        guard var held = try heldTransfer(name) else { throw TransferError.notHeld(name) }
        guard !held.words.contains(where: { $0.by == actor.name }) else { throw TransferError.spoken(name, by: actor.name) }
        guard held.needed[actor.role] != nil else {
            throw TransferError.roleNotAsked(actor.role, asked: held.needed.keys.sorted())
        }
        let verdict: OfficerWord.Verdict = isApproval ? .approve : .reject
        let input = held.input.digest
        let key = try officerKey(actor.name, passphrase: passphrase)
        let message = OfficerWord.message(verdict, about: input, by: actor.name, role: actor.role, at: time)
        let signature = try key.sign(message)
        let entry = try log(
            LoggedEvent(
                isApproval ? .approve : .reject,
                [
                    (.item, .string(name)), (.justification, .string(justification)), (.digest, .string(input.hex)),
                    (.recipient, .string(held.input.to.name)),
                ], further: [("sig", .staff, .string(Base64.encode(signature)))]))
        held.words.append(
            OfficerWord(
                verdict: verdict, by: actor.name, role: actor.role, time: time, signature: signature, entry: entry.index))
        return try hold(held).missing
    }

    /// The approvals of a held hand-over whose signatures verify.
    ///
    /// - Throws: `FileError`.
    func approvals(of held: HeldTransfer) throws -> [Approval] {
        let input = held.input.digest
        return try held.words.filter { $0.verdict == .approve }.compactMap { word in
            guard let key = try officerPublicKey(word.by), word.isValid(about: input, key: key) else { return nil }
            return word.approval
        }
    }

    private func officerKey(_ name: String, passphrase: () throws -> SecretBytes?) throws -> Ed25519PrivateKey {
        let path = officerKeyPath(name)
        guard Directory.exists(path) else { throw TransferError.noOfficerKey(name) }
        let key = try NodeKeys.readSigningKey(path, passphrase: passphrase)
        guard try officerPublicKey(name) == key.publicKey else { throw NodeError.keyChanged(path) }
        return key
    }

    private func officerPublicKey(_ name: String) throws -> Ed25519PublicKey? {
        let path = officerKeyPath(name) + Self.publicHalf
        guard Directory.exists(path) else { return nil }
        let text = try Self.ownFile(path, limitBytes: Self.publicHalfLimitBytes)
        return Hex.decode(String(decoding: text, as: UTF8.self)).flatMap { try? Ed25519PublicKey(parsing: $0) }
    }

    private func officerKeyPath(_ name: String) -> String { "\(paths.officerKeys)/\(name).pem" }

    private static let publicHalf = ".pub"
    private static let publicHalfLimitBytes = 128
}
