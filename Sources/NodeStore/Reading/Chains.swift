internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import SignedBundles

extension NodeStore {
    /// What is known of the chain of a publisher for a group; an empty state when nothing is.
    ///
    /// - Throws: ``StoreError``.
    public func chain(of publisher: MemberID, for audience: GroupID) throws(StoreError) -> ChainState {
        try withEngine { (engine) throws(StoreError) in try engine.chain(of: publisher, for: audience) }
    }

    /// Keeps the state of a chain, after a fork, a reset, a late joiner's begin or an officer's decision.
    ///
    /// - Throws: ``StoreError``.
    public func save(_ chain: ChainState) throws(StoreError) {
        try withEngine { (engine) throws(StoreError) in
            try engine.database.requireWritable()
            try engine.database.connection.transaction { () throws(StoreError) in try engine.save(chain) }
        }
    }

    /// Every chain this node knows, by publisher and group.
    ///
    /// - Throws: ``StoreError``.
    public func chains() throws(StoreError) -> [ChainState] {
        try withEngine { (engine) throws(StoreError) in try engine.chains() }
    }
}

extension StoreEngine {
    enum Mark: String {
        case quarantined, fork, reset
    }

    func chain(of publisher: MemberID, for audience: GroupID) throws(StoreError) -> ChainState {
        var entries: [Int: ChainEntry] = [:]
        var query = try database.connection.prepare(
            """
            SELECT seq, digest, created, created IS NULL, standing, replaceable FROM chain_entries
            WHERE pub = ?1 AND aud = ?2
            """)
        try query.bind(publisher.name, at: 1)
        try query.bind(audience.name, at: 2)
        while try query.step() { entries[Int(query.number(0))] = try entry(query) }
        return try ChainState(publisher, audience, entries, marks(of: publisher, for: audience))
    }

    /// Every chain by two questions, since a node asks for all of them with each peer.
    func chains() throws(StoreError) -> [ChainState] {
        var entries: [ChainName: [Int: ChainEntry]] = [:]
        var query = try database.connection.prepare(
            "SELECT seq, digest, created, created IS NULL, standing, replaceable, pub, aud FROM chain_entries")
        while try query.step() {
            guard let name = ChainName(query.text(6), query.text(7)) else { continue }
            entries[name, default: [:]][Int(query.number(0))] = try entry(query)
        }
        var marks: [ChainName: [(mark: Mark, place: ChainPlace)]] = [:]
        var second = try database.connection.prepare("SELECT mark, seq, digest, pub, aud FROM chain_marks")
        while try second.step() {
            guard let name = ChainName(second.text(3), second.text(4)) else { continue }
            marks[name, default: []].append(try mark(second))
        }
        return Set(entries.keys).union(marks.keys).sorted().map { name in
            ChainState(name.publisher, name.audience, entries[name] ?? [:], marks[name] ?? [])
        }
    }

    private func entry(_ query: borrowing SQLiteStatement) throws(StoreError) -> ChainEntry {
        guard let digest = Digest256(bytes: query.bytes(1)), let standing = ChainEntry.Standing(rawValue: query.text(4))
        else { throw damagedChain }
        return ChainEntry(
            digest: digest, created: query.number(3) == 1 ? nil : Timestamp(secondsSinceEpoch: query.number(2)),
            standing: standing, isReplaceable: query.number(5) == 1)
    }

    private func mark(_ query: borrowing SQLiteStatement) throws(StoreError) -> (mark: Mark, place: ChainPlace) {
        guard let mark = Mark(rawValue: query.text(0)), let digest = Digest256(bytes: query.bytes(2)) else { throw damagedChain }
        return (mark, ChainPlace(sequence: Int(query.number(1)), digest: digest))
    }

    private func marks(
        of publisher: MemberID, for audience: GroupID
    ) throws(StoreError) -> [(mark: Mark, place: ChainPlace)] {
        var query = try database.connection.prepare(
            "SELECT mark, seq, digest FROM chain_marks WHERE pub = ?1 AND aud = ?2")
        try query.bind(publisher.name, at: 1)
        try query.bind(audience.name, at: 2)
        var marks: [(mark: Mark, place: ChainPlace)] = []
        while try query.step() { marks.append(try mark(query)) }
        return marks
    }

    private var damagedChain: StoreError { StoreError(.damaged, action: "read a chain of", path: database.path) }
}

/// Whose chain it is, and for whom; in the order of both names.
private struct ChainName: Hashable, Comparable {
    let publisher: MemberID
    let audience: GroupID

    init?(_ publisher: String, _ audience: String) {
        guard let publisher = MemberID(publisher), let audience = GroupID(audience) else { return nil }
        (self.publisher, self.audience) = (publisher, audience)
    }

    static func < (left: Self, right: Self) -> Bool { (left.publisher, left.audience) < (right.publisher, right.audience) }
}

extension ChainState {
    fileprivate init(
        _ publisher: MemberID, _ audience: GroupID, _ entries: [Int: ChainEntry],
        _ marks: [(mark: StoreEngine.Mark, place: ChainPlace)]
    ) {
        self.init(
            publisher: publisher, audience: audience, entries: entries,
            quarantined: Set(marks.filter { $0.mark == .quarantined }.map(\.place.digest)),
            forks: Set(marks.filter { $0.mark == .fork }.map(\.place.sequence)),
            resets: Set(marks.filter { $0.mark == .reset }.map(\.place)))
    }
}
