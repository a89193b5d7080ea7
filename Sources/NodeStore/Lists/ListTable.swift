public import CanonicalCoding

/// What a node's own systems were told to enforce, version by version: what was listed at each, so that what changed between two is exact
/// whatever it came from. It follows from no bundle and can be thrown away: askers then begin anew.
public final class ListTable {
    let connection: SQLiteConnection

    /// Changes older than so many days are forgotten; who has an older version begins anew.
    public static let keptDays: Int64 = 30

    /// Opens the table, making it when it is missing.
    ///
    /// - Parameter generation: the name of a table that is made.
    /// - Throws: ``StoreError``.
    public init(opening path: String, generation: @autoclosure () -> String) throws(StoreError) {
        connection = try SQLiteConnection(opening: path, isWritable: true)
        try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -4096")
        let identifier = try connection.number("PRAGMA application_id") ?? 0
        guard identifier != Self.applicationID else { return }
        guard try connection.number("SELECT count(*) FROM sqlite_master") == 0 else {
            throw StoreError(.notAStore, action: "open", path: path)
        }
        try connection.transaction { () throws(StoreError) in
            try connection.execute(Self.layout + "PRAGMA application_id = \(Self.applicationID);", action: "lay out")
            var insert = try connection.prepare(
                "INSERT INTO state (id, generation, version, oldest, mark) VALUES (1, ?1, 0, 0, x'')")
            try insert.bind(generation(), at: 1)
            try insert.run()
        }
    }

    /// "TocL" in ASCII.
    private static let applicationID: Int64 = 0x546F_634C

    /// The newest version, and what it was made from.
    public struct Standing: Sendable {
        /// The version; 0 when none was made.
        public let version: ListVersion
        /// The oldest version from which changes are known.
        public let oldest: Int64
        /// What the caller gave for everything that it depends on.
        public let mark: [UInt8]
    }

    /// How the table stands.
    ///
    /// - Throws: ``StoreError``.
    public func standing() throws(StoreError) -> Standing {
        var query = try connection.prepare("SELECT generation, version, oldest, mark FROM state WHERE id = 1")
        guard try query.step() else { throw StoreError(.damaged, action: "read", path: connection.path) }
        return Standing(
            version: ListVersion(generation: query.text(0), number: query.number(1)), oldest: query.number(2),
            mark: query.bytes(3))
    }

    /// What a version rests on for whoever asks on some grounds, where it was decided about on these.
    ///
    /// - Parameter time: since when it has to have been decided.
    /// - Returns: what the caller gave for the decisions; nothing where it was not decided, or before that time.
    /// - Throws: ``StoreError``.
    public func basis(of version: Int64, on grounds: [UInt8], since time: Timestamp) throws(StoreError) -> String? {
        var query = try connection.prepare("SELECT basis FROM grounds WHERE version = ?1 AND grounds = ?2 AND made >= ?3")
        try query.bind(version, at: 1)
        try query.bind(grounds, at: 2)
        try query.bind(time.secondsSinceEpoch, at: 3)
        return try query.step() ? query.text(0) : nil
    }

    /// Begins a draft of the next version, which holds nothing.
    ///
    /// - Throws: ``StoreError``.
    public func beginDraft() throws(StoreError) {
        try connection.execute(
            """
            DROP TABLE IF EXISTS draft;
            CREATE TABLE draft (kind TEXT NOT NULL, value TEXT NOT NULL, tier INTEGER NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
            """)
    }

    /// Puts values into the draft; of one that stands twice the higher tier counts.
    ///
    /// - Throws: ``StoreError``.
    public func addToDraft(_ values: [(kind: String, value: String, tier: Int)]) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            var insert = try connection.prepare(
                """
                INSERT INTO draft (kind, value, tier) VALUES (?1, ?2, ?3)
                ON CONFLICT (kind, value) DO UPDATE SET tier = max(tier, excluded.tier)
                """)
            for value in values {
                try insert.bind(value.kind, at: 1)
                try insert.bind(value.value, at: 2)
                try insert.bind(value.tier, at: 3)
                try insert.run()
            }
        }
    }

    /// Makes the draft the newest version, unless it is the one there is.
    ///
    /// - Parameters:
    ///   - grounds: on which it was decided about.
    ///   - basis: the decisions.
    /// - Throws: ``StoreError``.
    public func adoptDraft(mark: [UInt8], on grounds: [UInt8], basis: String, at time: Timestamp) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            let next = try standing().version.number + 1
            for sql in Self.adoption { try run(sql, next) }
            let changed = try connection.number("SELECT count(*) FROM changes WHERE version = \(next)") ?? 0
            if changed > 0 || next == 1 {
                try run("INSERT INTO versions (number, made) VALUES (?1, \(time.secondsSinceEpoch))", next)
                try run("UPDATE state SET version = ?1", next)
            }
            try forgetChanges(madeBefore: time.adding(days: -Self.keptDays).secondsSinceEpoch)
            var update = try connection.prepare("UPDATE state SET mark = ?1")
            try update.bind(mark, at: 1)
            try update.run()
            try note(grounds, basis: basis, at: time)
            try connection.execute("DROP TABLE draft")
        }
    }

    private func note(_ grounds: [UInt8], basis: String, at time: Timestamp) throws(StoreError) {
        var insert = try connection.prepare(
            "INSERT OR REPLACE INTO grounds (version, grounds, basis, made) VALUES ((SELECT version FROM state), ?1, ?2, ?3)")
        try insert.bind(grounds, at: 1)
        try insert.bind(basis, at: 2)
        try insert.bind(time.secondsSinceEpoch, at: 3)
        try insert.run()
    }

    /// Forgets what is older than is kept, whether or not anything changed since.
    ///
    /// - Throws: ``StoreError``.
    public func forget(at time: Timestamp) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try forgetChanges(madeBefore: time.adding(days: -Self.keptDays).secondsSinceEpoch)
        }
    }

    private func run(_ sql: String, _ version: Int64) throws(StoreError) {
        var statement = try connection.prepare(sql)
        if sql.contains("?1") { try statement.bind(version, at: 1) }
        try statement.run()
    }

    /// Forgets how things changed before the last version of a time, and items that have not been listed since.
    private func forgetChanges(madeBefore time: Int64) throws(StoreError) {
        guard let last = try connection.number("SELECT coalesce(max(number), 0) FROM versions WHERE made < \(time)"),
            last > (try connection.number("SELECT oldest FROM state") ?? 0)
        else { return }
        try run("DELETE FROM changes WHERE version <= ?1", last)
        try run("DELETE FROM versions WHERE number < ?1", last)
        try run("DELETE FROM grounds WHERE version < ?1", last)
        try run("DELETE FROM items WHERE tier = 0 AND NOT EXISTS (SELECT 1 FROM changes WHERE item = items.id)", last)
        try run("UPDATE state SET oldest = max(oldest, ?1)", last)
    }
}
