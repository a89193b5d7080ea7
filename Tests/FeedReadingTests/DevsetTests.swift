import FeedReading
import Foundation
import TestVectors
import Testing

/// Every source of the developer set, read as it is; the big ones only when TOCSIN_FULL is set.
@Suite(.enabled(if: SharedVectors.url("data/devset/sources.json") != nil)) struct `Feeds of the developer set` {
    struct Source: CustomTestStringConvertible {
        let id: String
        let files: [URL]
        /// How many rows the index of the set counts.
        let rows: Int
        let region: String?

        var testDescription: String { id }
    }

    static let quickRows = 20_000

    static let sources: [Source] = {
        guard let index = SharedVectors.url("data/devset/sources.json"), let data = try? Data(contentsOf: index),
            let entries = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        let folder = index.deletingLastPathComponent()
        return entries.compactMap { source($0, in: folder) }.filter { LawRun.isFull || $0.rows < quickRows }
    }()

    static func source(_ entry: [String: Any], in folder: URL) -> Source? {
        guard let id = entry["id"] as? String, let files = entry["files"] as? [String],
            let first = files.first?.split(separator: "/").first, ["urls", "wallets", "phones", "handles"].contains(first)
        else { return nil }
        let counts = entry["rows"] as? [String: Int]
        let rows = counts.map { $0.filter { !$0.key.hasSuffix("rejected") }.values.reduce(0, +) } ?? entry["rows"] as? Int
        let region = (entry["default_cc"] as? String ?? (entry["default_cc"] as? Int).map(String.init)).flatMap {
            ["1": "US", "49": "DE"][$0]
        }
        return Source(id: id, files: files.map { folder.appending(path: $0) }, rows: rows ?? 0, region: region)
    }

    /// Where we count more or fewer rows than the index, and why.
    static let differences: [String: Int] = [
        "tweetfeed": 2,  // two records with nothing but a date are rows without a value
        "polkadot-deny": 31,  // 29 entries of the allow list and 2 of denySub are rows, too
        "thiojoe-threads": -8,  // the index counts its comment lines
        "etherscamdb-twitter": 9_408,  // the list of genuine accounts, repeated keys included
    ]

    static func options(for source: Source) throws(FeedError) -> FeedOptions {
        switch source.id {
        case "thiojoe-accounts", "thiojoe-threads": try FeedOptions(kind: "handle", map: ["platform==youtube"])
        case "ftc-dnc-2021-04-14", "ftc-dnc-2021-04-15", "ftc-dnc-2021-04-16", "ftc-dnc-2021-04-17":
            try FeedOptions(kind: "phone", region: source.region)
        default: try FeedOptions(region: source.region)
        }
    }

    @Test(.tags(.slow), arguments: sources)
    func `have as many rows as its index says`(source: Source) throws {
        var (rows, read) = (0, 0)
        for file in source.files {
            let reader = try FeedReader(.path(file.path), options: try Self.options(for: source))
            reading: while true {
                switch try reader.advance() {
                case .row: read += 1
                case .refused(let refusal): #expect(refusal.reason != .lineTooLong && refusal.reason != .notYAML)
                case .end: break reading
                }
            }
            #expect(reader.counts.read + reader.counts.refused == reader.counts.rows)
            rows += reader.counts.rows
        }
        #expect(rows == source.rows + Self.differences[source.id, default: 0])
        #expect(read <= rows)
    }

    @Test func `say for every pack of exchanges that it vouches`() throws {
        for source in Self.sources where source.id.hasPrefix("gs-exchange-") {
            for file in source.files {
                let feed = try ReadFeed(.path(file.path))
                #expect(feed.rows.isEmpty)
                #expect(feed.refusals.allSatisfy { $0.reason == .benignList })
            }
        }
    }
}
