import FeedReading
import Foundation
import TestVectors
import Testing

@Suite struct `Hostile feeds` {
    private let url = "https://one.example/"

    @Test func `may have a line at the limit, and lose the one past it`() throws {
        let limit = FeedLimits.standard.lineBytes
        let at = url + String(repeating: "a", count: limit - url.utf8.count)
        for end in ["\n", "\r\n"] {
            let text = at + end + at + "a" + end + url + end + String(repeating: "b", count: 3 * limit)
            let feed = try ReadFeed(text, FeedOptions(kind: "url"))
            #expect(feed.rows.map(\.line) == [1, 3])
            #expect(feed.refused == [.init(2, "line-too-long"), .init(4, "line-too-long")])
        }
    }

    @Test func `may have a record at the limit, and lose the one past it`() throws {
        let limit = FeedLimits.standard.lineBytes
        let note = String(repeating: "n", count: limit - url.utf8.count - 1)
        let text = "value,other\n\(url),\(note)\n\(url),\(note)nnn\n\(url),x\n"
        let feed = try ReadFeed(text)
        #expect(feed.rows.map(\.line) == [2, 4])
        #expect(feed.refused == [.init(3, "line-too-long")])
    }

    @Test func `with a quote that is never closed cost one row, not the rest`() throws {
        let rows = (0..<100_000).map { "\($0),https://host\($0).example/" }
        let text = "id,value\n\"open,https://bad.example/\n" + rows.joined(separator: "\n")
        let feed = try ReadFeed(text)
        #expect(feed.refused == [.init(2, "unclosed-quote")])
        #expect(feed.counts.read == rows.count)
    }

    @Test(arguments: ["json", "jsonl", "yaml", "csv", "lines"])
    func `nested a million deep do not exhaust the stack`(format: String) throws {
        let text = String(repeating: "[", count: 1_000_000)
        _ = failure { () throws(FeedError) in _ = try ReadFeed(text, FeedOptions(format: format)) }
        let objects = String(repeating: "{\"a\":", count: 1_000_000)
        _ = failure { () throws(FeedError) in _ = try ReadFeed(objects, FeedOptions(format: format)) }
    }

    @Test func `with too many columns or members lose the row`() throws {
        let limits = FeedLimits.standard
        let wide = "value,kind\n" + String(repeating: ",", count: limits.columns) + "\n\(url),url\n"
        let table = try ReadFeed(wide, FeedOptions(format: "csv"))
        #expect(table.rows.map(\.line) == [3])
        #expect(table.refused.map(\.code) == ["too-many-columns"])
        let members = (0...limits.recordEntries).map { "\"k\($0)\":1" }.joined(separator: ",")
        let json = try ReadFeed("[{\"value\":\"\(url)\",\(members)},{\"value\":\"\(url)\"}]")
        #expect(json.refused.map(\.code) == ["record-too-large"])
        #expect(json.counts.read == 1)
    }

    @Test func `with columns and members at the limit keep the row`() throws {
        let limits = FeedLimits.standard
        let wide = "value,kind\n\(url),url" + String(repeating: ",", count: limits.columns - 2) + "\n"
        #expect(try ReadFeed(wide, FeedOptions(format: "csv")).refused.map(\.code).contains("too-many-columns") == false)
        let members = (1..<limits.recordEntries).map { "\"k\($0)\":1" }.joined(separator: ",")
        let json = try ReadFeed("[{\"value\":\"\(url)\",\(members)},{\"value\":\"\(url)\"}]")
        #expect(json.refused.isEmpty)
        #expect(json.counts.read == 2)
    }

