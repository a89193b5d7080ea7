internal import CSQLite

/// One compiled statement, finalised at the end of its life.
@safe
struct SQLiteStatement: ~Copyable {
    private let handle: OpaquePointer
    private let path: String

    @unsafe
    init(_ handle: OpaquePointer, path: String) {
        unsafe self.handle = handle
        self.path = path
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Gives a parameter, counted from 1, a number.
    mutating func bind(_ value: Int64, at index: Int32) throws(StoreError) {
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Gives a parameter a number.
    mutating func bind(_ value: Int, at index: Int32) throws(StoreError) { try bind(Int64(value), at: index) }

    /// Gives a parameter a number, or NULL.
    mutating func bind(_ value: Int64?, at index: Int32) throws(StoreError) {
        guard let value else { return try check(unsafe sqlite3_bind_null(handle, index)) }
        try bind(value, at: index)
    }

    /// Gives a parameter a text.
    mutating func bind(_ value: String, at index: Int32) throws(StoreError) {
        try check(unsafe sqlite3_bind_text(handle, index, value, -1, Self.transient))
    }

    /// Gives a parameter bytes, which are copied.
    mutating func bind(_ value: [UInt8], at index: Int32) throws(StoreError) {
        let code = unsafe value.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), Self.transient)
        }
        try check(code)
    }

    /// Runs to the next row; `false` at the end.
    mutating func step() throws(StoreError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let systemError = unsafe sqlite3_system_errno(sqlite3_db_handle(handle))
            throw StoreError(sqlite: code, systemError: systemError, action: "query", path: path)
        }
    }

    /// Runs a statement that gives no rows, and makes it ready for the next run.
    mutating func run() throws(StoreError) {
        defer { reset() }
        _ = try step()
    }

    /// Runs a statement whose parameter `index` is lent the words for the time of the run.
    mutating func run(lending words: ArraySlice<UInt64>, at index: Int32) throws(StoreError) {
        let code = unsafe words.withUnsafeBytes { bytes in
            let bound = unsafe sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil)
            guard bound == SQLITE_OK else { return bound }
            let stepped = unsafe sqlite3_step(handle)
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_bind_null(handle, index)
            return stepped == SQLITE_DONE ? SQLITE_OK : stepped
        }
        try check(code)
    }

    /// Makes the statement ready for its next run.
    mutating func reset() { unsafe sqlite3_reset(handle) }

    /// A column of the current row, counted from 0, as a number.
    borrowing func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// A column of the current row as a text.
    borrowing func text(_ column: Int32) -> String {
        guard let bytes = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// A column of the current row as bytes.
    borrowing func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Appends a column of the current row, which must hold whole 64-bit words, to a buffer of words.
    borrowing func appendWords(_ column: Int32, to words: inout [UInt64]) throws(StoreError) {
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        guard count > 0 else { return }
        guard let start = unsafe sqlite3_column_blob(handle, column), count.isMultiple(of: 8) else {
            throw StoreError(.damaged, action: "read a page of", path: path)
        }
        let old = words.count
        words.append(contentsOf: repeatElement(0, count: count / 8))
        unsafe words.withUnsafeMutableBytes { target in
            unsafe UnsafeMutableRawBufferPointer(rebasing: target[(old * 8)...])
                .copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    private borrowing func check(_ code: Int32) throws(StoreError) {
        guard code == SQLITE_OK else { throw StoreError(sqlite: code, action: "query", path: path) }
    }

    /// Tells SQLite to copy what it is given: its `SQLITE_TRANSIENT`, a pointer of value -1.
    private static var transient: sqlite3_destructor_type? {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
    }
}
