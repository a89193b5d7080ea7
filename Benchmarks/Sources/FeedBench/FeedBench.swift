import FeedReading
import Foundation
import Indicators

/// How fast feeds of every format are read into rows, in memory that does not grow with them.
///
/// The feeds are made up here, a million rows each; the figures are bytes of the feed as stored per second of processor time.
@main
struct FeedBench {
    static func main() throws {
        let names = (0..<rows).map { "login\($0 % 100_000).bank-\($0 % 977).example" }
        let urls = names.enumerated().map { "https://\($1)/verify?id=\($0)" }
        try measure("lines, kind given", text(names), kind: "host")
        try measure("lines, kind guessed", text(names))
        try measure("hosts file", text(names.map { "0.0.0.0 " + $0 }))
        try measure("csv, value among five columns", table(urls))
        try measure("csv, six of our columns", ownTable(urls))
        try measure("json, list of texts", Array(("[\"" + urls.joined(separator: "\",\"") + "\"]").utf8), kind: "url")
        try measure("jsonl, five members", text(urls.map(object)))
        try measure("tagpack", tagPack())
    }

    private static let rows = 1_000_000
    private static let rounds = 3

    private static func text(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    private static func table(_ urls: [String]) -> [UInt8] {
        text(["id,url,reporter,remark,stamp"] + urls.enumerated().map { "\($0),\($1),somebody,nothing of use,12345" })
    }

    private static func ownTable(_ urls: [String]) -> [UInt8] {
        text(["value,kind,first,conf,labels,note"] + urls.map { "\($0),url,2026-05-01,80,phishing;bank,\"seen in, a text\"" })
    }

    private static func object(_ url: String) -> String {
        "{\"value\":\"\(url)\",\"kind\":\"url\",\"first\":\"2026-05-01\",\"conf\":80,\"labels\":[\"phishing\",\"bank\"]}"
    }

    private static func tagPack() -> [UInt8] {
        let tags = (0..<rows / 10).map { "- address: '0x\(String(repeating: "0", count: 34))\(100_000 + $0)'\n  label: invented" }
        return text(["title: invented", "currency: ETH", "abuse: phishing", "tags:"] + tags)
    }

    private static func measure(_ label: String, _ feed: [UInt8], kind: String = "auto") throws {
        var options = FeedOptions()
        options.kind = try FeedKind(parsing: kind)
        var seconds: [Double] = []
        var read = 0
        for _ in 0..<rounds {
            let start = clock()
            read = try count(feed, options)
            seconds.append(Double(clock() - start) / Double(CLOCKS_PER_SEC))
        }
        let median = seconds.sorted()[rounds / 2]
        let speed = Int(Double(feed.count) / median / 1e6)
        print("\(label): \(speed) MB/s, \(Int(median / Double(read) * 1e9)) ns a row, \(read) rows")
    }

    private static func count(_ feed: [UInt8], _ options: FeedOptions) throws(FeedError) -> Int {
        let reader = try FeedReader(.bytes(feed, name: "bench"), options: options)
        while true {
            if case .end = try reader.advance() { return reader.counts.read }
        }
    }
}
