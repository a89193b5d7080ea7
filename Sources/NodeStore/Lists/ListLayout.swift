extension ListTable {
    /// An item keeps its number as long as it is listed or was of late; numbers are never given again.
    static let layout = """
        CREATE TABLE state (
            id INTEGER PRIMARY KEY, generation TEXT NOT NULL, version INTEGER NOT NULL, oldest INTEGER NOT NULL,
            mark BLOB NOT NULL);
        CREATE TABLE versions (number INTEGER PRIMARY KEY, made INTEGER NOT NULL);
        CREATE TABLE grounds (
            version INTEGER NOT NULL, grounds BLOB NOT NULL, basis TEXT NOT NULL, made INTEGER NOT NULL,
            PRIMARY KEY (version, grounds)) WITHOUT ROWID;
        CREATE TABLE items (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, value TEXT NOT NULL, tier INTEGER NOT NULL,
            UNIQUE (kind, value));
        CREATE TABLE changes (
            item INTEGER NOT NULL, version INTEGER NOT NULL, old INTEGER NOT NULL, PRIMARY KEY (item, version)) WITHOUT ROWID;
        CREATE INDEX change_versions ON changes (version);
        """

    /// What makes a draft the version ?1, one after the other.
    static let adoption = [
        """
        INSERT INTO changes (item, version, old) SELECT items.id, ?1, items.tier
        FROM items LEFT JOIN draft USING (kind, value) WHERE items.tier <> coalesce(draft.tier, 0)
        """,
        """
        UPDATE items SET tier = coalesce(
            (SELECT tier FROM draft WHERE draft.kind = items.kind AND draft.value = items.value), 0)
        WHERE id IN (SELECT item FROM changes WHERE version = ?1)
        """,
        """
        INSERT INTO items (kind, value, tier) SELECT kind, value, 0 - tier FROM draft
        WHERE NOT EXISTS (SELECT 1 FROM items WHERE items.kind = draft.kind AND items.value = draft.value)
        """,
        // A negative tier marks what is new here until its change stands.
        "INSERT INTO changes (item, version, old) SELECT id, ?1, 0 FROM items WHERE tier < 0",
        "UPDATE items SET tier = 0 - tier WHERE tier < 0",
    ]
}
