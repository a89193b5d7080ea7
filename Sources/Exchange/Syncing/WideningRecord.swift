internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import SignedBundles

/// How far the bundles that a peer confirmed were gone through since the rules for it changed: `run/widened/<member>.json`, which nothing depends
/// on. Without it they are gone through once more, and what the peer has is not sent again.
struct WideningRecord: Sendable, Hashable {
    /// The rules by which they are gone through: ``Node/rulesMark(for:at:)``.
    var rules: Digest256
    /// The entry of the log from which on transfers are looked at next.
    var next: UInt64 = 0
    /// What was sent from this entry on was sent by these rules.
    let until: UInt64
    /// When all of them are gone through once more, because the peer refused some.
    var again: Timestamp?

    /// What was refused is tried again after so long.
    static let pauseSeconds: Int64 = 6 * 3_600

    init(rules: Digest256, until: UInt64) {
        self.rules = rules
        self.until = until
    }

    init?(of peer: MemberID, at paths: HomePaths) {
        guard let bytes = try? FileReader.contents(of: paths.widened(peer.name), limitBytes: 4 << 10),
            let object = try? StrictJSON.parse(bytes).object, let rules = object["rules"]?.string.flatMap({ Digest256(hex: $0) }),
            let next = object["next"]?.integer, let until = object["until"]?.integer, next >= 0, until >= 0
        else { return nil }
        self.init(rules: rules, until: UInt64(until))
        self.next = UInt64(next)
        again = object["again"]?.string.flatMap { Timestamp(rfc3339: $0) }
    }

    func write(of peer: MemberID, at paths: HomePaths) throws {
        try Directory.create(paths.widenings)
        var object = JSONObject()
        object["again"] = again.map { .string($0.rfc3339) }
        object["next"] = .integer(Int64(clamping: next))
        object["rules"] = .string(rules.hex)
        object["until"] = .integer(Int64(clamping: until))
        try DurableFile.write(object.canonicalBytes() + [0x0A], to: paths.widened(peer.name), replacing: true)
    }
}

extension HomePaths {
    fileprivate var widenings: String { "\(run)/widened" }
    fileprivate func widened(_ peer: String) -> String { "\(widenings)/\(peer).json" }
}

extension Node {
    /// What decides how much a peer is due: the agreements of the shared groups, its roles, this member's own profile.
    ///
    /// - Throws: ``NodeError``, `FileError`, `DisclosureProfileError`.
    func rulesMark(for peer: MemberID, at time: Timestamp) throws -> Digest256 {
        let desk = try DecisionDesk(self, at: time)
        var text = "profile \(try gate().profileDigest.hex)\n"
        text += "roles \(try registry().roles(of: peer).map(\.rawValue).sorted().joined(separator: " "))\n"
        for group in try groups(sharedWith: peer).sorted() {
            switch desk.governance(of: group, from: settings.member, to: peer) {
            case .agreement(let held): text += "\(group.name) \(held.agreement.digest.hex) \(held.standing(at: time))\n"
            case .profile: text += "\(group.name) profile\n"
            case .missing: text += "\(group.name) none\n"
            }
        }
        return SHA256.hash(Array(text.utf8))
    }

    /// The next of this member's own bundles of which a peer may be due more than it confirmed, oldest first.
    func wideningPlan(for peer: MemberID, _ book: TransferBook, at time: Timestamp) throws -> WideningPlan {
        let rules = try rulesMark(for: peer, at: time)
        let kept = WideningRecord(of: peer, at: paths)
        var record = WideningRecord(rules: rules, until: book.next)
        if let kept, kept.rules == rules { record = kept }
        if record.next >= record.until, let again = record.again, again <= time { (record.next, record.again) = (0, nil) }
        guard record.next < record.until else { return WideningPlan(record: record, isChanged: record != kept) }
        let own = try ownManifests(sharedWith: peer)
        let sent = book.all(with: peer).filter { item in
            item.isSent && item.entry >= record.next && item.entry < record.until && item.manifest.map(own.contains) ?? false
        }
        // What is under way was cut by the rules of before: it is looked at once it has arrived.
        if sent.contains(where: { $0.state == .inDoubt }) { record.again = time.adding(seconds: WideningRecord.pauseSeconds) }
        let done = sent.filter { $0.state == .done }.prefix(WideningPlan.bundlesInARound)
        return WideningPlan(record: record, isChanged: record != kept, sent: Array(done))
    }

    private func ownManifests(sharedWith peer: MemberID) throws -> Set<Digest256> {
        let chains = try StandingChains(store(for: .reading), under: registry())
        var manifests: Set<Digest256> = []
        for group in try groups(sharedWith: peer) {
            let chain = try chains.chain(of: settings.member, for: group)
            manifests.formUnion(chain.offered.values.map(\.digest))
        }
        return manifests
    }
}

/// What a round looks at because the rules for a peer changed.
struct WideningPlan: Sendable {
    var record: WideningRecord
    /// Whether the record is another than the one that is kept.
    var isChanged: Bool
    /// Confirmed transfers of the bundles to look at, in the order of the log.
    var sent: [TransferBook.Item] = []

    /// So many bundles are cut in one round to see whether the peer is due more.
    static let bundlesInARound = 4
}
