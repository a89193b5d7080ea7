internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

/// What became of a message that was handed in.
public enum TakenCeremonyMessage: String, Sendable, Hashable {
    /// It is kept from now on.
    case taken
    /// It was here before.
    case known
}

extension Ceremony {
    /// Takes messages of the other parties, in the order of their rounds.
    ///
    /// - Returns: what became of each, in that order.
    /// - Throws: ``CeremonyError``, `FileError`, `RegistryError`; messages before the one that is refused stay.
    public mutating func take(
        _ envelopes: [DSSEEnvelope]
    ) throws -> [(file: CeremonyFile, outcome: TakenCeremonyMessage)] {
        try requireRunning()
        let files = try envelopes.map { try verified($0) }
        let ordered = files.sorted { ($0.place.round, $0.place.from) < ($1.place.round, $1.place.from) }
        var taken: [(file: CeremonyFile, outcome: TakenCeremonyMessage)] = []
        for file in ordered { taken.append((file, try take(file))) }
        return taken
    }

    /// The message in an envelope that one key in force of the party it names signed, for this plan.
    ///
    /// - Throws: ``CeremonyError``, `RegistryError`.
    func verified(_ envelope: DSSEEnvelope) throws -> CeremonyFile {
        let file = try CeremonyFile(envelope)
        let message = file.message
        guard message.epoch == plan.epoch else { throw CeremonyError.otherEpoch(message.epoch) }
        let sender = plan.party(message.from)
        guard message.plan == planDigest else { throw CeremonyError.otherPlan(sender) }
        guard CeremonyEvidence.isSigned(envelope, by: sender, terms.registry, at: terms.time) else {
            throw CeremonyError.signature(sender)
        }
        return file
    }

    private mutating func take(_ file: CeremonyFile) throws -> TakenCeremonyMessage {
        let (place, known) = (file.place, messages[file.place])
        guard place.to == 0 || place.to == number || place.from == number else {
            throw CeremonyError.otherRecipient(plan.party(place.to))
        }
        if let known, known.envelope.payload == file.envelope.payload { return .known }
        guard place.from != number else { throw CeremonyError.notOwn }
        // All hold shares of one key: whoever contradicts itself now could only have others erase theirs.
        guard !isComplete else { throw CeremonyError.complete(plan.epoch) }
        if let known { throw try accuse(place.from, of: .equivocation, showing: [known, file]) }
        if case .complain = file.message.body {
            try folder.keep(file)
            messages[place] = file
            throw try ended() ?? CeremonyError.noKeys
        }
        try requireInTurn(place)
        try check(file)
        try folder.keep(file)
        messages[place] = file
        try settle()
        return .taken
    }

    /// Nobody may be a round ahead: who reveals before all have committed lets somebody choose.
    private func requireInTurn(_ place: MessagePlace) throws(CeremonyError) {
        guard place.round > 0 else { return }
        let missing = missing(place.round - 1)
        guard missing.isEmpty else { throw .tooEarly(round: place.round, from: plan.party(place.from), missing: missing) }
    }

    private mutating func check(_ file: CeremonyFile) throws {
        switch file.message.body {
        case .reveal(let reveal):
            try checkView(reveal.seen, of: file)
            guard let commit = messages[MessagePlace(0, from: file.place.from)] else { return }
            switch CeremonyEvidence.fault(of: reveal, after: commit, in: plan, of: file.place.from) {
            case .commitment?: throw try accuse(file.place.from, of: .commitment, showing: [commit, file])
            case let fault?: throw try accuse(file.place.from, of: fault, showing: [file])
            case nil: return
            }
        case .confirm(let confirmation):
            try checkView(confirmation.seen, of: file)
            guard CeremonyEvidence.confirms(confirmation, try keys(), file.place.from) else {
                throw try accuse(file.place.from, of: .keys, showing: [file])
            }
        case .commit, .deal, .complain: return
        }
    }

    /// Holds the messages that a party answers against those here, round by round and number by number.
    private mutating func checkView(_ seen: [Digest256], of file: CeremonyFile) throws {
        for (index, digest) in seen.enumerated() {
            let (round, party) = (index / CeremonyPlan.partyCount, UInt8(index % CeremonyPlan.partyCount + 1))
            guard messages[MessagePlace(round, from: party)]?.envelope.payloadDigest != digest else { continue }
            guard party != file.place.from, party != number else { throw try accuse(file.place.from, of: .view, showing: [file]) }
            throw CeremonyError.differentView(by: plan.party(file.place.from), of: plan.party(party), round: round)
        }
    }
}