    @Test func `with an endless JSON text lose the row`() throws {
        let limit = FeedLimits.standard.lineBytes
        let text = "[\"\(String(repeating: "a", count: limit + 1))\", \"\(url)\"]"
        let feed = try ReadFeed(text, FeedOptions(kind: "url"))
        #expect(feed.refused.map(\.code) == ["line-too-long"])
        #expect(feed.values == [url])
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func `in UTF-16 are named for what they are`(encoding: String.Encoding) throws {
        let bytes = Array(try #require("value,kind\nhttps://one.example/,url\n".data(using: encoding)))
        let error = failure { () throws(FeedError) in _ = try ReadFeed(.bytes(bytes, name: "test")) }
        #expect(error?.reason == .utf16)
        #expect(error?.hint.contains("UTF-8") == true)
    }

    @Test func `of zeros alone are refused and end`() throws {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        let feed = try ReadFeed(.bytes(zeros, name: "test"))
        #expect(feed.refused.map(\.code) == ["line-too-long"])
    }

    @Test(
        arguments: [[UInt8]](
            arrayLiteral: Array("PK\u{3}\u{4}xx".utf8), Array("%PDF-1.7".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]))
    func `that are no text are named for what they are`(bytes: [UInt8]) {
        let error = failure { () throws(FeedError) in _ = try ReadFeed(.bytes(bytes, name: "test")) }
        guard case .notText = error?.reason else {
            Issue.record("taken for a feed")
            return
        }
    }

    @Test func `with nothing in them have no rows`() throws {
        for text in ["", "\n", "\u{FEFF}", "\r\n\r\n", "# only a comment"] {
            #expect(try ReadFeed(text).counts.rows == 0)
        }
        for format in FeedFormat.allCases where format != .json && format != .yaml {
            #expect(try ReadFeed("", FeedOptions(format: format.rawValue)).counts.rows == 0)
        }
    }

    @Test(arguments: UInt64(0)..<200)
    func `made of anything at all never lose count`(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        let bytes = arbitraryFeed(using: &generator)
        for format in [nil] + FeedFormat.allCases.map(Optional.some) {
            var options = FeedOptions()
            options.format = format
            _ = failure { [options] () throws(FeedError) in
                let feed = try ReadFeed(.bytes(bytes, name: "test"), options)
                #expect(feed.counts.rows == feed.full.count + feed.refusals.count)
                #expect(feed.counts.read == feed.full.count)
            }
        }
    }

    @Test(arguments: UInt64(0)..<100)
    func `give the same rows however their bytes arrive`(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        let bytes = (0..<8).flatMap { _ in arbitraryFeed(using: &generator) }
        for format in FeedFormat.allCases {
            var options = FeedOptions()
            options.format = format
            options.limits.sampleBytes = 64
            let whole = failureOrFeed(bytes, options)
            options.limits.chunkBytes = 1
            let piecemeal = failureOrFeed(bytes, options)
            #expect(whole?.rows == piecemeal?.rows, "\(format)")
            #expect(whole?.refused == piecemeal?.refused, "\(format)")
        }
    }

    private func failureOrFeed(_ bytes: [UInt8], _ options: FeedOptions) -> ReadFeed? {
        var feed: ReadFeed?
        _ = failure { () throws(FeedError) in feed = try ReadFeed(.bytes(bytes, name: "test"), options) }
        return feed
    }
}

/// Pieces that mean something in one format or another, in any order.
func arbitraryFeed(using generator: inout SplitMix64) -> [UInt8] {
    let pieces = [
        "\n", "\r\n", ",", ";", "\t", "|", "\"", "'", "[", "]", "{", "}", ":", ": ", "- ", "#", "##", "@@", "||", "^", "$", "//",
        "value", "kind", "url", "https://one.example/", "0.0.0.0 ", "tags:\n", "address: ", "\\u0041", "\\ud800", "null", "1e9",
        "*", "&a", "|-\n", ">\n", "  ", "\u{FEFF}", "é", "\u{0}", "---\n", "deny", "\"list\"", "2026-05-01", "+44 20 7946 0###",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0..<120, using: &generator) {
        if Int.random(in: 0..<30, using: &generator) == 0 {
            bytes.append(UInt8.random(in: .min ... .max, using: &generator))
        } else {
            bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8)
        }
    }
    return bytes
}
