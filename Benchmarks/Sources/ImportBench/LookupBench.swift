import CSQLiteForBench
import CanonicalCoding
import Foundation
import Indicators
import MergeEngine
import NodeStore

extension ImportBench {
    /// Looks up known tags in random order, warm, and the same tags with one prepared SQLite statement in turns.
    static func lookup(_ directory: String) throws {
        let store = try NodeStore(opening: directory + "/store.sqlite", bundles: directory + "/bundles", access: .writing)
        var keys: [TagKey] = []
        try store.forEachIndicator { (key, _) throws(StoreError) in keys.append(key) }
        var generator = SplitMix64(state: 3)
        keys.shuffle(using: &generator)
        let sample = Array(keys.prefix(200_000))
        let rival = try PreparedStatement(keys, path: directory + "/rival.sqlite")
        let question = StateQuestion(at: Workload.time)
        for key in keys { _ = try store.claims(of: [key]) }
        for key in keys { _ = rival.find(key) }
        var figures: [String: [Double]] = [:]
        for _ in 0..<5 {
            figures["claims", default: []].append(
                try microseconds(sample) { try store.claims(of: [$0]).count })
            figures["state", default: []].append(
                try microseconds(sample) {
                    try store.state(of: [$0], kind: $0.kind, asking: question).status == .unknown ? 0 : 1
                })
            figures["preparedStatement", default: []].append(microseconds(sample) { rival.find($0) })
        }
        var medians = figures.mapValues { $0.sorted()[2] }
        medians["indicators"] = Double(keys.count)
        report(medians)
    }

    private static func microseconds(_ keys: [TagKey], _ find: (TagKey) throws -> Int) rethrows -> Double {
        let start = processorSeconds()
        var found = 0
        for key in keys { found += try find(key) }
        precondition(found >= keys.count)
        return (processorSeconds() - start) / Double(keys.count) * 1e6
    }
}

/// The same indicators in one SQLite table with a primary key, asked by one prepared statement.
@safe
final class PreparedStatement {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?

    init(_ keys: [TagKey], path: String) throws {
        unsafe unlink(path)
        unsafe sqlite3_open(path, &connection)
        run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        run("CREATE TABLE claims (tag BLOB PRIMARY KEY, kind TEXT, conf INTEGER, last INTEGER, line INTEGER) WITHOUT ROWID")
        run("BEGIN")
        let insertion = "INSERT OR IGNORE INTO claims VALUES (?1, ?2, 80, 20600, 7)"
        unsafe sqlite3_prepare_v2(connection, insertion, -1, &statement, nil)
        for key in keys.sorted() {
            bind(key)
            unsafe sqlite3_bind_text(statement, 2, key.kind.name, -1, unsafeBitCast(-1, to: sqlite3_destructor_type?.self))
            unsafe sqlite3_step(statement)
            unsafe sqlite3_reset(statement)
        }
        run("COMMIT")
        unsafe sqlite3_finalize(statement)
        run("BEGIN")  // one read transaction, so that no statement locks the file again
        unsafe sqlite3_prepare_v2(connection, "SELECT kind, conf, last, line FROM claims WHERE tag = ?1", -1, &statement, nil)
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close(connection)
    }

    func find(_ key: TagKey) -> Int {
        bind(key)
        defer { unsafe sqlite3_reset(statement) }
        guard unsafe sqlite3_step(statement) == SQLITE_ROW else { return 0 }
        let sum =
            unsafe sqlite3_column_int64(statement, 1) + sqlite3_column_int64(statement, 2) + sqlite3_column_int64(statement, 3)
        return unsafe sqlite3_column_text(statement, 0) != nil && sum > 0 ? 1 : 0
    }

    private func bind(_ key: TagKey) {
        let (high, low) = key.tag.words
        unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes in
            _ = unsafe sqlite3_bind_blob(
                statement, 1, bytes.baseAddress, 16, unsafeBitCast(-1, to: sqlite3_destructor_type?.self))
        }
    }

    private func run(_ sql: String) { unsafe sqlite3_exec(connection, sql, nil, nil, nil) }
}
