internal import Agreements
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MergeEngine
internal import NodeStore
internal import TransparencyLog

/// The bundles that wait for an officer of this node, and the officers' words about them.
public struct NodeQuarantine {
    let node: Node
    let time: Timestamp

    /// Asks a node at a time.
    public init(_ node: Node, at time: Timestamp) {
        self.node = node
        self.time = time
    }

    /// A bundle that waits, waited or was refused.
    public struct Bundle: Sendable, Hashable {
        /// Who signed it.
        public let publisher: MemberID
        /// The group it is for.
        public let audience: GroupID
        /// Its number in the chain.
        public let sequence: Int
        /// The digest of its manifest.
        public let manifest: Digest256
        /// The new rows for which it was held, retractions left out.
        public let rows: Int
        /// Why it was held.
        public let reason: HoldReason
        /// Since when.
        public let time: Timestamp
        /// `waiting`, `released` or `refused`.
        public let state: String
        /// Who said the last word, when and why; empty while it waits.
        public let officer: String
        /// The officer's reason.
        public let why: String
        /// The officers who have signed for its release so far, when more than one has to.
        public let approved: [String]
        /// How many have to.
        public let officersNeeded: Int
    }

    /// Every bundle that was ever held and is in the store, oldest first.
    ///
    /// - Throws: `FileError`, `StoreError`, `LedgerError`, ``NodeError``.
    public func bundles() throws -> [Bundle] {
        let items = try node.quarantineRecord().items.values
        guard !items.isEmpty else { return [] }
        let held = Set(try node.store(for: .reading).keptStreams().map(\.manifest))
        let words = try items.contains { $0.place.officersNeeded > 1 } ? SpokenWords(node) : nil
        return items.filter { held.contains($0.place.manifest) }
            .sorted { ($0.place.time, $0.place.manifest) < ($1.place.time, $1.place.manifest) }
            .map { item in
                let approved = words?.approvals(of: item.place.subject, at: time).map(\.by) ?? []
                return Bundle(item, approvedBy: Set(approved).sorted())
            }
    }

    /// Releases a bundle: from then on it is as if it had never waited.
    ///
    /// - Parameters:
    ///   - officer: who decides; with `release_officers` above 1 the name of a key of `tocsin officer`.
    ///   - why: the reason, for the record.
    /// - Returns: how many officers are still missing.
    /// - Throws: ``NodeError/notQuarantined(_:)``, ``TransferError`` (no key, spoken before), `FileError`, `LedgerError`.
    @discardableResult
    public func release(
        _ manifest: Digest256, officer: String, why: String, passphrase: () throws -> SecretBytes? = { nil }
    ) throws -> Int {
        let place = try place(of: manifest) { $0.reason != nil }
        if place.officersNeeded > 1 {
            let missing = try approve(place, by: officer, why, passphrase)
            guard missing == 0 else { return missing }
        }
        try node.log(place.event(.quarantineRelease, why, by: officer))
        // Before the word is kept: after a kill in between, the release is said once more and loses no receipt.
        try node.confirmRelease(of: manifest, at: time)
        try node.keep(.word(isRelease: true, manifest: manifest, OfficerNote(officer: officer, why: why, time: time)))
        return 0
    }

    /// Refuses a bundle: what could lead to action stays without effect. A release can revise it.
    ///
    /// - Throws: ``NodeError/notQuarantined(_:)``, `FileError`, `LedgerError`.
    public func refuse(_ manifest: Digest256, officer: String, why: String) throws {
        let place = try place(of: manifest) { $0.word == nil }
        try node.log(
            LoggedEvent(
                .reject,
                [(.item, .string(manifest.hex)), (.justification, .string(why)), (.peer, .string(place.publisher.name))],
                further: [("officer", .staff, .string(officer))]))
        try node.keep(.word(isRelease: false, manifest: manifest, OfficerNote(officer: officer, why: why, time: time)))
    }

    private func place(of manifest: Digest256, where isOpen: (QuarantineRecord.Item) -> Bool) throws -> HeldPlace {
        guard let item = try node.quarantineRecord().items[manifest], isOpen(item) else {
            throw NodeError.notQuarantined(manifest.hex)
        }
        return item.place
    }

    /// An officer's signed word, in the audit log.
    ///
    /// - Returns: how many are still missing.
    private func approve(
        _ place: HeldPlace, by officer: String, _ why: String, _ passphrase: () throws -> SecretBytes?
    ) throws -> Int {
        let keys = OfficerKeys(node)
        guard let record = try keys.record(of: officer),
            let actor = Actor(name: officer, role: record.role, authentication: "key")
        else { throw TransferError.noOfficerKey(officer) }
        let given = Set(try SpokenWords(node).approvals(of: place.subject, at: time).map(\.by))
        guard !given.contains(officer) else { throw TransferError.spoken(place.manifest.hex, by: officer) }
        let message = OfficerWord.message(.approve, about: place.subject, by: officer, role: record.role, at: time)
        let word = OfficerWord(
            verdict: .approve, subject: place.subject, by: officer, role: record.role, time: time,
            signature: try keys.signingKey(of: officer, passphrase: passphrase).sign(message), entry: 0)
        node.actor = actor
        try node.log(word.event(named: place.manifest.hex, for: node.settings.member.name, because: why))
        let all = Set(try SpokenWords(node).approvals(of: place.subject, at: time).map(\.by))
        return max(0, place.officersNeeded - all.count)
    }
}

extension NodeQuarantine.Bundle {
    fileprivate init(_ item: QuarantineRecord.Item, approvedBy officers: [String]) {
        let place = item.place
        self.init(
            publisher: place.publisher, audience: place.audience, sequence: place.sequence, manifest: place.manifest,
            rows: place.rows, reason: place.reason, time: place.time,
            state: item.word.map { $0.isRelease ? "released" : "refused" } ?? "waiting", officer: item.word?.note.officer ?? "",
            why: item.word?.note.why ?? "", approved: officers, officersNeeded: place.officersNeeded)
    }
}
