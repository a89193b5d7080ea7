/// The SQLite file of a store, opened and of the newest layout; shared by the parts that query it.
final class StoreDatabase {
    let connection: SQLiteConnection
    let isWritable: Bool

    /// Opens the file, making it when `isWritable` and it is missing.
    init(opening path: String, isWritable: Bool) throws(StoreError) {
        connection = try SQLiteConnection(opening: path, isWritable: isWritable)
        self.isWritable = isWritable
        if isWritable {
            try connection.execute("PRAGMA page_size = \(StoreLimits.pageBytes)")
            try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        try connection.execute(
            "PRAGMA cache_size = -\(StoreLimits.cacheKibibytes); PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF")
        try Migrations.apply(to: connection, isWritable: isWritable)
    }

    var path: String { connection.path }

    /// A number that changes when another connection has written.
    func dataVersion() throws(StoreError) -> Int64 { try connection.number("PRAGMA data_version") ?? 0 }

    /// - Throws: ``StoreError`` with `.openedForReading`.
    func requireWritable() throws(StoreError) {
        guard isWritable else { throw StoreError(.openedForReading, action: "write to", path: path) }
    }
}
