public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import NodeAPI

/// Both sides' logs held against each other: every transfer between two members, by its digest.
public struct Reconciliation: Sendable, Hashable {
    /// How the two logs stand to each other about one transfer.
    public enum Finding: String, Sendable, CaseIterable {
        /// Both say that it arrived.
        case agrees
        /// It left here and the peer has taken it in, but its receipt is not here yet.
        case unconfirmed
        /// It was about to leave here, and the peer's log has nothing of it.
        case unknownThere = "unknown-there"
        /// Both say that it was refused, or did not leave.
        case refused
        /// The peer's log says that it was sent here, and this log has nothing of it.
        case unknownHere = "unknown-here"
        /// One log has the transfer twice as arrived.
        case duplicated
        /// One side says that it arrived, and the other that it did not, or not at all, or that it was another bundle.
        case contradicts

        /// Whether a person has to look into it.
        public var isFault: Bool { self == .contradicts || self == .duplicated }
    }

    /// One transfer.
    public struct Line: Sendable, Hashable {
        /// The transfer digest.
        public let transfer: Digest256
        /// Whether this node sent it.
        public let isSent: Bool
        /// How it stands here; nothing when this log has nothing of it.
        public let here: TransferPage.Item?
        /// How it stands there.
        public let there: TransferPage.Item?
        /// What follows.
        public let finding: Finding
    }

    /// The member.
    public let peer: MemberID
    /// The names of both logs.
    public let origins: (here: String, there: String)
    /// Transfers that both logs have settled alike, by their digest alone.
    public let agreedCount: Int
    /// Those that had to be looked at one by one.
    public let lines: [Line]

    /// Whether the two logs contradict each other.
    public var isContradicted: Bool { lines.contains { $0.finding.isFault } }

    /// Compares two values by what they say.
    public static func == (left: Self, right: Self) -> Bool {
        left.peer == right.peer && left.agreedCount == right.agreedCount && left.lines == right.lines
    }

    /// Hashes what they say.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(peer)
        hasher.combine(lines)
    }
}

extension Reconciliation {
    /// Asks a peer: first for the digest over everything, then for that of each bucket, then for the transfers of those that differ.
    ///
    /// - Parameter period: only transfers that began here in it are listed, and those of which this log has nothing.
    /// - Throws: `PeerFailure`, `Problem`, ``DocumentFault``, and what opening the home throws.
    public static func run(
        _ home: HomeDesk, _ transport: any PeerTransport, with peer: MemberID, period: Range<Timestamp>? = nil
    ) async throws -> Reconciliation {
        let own = try await home.work(.reading) { _, book, _ in OwnSide(book, peer) }
        let root = try DigestPage.root(parsing: try await transport.document(.transferDigest(byBuckets: false), of: peer))
        var (theirs, buckets, origin): ([TransferPage.Item], Set<UInt8>, String) = ([], [], "")
        if root != own.digest.root {
            let page = try DigestPage(parsing: try await transport.document(.transferDigest(byBuckets: true), of: peer))
            buckets = Set(own.digest.differences(from: page))
        }
        // What is not settled here stands in no digest, so its buckets are asked for as well.
        buckets.formUnion(own.items.filter { !$0.isSettled }.map { $0.transfer.bytes[0] })
        for bucket in buckets.sorted() { theirs += try await items(of: bucket, transport, peer, &origin) }
        return Reconciliation(own, theirs, in: buckets, origin, peer).during(period, own)
    }

    private static func items(
        of bucket: UInt8, _ transport: any PeerTransport, _ peer: MemberID, _ origin: inout String
    ) async throws -> [TransferPage.Item] {
        var (items, next): ([TransferPage.Item], UInt64?) = ([], 0)
        while let from = next, items.count < itemLimit {
            let page = try TransferPage(parsing: try await transport.document(.transfers(from: from, bucket: bucket), of: peer))
            guard page.next.map({ $0 > from }) ?? true else { throw PeerFailure(.malformed, peer) }
            origin = page.origin
            items += page.items.filter { $0.transfer.bytes[0] == bucket }
            next = page.next
        }
        return items
    }

    /// Of one bucket so many transfers are looked at.
    private static let itemLimit = 1_000_000

