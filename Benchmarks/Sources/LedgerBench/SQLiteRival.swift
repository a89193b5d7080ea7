import CSQLiteForBench

/// The same rows in a table, durable after each transaction.
@safe final class SQLiteRival {
    private var database: OpaquePointer?
    private var statement: OpaquePointer?

    struct Failure: Error {
        let message: String
    }

    init(_ path: String) throws {
        guard unsafe sqlite3_open(path, &database) == SQLITE_OK else { throw failure }
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
        try execute("CREATE TABLE entries (number INTEGER PRIMARY KEY, entry BLOB NOT NULL, details BLOB NOT NULL)")
        guard
            unsafe sqlite3_prepare_v2(database, "INSERT INTO entries (entry, details) VALUES (?, ?)", -1, &statement, nil)
                == SQLITE_OK
        else { throw failure }
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close(database)
    }

    func insert(_ rows: ArraySlice<(entry: [UInt8], details: [UInt8])>) throws {
        try execute("BEGIN IMMEDIATE")
        for row in rows {
            let isDone = unsafe row.entry.withUnsafeBytes { entry in
                unsafe row.details.withUnsafeBytes { details in
                    unsafe sqlite3_bind_blob(statement, 1, entry.baseAddress, Int32(entry.count), nil)
                    unsafe sqlite3_bind_blob(statement, 2, details.baseAddress, Int32(details.count), nil)
                    return unsafe sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK
                }
            }
            guard isDone else { throw failure }
        }
        try execute("COMMIT")
    }

    private func execute(_ text: String) throws {
        guard unsafe sqlite3_exec(database, text, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    private var failure: Failure { unsafe Failure(message: String(cString: sqlite3_errmsg(database))) }
}
