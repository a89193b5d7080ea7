import FeedReading
import Foundation
import Testing

@Suite struct `Packed feeds` {
    private static let lines = (0..<20_000).map { "https://host\($0).example/" }
    private static let text = lines.joined(separator: "\n")

    @Test(arguments: ["gzip", "zstd"])
    func `are read like the feed itself`(tool: String) throws {
        let feed = try ReadFeed(
            .bytes(try Packer.pack(Array(Self.text.utf8), with: tool), name: "packed"), FeedOptions(kind: "url"))
        #expect(feed.recognition.packing.rawValue == tool)
        #expect(feed.values == Self.lines)
    }

    @Test(arguments: ["gzip", "zstd"])
    func `may hold several members and empty ones`(tool: String) throws {
        let parts = ["https://one.example/\n", "", "https://two.example/\n"]
        let bytes = try parts.flatMap { try Packer.pack(Array($0.utf8), with: tool) }
        #expect(try ReadFeed(.bytes(bytes, name: "packed"), FeedOptions(kind: "url")).counts.rows == 2)
    }

    @Test(arguments: ["gzip", "zstd"])
    func `that end too early give their rows and then an error`(tool: String) throws {
        let whole = try Packer.pack(Array(Self.text.utf8), with: tool)
        for length in [5, 20, whole.count / 2, whole.count - 1] {
            let error = failure { () throws(FeedError) in
                _ = try ReadFeed(.bytes(Array(whole[..<length]), name: "packed"), FeedOptions(kind: "url"))
            }
            #expect(error?.reason == .packedTruncated, "\(length) bytes")
            #expect(error?.offset == length)
        }
    }

    @Test(arguments: ["gzip", "zstd"])
    func `that are damaged end with an error`(tool: String) throws {
        var bytes = try Packer.pack(Array(Self.text.utf8), with: tool)
        bytes[bytes.count / 2] ^= 0x10
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed(.bytes(bytes, name: "packed"), FeedOptions(kind: "url"))
        }
        #expect(error?.reason == .packedCorrupt || error?.reason == .packedTruncated)
        #expect(error?.offset != nil)
    }

    @Test(arguments: ["gzip", "zstd"])
    func `with something else behind them end with an error`(tool: String) throws {
        let bytes = try Packer.pack(Array("https://one.example/\n".utf8), with: tool) + Array("garbage".utf8)
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed(.bytes(bytes, name: "packed"), FeedOptions(kind: "url"))
        }
        #expect(error?.reason == .packedCorrupt)
    }

    @Test func `may be padded with zeros after gzip`() throws {
        let bytes = try Packer.pack(Array("https://one.example/\n".utf8), with: "gzip") + [UInt8](repeating: 0, count: 100_000)
        #expect(try ReadFeed(.bytes(bytes, name: "packed"), FeedOptions(kind: "url")).counts.rows == 1)
    }

    @Test(arguments: ["gzip", "zstd"])
    func `that grow without end are stopped`(tool: String) throws {
        let bomb = try Packer.pack([UInt8](repeating: UInt8(ascii: "\n"), count: 64 << 20), with: tool)
        let error = failure { () throws(FeedError) in _ = try ReadFeed(.bytes(bomb, name: "packed")) }
        #expect(error?.reason == .unpackingRatio(limit: FeedLimits.standard.unpackingRatio))
    }

    @Test(arguments: ["gzip", "zstd"])
    func `may grow a lot as long as they stay small`(tool: String) throws {
        let blanks = try Packer.pack(
            [UInt8](repeating: UInt8(ascii: "\n"), count: FeedLimits.standard.ratioGraceBytes), with: tool)
        #expect(try ReadFeed(.bytes(blanks, name: "packed")).counts.blanks == FeedLimits.standard.ratioGraceBytes)
    }

    @Test func `over the size limit are stopped, at the limit not`() throws {
        var options = try FeedOptions(kind: "url")
        options.limits.feedBytes = Self.text.utf8.count
        #expect(try ReadFeed(Self.text, options).counts.rows == Self.lines.count)
        options.limits.feedBytes -= 1
        let error = failure { [options] () throws(FeedError) in _ = try ReadFeed(Self.text, options) }
        #expect(error?.reason == .feedTooLarge(limit: options.limits.feedBytes))
    }

    @Test func `may ask for memory to the limit of a window and no more`() throws {
        let packed = try Packer.pack(Array(Self.text.utf8), with: "zstd")
        let needed = Int32(Int.bitWidth - (Self.text.utf8.count - 1).leadingZeroBitCount)
        var options = try FeedOptions(kind: "url")
        options.limits.zstdWindowLog = needed
        #expect(try ReadFeed(.bytes(packed, name: "packed"), options).counts.rows == Self.lines.count)
        options.limits.zstdWindowLog -= 1
        let error = failure { [options] () throws(FeedError) in _ = try ReadFeed(.bytes(packed, name: "packed"), options) }
        #expect(error?.reason == .packedCorrupt)
    }

    @Test func `packed twice are refused`() throws {
        let once = try Packer.pack(Array("https://one.example/\n".utf8), with: "gzip")
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed(.bytes(try Packer.packQuietly(once), name: "packed"))
        }
        #expect(error?.reason == .packedTwice)
    }
}

/// Packs bytes with the system's tools, so that what is unpacked was not packed by ourselves.
enum Packer {
    static func pack(_ bytes: [UInt8], with tool: String) throws -> [UInt8] {
        let source = try ScratchFile(bytes)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool, "-c", "-q", source.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let packed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(tool) is needed")
        return Array(packed)
    }

    static func packQuietly(_ bytes: [UInt8]) throws(FeedError) -> [UInt8] {
        (try? pack(bytes, with: "gzip")) ?? []
    }
}
