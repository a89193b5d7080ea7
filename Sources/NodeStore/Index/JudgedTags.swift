internal import Indicators

/// The match tags with outcomes that judge reports: what reliability is computed from.
struct JudgedTags: ~Copyable {
    private var insert: SQLiteStatement

    init(_ connection: borrowing SQLiteConnection) throws(StoreError) {
        insert = try connection.prepare("INSERT OR IGNORE INTO judged_tags (tag, kind, epoch) VALUES (?1, ?2, ?3)")
    }

    /// Notes the tags of records and empties the list.
    mutating func add(_ records: inout [IndexRecord]) throws(StoreError) {
        for record in records {
            try insert.bind(record.tag.bytes, at: 1)
            try insert.bind(record.kind, at: 2)
            try insert.bind(record.epoch, at: 3)
            try insert.run()
        }
        records.removeAll(keepingCapacity: true)
    }
}
