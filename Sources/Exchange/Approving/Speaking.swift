internal import Agreements
public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

extension Node {
    /// Makes the key with which an officer approves or rejects, in one capacity.
    ///
    /// - Throws: ``TransferError/officerExists(_:)``, `FileError`, `PrivateKeyFileError`, `LedgerError`.
    public func addOfficer(_ officer: Actor, passphrase: SecretBytes?) throws {
        let keys = OfficerKeys(self)
        guard !Directory.exists(keys.path(of: officer.name)) else { throw TransferError.officerExists(officer.name) }
        try Directory.create(paths.officerKeys)
        let key = try Ed25519PrivateKey()
        let record = OfficerKeys.Record(key: key.publicKey, role: officer.role)
        // The public half first: a key without one would be refused, a public half without a key signs nothing.
        try DurableFile.write(record.bytes, to: keys.recordPath(of: officer.name), replacing: true)
        try log(
            LoggedEvent(
                .configurationChange,
                [
                    (.setting, .string(SpokenWords.settingPrefix + officer.name)), (.digest, .string(record.digest.hex)),
                ]))
        try NodeKeys.write(.ed25519(key), to: keys.path(of: officer.name), passphrase)
    }

    /// An officer approves what waits, or rejects it: signed, and committed to the audit log, from where it counts.
    ///
    /// The officer is ``actor``.
    ///
    /// - Returns: what is still missing.
    /// - Throws: ``TransferError`` (nothing held, no key, spoken before, rejected, another role), `FileError`, `LedgerError`.
    @discardableResult
    public func speak(
        approving isApproval: Bool, of name: String, justification: String, at time: Timestamp,
        passphrase: () throws -> SecretBytes?
    ) throws -> [String] {
        guard let held = try heldTransfer(name) else { throw TransferError.notHeld(name) }
        let subject = held.subject.digest
        let keys = OfficerKeys(self)
        guard let record = try keys.record(of: actor.name) else { throw TransferError.noOfficerKey(actor.name) }
        guard record.role == actor.role else { throw TransferError.otherCapacity(actor.name, is: record.role) }
        guard held.needed[actor.role] != nil else {
            throw TransferError.roleNotAsked(actor.role, asked: held.needed.keys.sorted())
        }
        let words = try SpokenWords(self)
        if let officer = words.rejecting(subject) { throw TransferError.rejected(name, by: officer) }
        guard !isApproval || !words.approvals(of: subject, at: time).contains(where: { $0.by == actor.name }) else {
            throw TransferError.spoken(name, by: actor.name)
        }
        let verdict: OfficerWord.Verdict = isApproval ? .approve : .reject
        let message = OfficerWord.message(verdict, about: subject, by: actor.name, role: actor.role, at: time)
        let signature = try keys.signingKey(of: actor.name, passphrase: passphrase).sign(message)
        let word = OfficerWord(
            verdict: verdict, subject: subject, by: actor.name, role: actor.role, time: time, signature: signature, entry: 0)
        try log(word.event(named: name, for: held.subject.input.to.name, because: justification))
        return try SpokenWords(self).missing(held.needed, of: subject, at: time)
    }
}