    /// This side's part.
    fileprivate struct OwnSide: Sendable {
        let items: [TransferPage.Item]
        let digest: DigestPage
        let origin: String
        /// When each transfer began here.
        let began: [Digest256: Timestamp]

        init(_ book: TransferBook, _ peer: MemberID) {
            items = book.all(with: peer).map(\.page)
            digest = book.digest(with: peer)
            origin = book.origin
            began = Dictionary(book.all(with: peer).map { ($0.transfer, $0.began) }) { first, _ in first }
        }
    }

    fileprivate init(
        _ own: OwnSide, _ theirs: [TransferPage.Item], in buckets: Set<UInt8>, _ origin: String, _ peer: MemberID
    ) {
        let looked = own.items.filter { buckets.contains($0.transfer.bytes[0]) }
        let here = Dictionary(looked.map { ($0.transfer, $0) }) { $0.isSettled ? $0 : $1 }
        let there = Dictionary(theirs.map { ($0.transfer, $0) }) { $0.isSettled ? $0 : $1 }
        let twice = Self.settledTwice(looked).union(Self.settledTwice(theirs))
        let all = Set(here.keys).union(there.keys).sorted()
        let judged = all.map { Line($0, here: here[$0], there: there[$0], isDuplicated: twice.contains($0)) }
        let settled = Set(own.items.filter(\.isSettled).map(\.transfer)).count
        self.init(
            peer: peer, origins: (own.origin, origin),
            agreedCount: settled - judged.count { $0.here?.isSettled == true && $0.finding != .agrees },
            lines: judged.filter { $0.finding != .agrees })
    }

    private static func settledTwice(_ items: [TransferPage.Item]) -> Set<Digest256> {
        var seen: Set<Digest256> = []
        return Set(items.filter(\.isSettled).map(\.transfer).filter { !seen.insert($0).inserted })
    }

    private func during(_ period: Range<Timestamp>?, _ own: OwnSide) -> Reconciliation {
        guard let period else { return self }
        return Reconciliation(
            peer: peer, origins: origins, agreedCount: agreedCount,
            lines: lines.filter { line in own.began[line.transfer].map(period.contains) ?? true })
    }
}

extension Reconciliation.Line {
    fileprivate init(
        _ transfer: Digest256, here: TransferPage.Item?, there: TransferPage.Item?, isDuplicated: Bool
    ) {
        self.init(
            transfer: transfer, isSent: here?.isSent ?? !(there?.isSent ?? false), here: here, there: there,
            finding: isDuplicated ? .duplicated : Self.finding(here, there))
    }

    private static func finding(_ here: TransferPage.Item?, _ there: TransferPage.Item?) -> Reconciliation.Finding {
        guard let here else { return there?.isSettled == true ? .contradicts : .unknownHere }
        guard let there else { return here.isSettled ? .contradicts : .unknownThere }
        if let one = here.manifest, let other = there.manifest, one != other { return .contradicts }
        if here.isSent == there.isSent { return .contradicts }
        switch (here.isSettled, there.isSettled) {
        case (true, true): return .agrees
        case (false, false): return .refused
        case (false, true): return here.state == "in-doubt" ? .unconfirmed : .contradicts
        case (true, false): return there.state == "in-doubt" ? .unconfirmed : .contradicts
        }
    }
}

extension PeerTransport {
    /// The bytes of the document that a peer answers with; a no is thrown.
    ///
    /// - Throws: `PeerFailure`, `Problem`.
    func document(_ call: PeerCall, of peer: MemberID) async throws -> [UInt8] {
        let answer = try await send(call, to: peer)
        if let problem = answer.problem { throw problem }
        return answer.bytes
    }
}

extension TransferPage.Item {
    /// Whether the log says that it arrived.
    var isSettled: Bool { ["done", "received", "accepted"].contains(state) }
}

extension TransferBook.Item {
    var page: TransferPage.Item {
        TransferPage.Item(transfer: transfer, manifest: manifest, isSent: isSent, state: state.rawValue, entry: entry)
    }
}

extension TransferBook {
    /// The digest over the transfers with a member that arrived.
    func digest(with peer: MemberID) -> DigestPage {
        var seen: Set<Digest256> = []
        return DigestPage(
            over: all(with: peer).compactMap { item in
                guard item.page.isSettled, let manifest = item.manifest, seen.insert(item.transfer).inserted else { return nil }
                return (item.transfer, manifest)
            })
    }
}
