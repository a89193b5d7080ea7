extension ListTable {
    /// A part of a list at a version, or of what changed in it since another.
    ///
    /// - Throws: ``StoreError``.
    public func page(_ question: ListQuestion) throws(StoreError) -> ListPage {
        let now = Self.tier(at: "?1")
        let since = question.since.map { _ in Self.tier(at: "?6") } ?? "0"
        let changed = question.since == nil ? "" : "AND id IN (SELECT item FROM changes WHERE version > ?6 AND version <= ?1)"
        var query = try connection.prepare(
            """
            SELECT id, kind, value, \(now) AS now FROM items
            WHERE id > ?2 AND (?3 = '' OR kind = ?3) \(changed) AND (now = ?4) <> (\(since) = ?4) ORDER BY id LIMIT ?5
            """)
        try query.bind(question.target, at: 1)
        try query.bind(question.after, at: 2)
        try query.bind(question.kind, at: 3)
        try query.bind(question.tier, at: 4)
        try query.bind(question.limit + 1, at: 5)
        if let since = question.since { try query.bind(since, at: 6) }
        return try page(&query, question)
    }

    /// The tier of an item at a version: what it was before its first change behind it, or else what it is.
    private static func tier(at version: String) -> String {
        "coalesce((SELECT old FROM changes WHERE item = items.id AND version > \(version) ORDER BY version LIMIT 1), items.tier)"
    }

    private func page(_ query: inout SQLiteStatement, _ question: ListQuestion) throws(StoreError) -> ListPage {
        var page = ListPage()
        var last: Int64 = question.after
        while try query.step() {
            guard page.added.count + page.removed.count < question.limit else {
                page.next = last
                break
            }
            last = query.number(0)
            let value = ListedValue(kind: query.text(1), value: query.text(2))
            if query.number(3) == question.tier { page.added.append(value) } else { page.removed.append(value) }
        }
        return page
    }
}

extension NodeStore {
    /// Numbers that change whenever rows, streams or chains do, or what is beyond a budget.
    ///
    /// - Throws: ``StoreError``.
    public func contentMark() throws(StoreError) -> [Int64] {
        try withEngine { (engine) throws(StoreError) in
            var query = try engine.database.connection.prepare(
                """
                SELECT (SELECT count(*) FROM streams), (SELECT coalesce(max(ordinal), 0) FROM streams),
                    (SELECT coalesce(sum(bytes), 0) FROM streams), (SELECT count(*) FROM chain_entries),
                    (SELECT count(*) FROM chain_marks), (SELECT coalesce(max(id), 0) FROM leaves),
                    (SELECT coalesce(sum(tags), 0) FROM budget_cuts),
                    (SELECT coalesce(sum(evaluations), 0) FROM budget_cuts),
                    (SELECT coalesce(sum(position), 0) FROM budget_cuts)
                """)
            guard try query.step() else { return [] }
            return (0..<9).map { query.number($0) }
        }
    }
}
