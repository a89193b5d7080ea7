internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Sealing

extension Ceremony {
    /// Round 0: draws the polynomial and commits to its points.
    ///
    /// - Throws: ``CeremonyError``, `FileError`.
    public mutating func commit() throws -> CeremonyFile {
        try requireRunning()
        if let said = messages[MessagePlace(0, from: number)] { return said }
        if !Directory.exists(folder.secret) { try CeremonySecret(isRefresh: plan.isRefresh).create(folder.secret) }
        return try say(.commit(secret().digest))
    }

    /// Round 1: shows the points, once all have committed.
    ///
    /// - Throws: ``CeremonyError``, `FileError`.
    public mutating func reveal() throws -> CeremonyFile {
        try requireRunning()
        let commits = try all(0)
        if let said = messages[MessagePlace(1, from: number)] { return said }
        let secret = try secret()
        let knowledge =
            plan.isRefresh ? nil : KnowledgeProof(secret.polynomial, epoch: plan.epoch, party: number).bytes
        let reveal = CeremonyMessage.Reveal(
            points: secret.polynomial.commitments.points.map(\.bytes), nonce: secret.nonce, knowledge: knowledge,
            seen: commits.map(\.envelope.payloadDigest))
        return try say(.reveal(reveal))
    }

    /// Round 2: seals to each other party the value of the polynomial at its number, once all have revealed.
    ///
    /// - Throws: ``CeremonyError``, `FileError`, `SealingError`.
    public mutating func deal() throws -> [CeremonyFile] {
        try requireRunning()
        guard !isComplete else { throw CeremonyError.complete(plan.epoch) }
        _ = try all(1)
        var files: [CeremonyFile] = []
        for party in others {
            if let said = messages[MessagePlace(2, from: number, to: party)] {
                files.append(said)
                continue
            }
            var value = try secret().polynomial.value(for: party).bytes(at: 0).withBytes { span in span.indices.map { span[$0] } }
            defer { cleanse(&value) }
            files.append(try say(.deal(sealed: SealedFile.seal(value, to: recipients(party))), to: party))
        }
        return files
    }

    private func recipients(_ party: UInt8) throws -> [SealingRecipient] {
        let keys = terms.registry.usableKeys(of: plan.party(party), for: .seal, at: terms.time)
        let recipients = keys.compactMap { try? SealingRecipient(bytes: $0.publicKey) }
        guard !recipients.isEmpty else { throw CeremonyError.noKey(plan.party(party), .seal) }
        return recipients
    }

    /// Round 3: checks what was dealt, keeps the share, and says which keys came out. The own polynomial is erased.
    ///
    /// - Throws: ``CeremonyError``, `FileError`, ``ShareError``.
    public mutating func finish() throws -> CeremonyFile {
        try requireRunning()
        let place = MessagePlace(3, from: number)
        if messages[place] == nil {
            let keys = try keys()
            try keepShare(share(dealt: dealt(), keys))
            let seen = try (all(0) + all(1)).map(\.envelope.payloadDigest)
            guard let own = keys.shareKeys[number] else { throw CeremonyError.noKeys }
            _ = try say(
                .confirm(CeremonyMessage.Confirmation(publicKey: keys.publicKey.bytes, shareKey: own.bytes, seen: seen)))
        }
        try SecretFile.erase(folder.secret)
        try settle()
        guard let said = messages[place] else { throw CeremonyError.noKeys }
        return said
    }

    /// The values that the others dealt to this party, each held against its dealer's points, and the own one.
    private mutating func dealt() throws -> [GroupScalars] {
        guard missing(2).isEmpty else { throw CeremonyError.missing(round: 2, from: missing(2)) }
        guard let keys = terms.keys else { throw CeremonyError.noKey(terms.member, .seal) }
        let identity = try SealingIdentity(secret: keys.sealing)
        var values = [try secret().polynomial.value(for: number)]
        for party in others {
            guard let file = messages[MessagePlace(2, from: party, to: number)], case .deal(let sealed) = file.message.body else {
                continue
            }
            guard var bytes = try? SealedFile.open(sealed, with: [identity]), bytes.count == GroupScalars.byteCount,
                let value = GroupScalars(SecretBytes(erasing: &bytes)), try commitments(of: party).holds(value, for: number)
            else { throw try accuse(party, of: .share, showing: [file]) }
            values.append(value)
        }
        return values
    }

    private func share(dealt: [GroupScalars], _ keys: ThresholdKeys) throws -> EvaluatorShare {
        let share: EvaluatorShare?
        if plan.isRefresh {
            let old = try baseKeys()
            guard let key = old.shareKeys[number] else { throw CeremonyError.otherDocument(plan.epoch) }
            share = try ShareFile.read(paths, of: plan.epoch, evaluator: number, publicKey: key).refreshed(by: dealt)
        } else {
            share = EvaluatorShare(summing: dealt, of: number)
        }
        guard let share, share.publicKey == keys.shareKeys[number] else { throw CeremonyError.noKeys }
        return share
    }

    private func keepShare(_ share: EvaluatorShare) throws {
        guard !Directory.exists(sharePath) else {
            guard keptShare(with: share.publicKey) else { throw CeremonyError.anotherShare(plan.epoch) }
            return
        }
        try ShareFile.create(share, at: sharePath)
    }

    /// Once all have confirmed, nobody needs again what was dealt.
    mutating func settle() throws {
        guard isComplete else { return }
        try folder.eraseDealt()
        messages = messages.filter { $0.key.round != 2 }
    }
}
