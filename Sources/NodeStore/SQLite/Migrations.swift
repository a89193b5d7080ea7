/// The layouts of the SQLite file, named and in order; a released one is never edited.
enum Migrations {
    /// Marks the file as ours: "Tocs" in ASCII.
    static let applicationID: Int64 = 0x546F_6373

    private static let all: [(name: String, sql: String)] = [
        ("1 bundles, chains and the tag index", firstLayout),
        ("2 objections by member and day", objections),
        ("3 rows held of each bundle", heldRows),
        ("4 rows that came of each publisher day by day", arrivals),
        ("5 tags beyond what was evaluated", budgetCuts),
    ]

    /// Brings a file to the newest layout.
    ///
    /// - Throws: ``StoreError`` with `.notAStore` for a file of somebody else or of a newer version.
    static func apply(to connection: borrowing SQLiteConnection, isWritable: Bool) throws(StoreError) {
        let identifier = try connection.number("PRAGMA application_id") ?? 0
        let applied = Int(try connection.number("PRAGMA user_version") ?? 0)
        let isEmpty = try connection.number("SELECT count(*) FROM sqlite_master") == 0
        guard identifier == applicationID || isEmpty, applied <= all.count else {
            throw StoreError(.notAStore, action: "open", path: connection.path)
        }
        guard applied < all.count else { return }
        guard isWritable else { throw StoreError(.notAStore, action: "read", path: connection.path) }
        for number in applied..<all.count {
            let migration = all[number]
            try connection.execute("BEGIN IMMEDIATE", action: "migrate")
            try connection.execute(migration.sql, action: "migrate")
            try connection.execute(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(number + 1); COMMIT", action: "migrate")
        }
    }

    /// The first rows of each bundle that object; a store made before is rebuilt to know those it holds.
    private static let objections = """
        CREATE TABLE objections (
            bundle INTEGER NOT NULL, segment INTEGER NOT NULL, row INTEGER NOT NULL, day INTEGER NOT NULL,
            recycled INTEGER NOT NULL, PRIMARY KEY (bundle, segment, row)) WITHOUT ROWID;
        CREATE INDEX objection_days ON objections (day);
        """

    /// Until a store made before is rebuilt, it takes the rows of the longest redaction for those it holds.
    private static let heldRows = """
        ALTER TABLE bundles ADD COLUMN retractions INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE bundles ADD COLUMN others INTEGER NOT NULL DEFAULT 0;
        UPDATE bundles SET others = (SELECT coalesce(max(rows), 0) FROM streams WHERE bundle = bundles.ordinal);
        """

    /// Until a store made before is rebuilt, retractions and repeated rows count among those that came.
    private static let arrivals = """
        CREATE TABLE arrivals (
            pub TEXT NOT NULL, day INTEGER NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (pub, day)) WITHOUT ROWID;
        INSERT INTO arrivals SELECT pub, streams.first_logged / 86400, sum(streams.rows)
            FROM streams JOIN bundles ON bundles.ordinal = streams.bundle GROUP BY 1, 2;
        """

    /// From which row on, by its bundle and its position there, tags of an owner are beyond what was evaluated for it.
    private static let budgetCuts = """
        CREATE TABLE budget_cuts (
            epoch INTEGER NOT NULL, owner TEXT NOT NULL, publishers TEXT NOT NULL, kinds TEXT NOT NULL, tags INTEGER NOT NULL,
            evaluations INTEGER NOT NULL, manifest BLOB NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (epoch, owner)) WITHOUT ROWID;
        """

    private static let firstLayout = """
        CREATE TABLE kinds (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE epochs (ordinal INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE);
        CREATE TABLE bundles (
            ordinal INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, pub TEXT NOT NULL,
            aud TEXT NOT NULL, seq INTEGER NOT NULL, created INTEGER NOT NULL, epoch INTEGER NOT NULL,
            first_logged INTEGER NOT NULL, too_late INTEGER NOT NULL, signers TEXT NOT NULL);
        CREATE TABLE streams (
            ordinal INTEGER PRIMARY KEY, bundle INTEGER NOT NULL, digest BLOB NOT NULL, bytes INTEGER NOT NULL,
            rows INTEGER NOT NULL, first_logged INTEGER NOT NULL, UNIQUE (bundle, digest));
        CREATE TABLE segments (
            bundle INTEGER NOT NULL, segment INTEGER NOT NULL, kind TEXT NOT NULL, marking TEXT NOT NULL,
            must INTEGER NOT NULL, columns TEXT NOT NULL, PRIMARY KEY (bundle, segment)) WITHOUT ROWID;
        CREATE TABLE chain_entries (
            pub TEXT NOT NULL, aud TEXT NOT NULL, seq INTEGER NOT NULL, digest BLOB NOT NULL, created INTEGER,
            standing TEXT NOT NULL, replaceable INTEGER NOT NULL, PRIMARY KEY (pub, aud, seq)) WITHOUT ROWID;
        CREATE TABLE chain_marks (
            pub TEXT NOT NULL, aud TEXT NOT NULL, mark TEXT NOT NULL, seq INTEGER NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY (pub, aud, mark, seq, digest)) WITHOUT ROWID;
        CREATE TABLE leaves (
            id INTEGER PRIMARY KEY, bound INTEGER NOT NULL, part INTEGER NOT NULL, records BLOB NOT NULL);
        CREATE UNIQUE INDEX leaf_bounds ON leaves (bound, part);
        CREATE TABLE buckets (bucket INTEGER PRIMARY KEY, root BLOB NOT NULL);
        CREATE TABLE judged_tags (
            tag BLOB NOT NULL, kind INTEGER NOT NULL, epoch INTEGER NOT NULL,
            PRIMARY KEY (tag, kind, epoch)) WITHOUT ROWID;
        """
}
