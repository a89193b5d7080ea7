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
        try withEngine { (engine) throws(StoreError) in
            var states: [ChainState] = []
            for (publisher, audience) in try engine.chainNames() {
                states.append(try engine.chain(of: publisher, for: audience))
            }
            return states
        }
    }
}

extension StoreEngine {
    private enum Mark: String {
        case quarantined, fork, reset
    }

    func chainNames() throws(StoreError) -> [(MemberID, GroupID)] {
        var query = try database.connection.prepare(
            "SELECT pub, aud FROM chain_entries UNION SELECT pub, aud FROM chain_marks ORDER BY pub, aud")
        var names: [(MemberID, GroupID)] = []
        while try query.step() {
            if let publisher = MemberID(query.text(0)), let audience = GroupID(query.text(1)) {
                names.append((publisher, audience))
            }
        }
        return names
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
        while try query.step() {
            guard let digest = Digest256(bytes: query.bytes(1)), let standing = ChainEntry.Standing(rawValue: query.text(4))
            else { throw damagedChain }
            entries[Int(query.number(0))] = ChainEntry(
                digest: digest, created: query.number(3) == 1 ? nil : Timestamp(secondsSinceEpoch: query.number(2)),
                standing: standing, isReplaceable: query.number(5) == 1)
        }
        let marks = try marks(of: publisher, for: audience)
        return ChainState(
            publisher: publisher, audience: audience, entries: entries,
            quarantined: Set(marks.filter { $0.mark == .quarantined }.map(\.place.digest)),
            forks: Set(marks.filter { $0.mark == .fork }.map(\.place.sequence)),
            resets: Set(marks.filter { $0.mark == .reset }.map(\.place)))
    }

    private func marks(
        of publisher: MemberID, for audience: GroupID
    ) throws(StoreError) -> [(mark: Mark, place: ChainPlace)] {
        var query = try database.connection.prepare(
            "SELECT mark, seq, digest FROM chain_marks WHERE pub = ?1 AND aud = ?2")
        try query.bind(publisher.name, at: 1)
        try query.bind(audience.name, at: 2)
        var marks: [(mark: Mark, place: ChainPlace)] = []
        while try query.step() {
            guard let mark = Mark(rawValue: query.text(0)), let digest = Digest256(bytes: query.bytes(2)) else {
                throw damagedChain
            }
            marks.append((mark, ChainPlace(sequence: Int(query.number(1)), digest: digest)))
        }
        return marks
    }

    /// Writes the parts of a chain in place of what was kept. Inside a transaction.
    func save(_ chain: ChainState) throws(StoreError) {
        for table in ["chain_entries", "chain_marks"] {
            var delete = try database.connection.prepare("DELETE FROM \(table) WHERE pub = ?1 AND aud = ?2")
            try delete.bind(chain.publisher.name, at: 1)
            try delete.bind(chain.audience.name, at: 2)
            try delete.run()
        }
        var insert = try database.connection.prepare(
            """
            INSERT INTO chain_entries (pub, aud, seq, digest, created, standing, replaceable)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
        for (sequence, entry) in chain.entries {
            try insert.bind(chain.publisher.name, at: 1)
            try insert.bind(chain.audience.name, at: 2)
            try insert.bind(sequence, at: 3)
            try insert.bind(entry.digest.bytes, at: 4)
            try insert.bind(entry.created?.secondsSinceEpoch, at: 5)
            try insert.bind(entry.standing.rawValue, at: 6)
            try insert.bind(entry.isReplaceable ? 1 : 0, at: 7)
            try insert.run()
        }
        for digest in chain.quarantined { try save(.quarantined, ChainPlace(sequence: 0, digest: digest), of: chain) }
        for sequence in chain.forks { try save(.fork, ChainPlace(sequence: sequence, digest: .zero), of: chain) }
        for place in chain.resets { try save(.reset, place, of: chain) }
    }

    private func save(_ mark: Mark, _ place: ChainPlace, of chain: ChainState) throws(StoreError) {
        var insert = try database.connection.prepare(
            "INSERT INTO chain_marks (pub, aud, mark, seq, digest) VALUES (?1, ?2, ?3, ?4, ?5)")
        try insert.bind(chain.publisher.name, at: 1)
        try insert.bind(chain.audience.name, at: 2)
        try insert.bind(mark.rawValue, at: 3)
        try insert.bind(place.sequence, at: 4)
        try insert.bind(place.digest.bytes, at: 5)
        try insert.run()
    }

    private var damagedChain: StoreError { StoreError(.damaged, action: "read a chain of", path: database.path) }
}
