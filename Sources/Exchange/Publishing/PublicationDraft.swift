internal import CanonicalCoding
internal import CryptoPrimitives
internal import FeedReading
internal import Indicators
internal import LedgerFiles
internal import SignedBundles

/// A publication that was shown and has not taken place: its secret seed and its moment, so that the real one has the same bytes.
///
/// It serves for one day, for the same rows in the same place of the chain. Other rows never get its salts: whoever saw a cell of the
/// preview could test guesses of the cell that stands in its place.
struct PublicationDraft: Hashable {
    /// From what all salts are drawn.
    let seed: Digest256
    /// When the bundle is dated.
    let created: Timestamp
    /// The rows, cell by cell.
    let rows: Digest256
    /// What the bundle follows in its chain; zero for a first.
    let predecessor: Digest256
    /// For how many days others may take it in for the first time.
    let lifeDays: Int64

    private static let lifeDays: Int64 = 1

    /// Whether it can still become the publication.
    func serves(_ request: PublishRequest, after predecessor: Digest256) -> Bool {
        self.predecessor == predecessor && lifeDays == request.lifeDays && created <= request.time
            && request.time < created.adding(days: Self.lifeDays) && created.day == request.time.day
    }
}

extension PublicationDraft {
    fileprivate var json: JSONValue {
        [
            "created": .string(created.rfc3339), "life_days": .integer(lifeDays), "predecessor": .string(predecessor.hex),
            "rows": .string(rows.hex), "seed": .string(seed.hex), "type": "tocsin-draft", "v": 1,
        ]
    }

    fileprivate init?(_ bytes: [UInt8]) {
        guard let object = try? StrictJSON.parse(bytes).object, object["v"] == 1, object["type"] == "tocsin-draft",
            let created = object["created"]?.string.flatMap({ Timestamp(rfc3339: $0) }), let days = object["life_days"]?.integer,
            let seed = object["seed"]?.string.flatMap({ Digest256(hex: $0) }),
            let rows = object["rows"]?.string.flatMap({ Digest256(hex: $0) }),
            let predecessor = object["predecessor"]?.string.flatMap({ Digest256(hex: $0) })
        else { return nil }
        self.init(seed: seed, created: created, rows: rows, predecessor: predecessor, lifeDays: days)
    }
}

extension Node {
    private func draftPath(_ group: GroupID) -> String { "\(paths.drafts)/\(group.name).json" }

    /// What was shown last for a group and not published since.
    ///
    /// - Throws: `FileError`.
    func draft(for group: GroupID) throws -> PublicationDraft? {
        guard Directory.exists(draftPath(group)) else { return nil }
        return PublicationDraft(try SecretFile.read(draftPath(group)))
    }

    /// Keeps a draft; it holds a secret.
    func keep(_ draft: PublicationDraft, for group: GroupID) throws {
        try Directory.create(paths.drafts)
        try dropDraft(for: group)
        try SecretFile.create(draftPath(group), contents: draft.json.canonicalBytes())
    }

    /// Forgets a draft.
    func dropDraft(for group: GroupID) throws {
        if Directory.exists(draftPath(group)) { try Directory.remove(draftPath(group)) }
    }
}

extension PublishRequest {
    /// The feeds, for messages and officers.
    var source: String { feeds.map(\.name).joined(separator: ", ") }
}

extension FeedSource {
    /// Whether a second reading gives the same; standard input and pipes are read once.
    var canBeReadAgain: Bool {
        switch self {
        case .path(let path): FileReader.canReadAgain(path)
        case .bytes: true
        case .standardInput, .descriptor: false
        }
    }
}
