/// The leaves of the tag index as rows of the SQLite file.
struct LeafTable: ~Copyable {
    private var select: SQLiteStatement
    private var insert: SQLiteStatement
    private var update: SQLiteStatement
    private var delete: SQLiteStatement
    private var nextID: Int64

    init(_ connection: borrowing SQLiteConnection) throws(StoreError) {
        let reading = try connection.prepare("SELECT records FROM leaves WHERE id = ?1")
        let inserting = try connection.prepare("INSERT INTO leaves (id, bound, part, records) VALUES (?1, ?2, ?3, ?4)")
        let updating = try connection.prepare("UPDATE leaves SET records = ?2 WHERE id = ?1")
        let deleting = try connection.prepare("DELETE FROM leaves WHERE id = ?1")
        nextID = (try connection.number("SELECT max(id) FROM leaves") ?? 0) + 1
        select = reading
        insert = inserting
        update = updating
        delete = deleting
    }

    /// Reads the directory of all leaves.
    static func directory(_ connection: borrowing SQLiteConnection) throws(StoreError) -> LeafDirectory {
        var query = try connection.prepare("SELECT bound, part, id FROM leaves ORDER BY bound, part")
        var entries: [LeafDirectory.Entry] = []
        while try query.step() {
            entries.append(
                LeafDirectory.Entry(bound: sortable(query.number(0)), part: Int(query.number(1)), id: query.number(2)))
        }
        return LeafDirectory(entries)
    }

    /// Appends the records of a leaf to a buffer.
    mutating func load(_ id: Int64, into words: inout [UInt64], path: String) throws(StoreError) {
        defer { select.reset() }
        try select.bind(id, at: 1)
        guard try select.step() else { throw StoreError(.damaged, action: "read a page of", path: path) }
        let before = words.count
        try select.appendWords(0, to: &words)
        guard (words.count - before).isMultiple(of: IndexRecord.wordCount) else {
            throw StoreError(.damaged, action: "read a page of", path: path)
        }
    }

    /// Replaces the records of a leaf that keeps its place.
    mutating func replace(_ id: Int64, with words: ArraySlice<UInt64>) throws(StoreError) {
        try update.bind(id, at: 1)
        try update.run(lending: words, at: 2)
    }

    /// Adds a leaf and names it.
    mutating func add(bound: UInt64, part: Int, words: ArraySlice<UInt64>) throws(StoreError) -> Int64 {
        let id = nextID
        try insert.bind(id, at: 1)
        try insert.bind(Self.sortable(bound), at: 2)
        try insert.bind(part, at: 3)
        try insert.run(lending: words, at: 4)
        nextID += 1
        return id
    }

    /// Removes a leaf.
    mutating func remove(_ id: Int64) throws(StoreError) {
        try delete.bind(id, at: 1)
        try delete.run()
    }

    /// An unsigned bound as a signed number of the same order, which is what SQLite compares.
    private static func sortable(_ bound: UInt64) -> Int64 { Int64(bitPattern: bound ^ 1 << 63) }

    private static func sortable(_ stored: Int64) -> UInt64 { UInt64(bitPattern: stored) ^ 1 << 63 }
}
