public import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

extension Node {
    /// Signs an agreement for this node's member, and keeps it with the signatures so far.
    ///
    /// - Throws: ``AgreeingError/notOurs(_:)`` when the member is no party; `FileError`, `PrivateKeyFileError`, ``NodeError``.
    public func sign(_ agreement: Agreement) throws -> SignedNote {
        guard agreement.party(settings.member) != nil else { throw AgreeingError.notOurs(agreement.id) }
        let note = try signed(AgreementNote.text(for: agreement))
        try propose(agreement, note: note)
        return note
    }

    private func signed(_ text: [UInt8]) throws -> SignedNote {
        let signer = try NoteSigner(name: AgreementNote.keyName(of: settings.member), privateKey: keys().agreeing)
        return try SignedNote(text: text, signatures: [signer.signature(for: text)])
    }

    /// A party's word with its signature: what others take in.
    public struct SignedWord: Sendable, Hashable {
        /// What is said.
        public let word: Suspension
        /// The signature.
        public let note: SignedNote
    }

    /// Suspends an agreement at once, or lets it go on, in this member's name; the audit log has it before it counts.
    ///
    /// - Parameter reason: why, for people; kept and shown to the parties.
    /// - Returns: the document and its signature, for the other parties.
    /// - Throws: ``AgreeingError``, `AgreementError` (a reason that is no text), `LedgerError`, `FileError`.
    public func say(_ state: Suspension.State, of held: HeldAgreement, reason: String, at time: Timestamp) throws -> SignedWord {
        let own = settings.member
        guard held.agreement.valid.mayBeSuspendedBy.contains(own) else { throw AgreeingError.maySuspendNot(own) }
        guard state == .suspended || held.standing(at: time).suspensions.contains(where: { $0.by == own }) else {
            throw AgreeingError.notSuspended(held.agreement.id, by: own)
        }
        // Of words of one moment the suspension counts, so one that lifts it has to be later than the word before.
        let last = held.words.filter { $0.by == own }.map(\.since).max()
        let next = last.map { state == .resumed ? $0.adding(seconds: 1) : $0 }
        let said = Suspension(
            agreement: held.agreement.digest, by: own, state: state, since: max(time, next ?? time), reason: reason)
        let word = try Suspension(parsing: said.canonicalBytes())
        let note = try signed(word.noteText)
        try take(word, note: note, at: time)
        return SignedWord(word: word, note: note)
    }

    /// Takes in a party's word about an agreement that was activated here. The same word again changes nothing.
    ///
    /// - Throws: ``AgreeingError``, `AgreementError` (who may not, a wrong signature), `LedgerError`, `FileError`.
    @discardableResult
    public func take(_ word: Suspension, note: SignedNote, at time: Timestamp) throws -> HeldAgreement {
        guard var held = try NodeAgreements(self)[word.agreement] else { throw AgreeingError.unknown(word.agreement.hex) }
        do {
            try word.verify(note, for: held.agreement, registry: try registry(), at: time)
        } catch let error as AgreementError where word.by == settings.member && error.reason == .keyName {
            throw AgreeingError.keyNotListed(word.by)
        }
        guard !held.words.contains(word) else { return held }
        let bytes = word.canonicalBytes()
        let digest = SHA256.hash(bytes)
        try Directory.create(paths.agreements)
        try DurableFile.write(bytes, to: paths.agreementDocument(digest.hex), replacing: true)
        try DurableFile.write(note.bytes, to: paths.agreementNote(digest.hex), replacing: true)
        let change = StandingChange(
            act: .word, agreement: word.agreement, document: digest, signers: [word.by], time: word.since)
        try commit(
            change,
            as: LoggedEvent(
                .agreementSuspend,
                [
                    (.agreement, .string(word.agreement.hex)), (.version, .integer(held.agreement.version)),
                    (.reason, .string(word.reason)), (.outcome, .string(word.state.rawValue)), (.digest, .string(digest.hex)),
                ], further: [("by", .org, .string(word.by.name)), ("since", .policy, .string(word.since.rfc3339))]))
        held.words.append(word)
        return held
    }
}
