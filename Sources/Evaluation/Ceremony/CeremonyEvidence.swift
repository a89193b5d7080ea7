internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry

/// What signed messages show by themselves, whoever looks at them.
enum CeremonyEvidence {
    /// Whether one key in force of a member, and nobody else, signed an envelope of a ceremony.
    static func isSigned(_ envelope: DSSEEnvelope, by member: MemberID, _ registry: VerifiedRegistry, at time: Timestamp) -> Bool
    {
        guard envelope.payloadType == CeremonyMessage.payloadType, envelope.signatures.count == 1,
            let signature = envelope.signatures.first, let record = registry.signingKey(signature.keyID),
            record.member == member.name, record.use == .sign, record.status == .active,
            let from = record.notBefore, let until = record.notAfter, from <= time, time < until, let key = record.verificationKey
        else { return false }
        return key.isValidSignature(signature.bytes, for: envelope.preAuthenticationEncoding)
    }

    /// What is wrong with what a party revealed.
    static func fault(
        of reveal: CeremonyMessage.Reveal, after commit: CeremonyFile, in plan: CeremonyPlan, of party: UInt8
    ) -> CeremonyComplaint.Fault? {
        guard case .commit(let digest) = commit.message.body,
            let commitments = ShareCommitments(reveal, isRefresh: plan.isRefresh)
        else { return .knowledge }
        guard commitments.digest(with: reveal.nonce) == digest else { return .commitment }
        // The constant of a refresh is 0, which everybody knows.
        guard !plan.isRefresh else { return nil }
        guard let proof = reveal.knowledge.flatMap({ KnowledgeProof($0) }) else { return .knowledge }
        let revealed = RevealedCommitments(commitments: commitments, nonce: reveal.nonce, knowledge: proof)
        return revealed.holds(for: digest, epoch: plan.epoch, party: party) ? nil : .knowledge
    }

    /// Whether a party confirms the keys that follow from what all revealed.
    static func confirms(_ confirmation: CeremonyMessage.Confirmation, _ keys: ThresholdKeys, _ party: UInt8) -> Bool {
        confirmation.publicKey == keys.publicKey.bytes && confirmation.shareKey == keys.shareKeys[party]?.bytes
    }
}

extension Ceremony {
    /// How far a complaint is shown by the messages in it.
    func judge(_ complaint: CeremonyComplaint, by complainer: UInt8) -> CeremonyVerdict.Standing {
        let files = complaint.messages.compactMap { try? verified($0) }
        guard files.count == complaint.messages.count, files.allSatisfy({ $0.place.from == complaint.culprit }) else {
            return .refuted
        }
        switch complaint.fault {
        case .equivocation:
            let isProven = files[0].place == files[1].place && files[0].envelope.payload != files[1].envelope.payload
            return isProven ? .proven : .refuted
        case .commitment, .knowledge: return judgeReveal(complaint, files)
        case .share: return files[0].place == MessagePlace(2, from: complaint.culprit, to: complainer) ? .alleged : .refuted
        case .keys:
            guard case .confirm(let confirmation) = files[0].message.body, let keys = try? keys() else { return .alleged }
            return CeremonyEvidence.confirms(confirmation, keys, complaint.culprit) ? .refuted : .proven
        case .view: return .alleged
        }
    }

    private func judgeReveal(
        _ complaint: CeremonyComplaint, _ files: [CeremonyFile]
    ) -> CeremonyVerdict.Standing {
        let commit = complaint.fault == .commitment ? files[0] : messages[MessagePlace(0, from: complaint.culprit)]
        guard let commit, let last = files.last, case .reveal(let reveal) = last.message.body else { return .refuted }
        return CeremonyEvidence.fault(of: reveal, after: commit, in: plan, of: complaint.culprit) == complaint.fault
            ? .proven : .refuted
    }
}
