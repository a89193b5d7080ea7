internal import CSQLite
internal import Glibc

/// One connection to a SQLite file, closed at the end of its life. SQL text stays inside this module.
@safe
struct SQLiteConnection: ~Copyable {
    private let handle: OpaquePointer
    let path: String

    /// Opens a file, making it when `isWritable`.
    ///
    /// SQLite would make it readable for everybody; the files beside it take over its mode.
    init(opening path: String, isWritable: Bool) throws(StoreError) {
        if isWritable, case let made = unsafe open(path, O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY, 0o600), made >= 0 {
            close(made)
        }
        var opened: OpaquePointer?
        let flags = (isWritable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            unsafe sqlite3_close_v2(opened)
            throw StoreError(sqlite: code, action: "open", path: path)
        }
        unsafe self.handle = opened
        self.path = path
        unsafe sqlite3_extended_result_codes(opened, 1)
        unsafe sqlite3_busy_timeout(opened, Self.busyTimeoutMilliseconds)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Runs statements that give no rows.
    borrowing func execute(_ sql: String, action: String = "write") throws(StoreError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw StoreError(sqlite: code, systemError: unsafe sqlite3_system_errno(handle), action: action, path: path)
        }
    }

    /// Compiles one statement.
    borrowing func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else {
            let systemError = unsafe sqlite3_system_errno(handle)
            throw StoreError(sqlite: code, systemError: systemError, action: "prepare a query on", path: path)
        }
        return unsafe SQLiteStatement(statement, path: path)
    }

    /// The first column of the first row of a query, as a number; nothing when there is no row.
    borrowing func number(_ sql: String) throws(StoreError) -> Int64? {
        var statement = try prepare(sql)
        return try statement.step() ? statement.number(0) : nil
    }

    /// Runs `body` in one transaction that becomes durable as a whole or not at all.
    borrowing func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try execute("BEGIN IMMEDIATE", action: "begin a transaction on")
        do {
            let result = try body()
            try execute("COMMIT", action: "commit to")
            return result
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    private static let busyTimeoutMilliseconds: Int32 = 5000
}

extension StoreError {
    /// Reads a result code of SQLite.
    ///
    /// - Parameter systemError: what the system said last, where SQLite tells; 0 where it does not.
    init(sqlite code: Int32, systemError: Int32 = 0, action: String, path: String) {
        let reason: Reason =
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .locked
            case SQLITE_FULL: .noSpace
            // The index of the write-ahead log could not grow, for want of room or because the disk fails.
            case SQLITE_IOERR where code == Self.sharedMemorySize && [0, ENOSPC, EDQUOT].contains(systemError): .noSpace
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .notWritable
            // A reader, too, makes a file beside the store; where it may not, the store is there all the same.
            case SQLITE_CANTOPEN: unsafe access(path, F_OK) == 0 ? .notWritable : .notFound
            case SQLITE_IOERR: .inputOutput(code)
            case SQLITE_NOTADB: .notAStore
            case SQLITE_CORRUPT: .damaged
            default: .system(code)
            }
        self.init(reason, action: action, path: path)
    }

    /// `SQLITE_IOERR_SHMSIZE`, a macro that is not imported.
    private static let sharedMemorySize = SQLITE_IOERR | 19 << 8
}
