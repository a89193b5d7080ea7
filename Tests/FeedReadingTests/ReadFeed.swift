import CanonicalCoding
import FeedReading
import Foundation
import Indicators

/// Everything a feed gave.
struct ReadFeed {
    struct Row: Equatable {
        var line: Int
        var kind: String
        var value: String

        init(_ line: Int, _ kind: String, _ value: String) {
            (self.line, self.kind, self.value) = (line, kind, value)
        }
    }

    struct Refused: Equatable {
        var line: Int
        var code: String

        init(_ line: Int, _ code: String) {
            (self.line, self.code) = (line, code)
        }
    }

    private(set) var full: [FeedRow] = []
    private(set) var refusals: [FeedRefusal] = []
    let counts: FeedCounts
    let recognition: FeedRecognition

    init(_ source: FeedSource, _ options: FeedOptions = FeedOptions()) throws(FeedError) {
        let reader = try FeedReader(source, options: options)
        reading: while true {
            switch try reader.advance() {
            case .row: full.append(reader.row)
            case .refused(let refusal): refusals.append(refusal)
            case .end: break reading
            }
        }
        counts = reader.counts
        recognition = reader.recognition
    }

    init(_ text: String, _ options: FeedOptions = FeedOptions()) throws(FeedError) {
        try self.init(.bytes(Array(text.utf8), name: "test"), options)
    }

    var rows: [Row] {
        full.map { Row($0.line, $0.kind.name, String(decoding: $0.value, as: UTF8.self)) }
    }

    var refused: [Refused] { refusals.map { Refused($0.line, $0.code) } }

    var values: [String] { rows.map(\.value) }
}

extension FeedOptions {
    /// Options as the command line writes them.
    init(
        kind: String? = nil, format: String? = nil, map: [String] = [], region: String? = nil
    ) throws(FeedError) {
        self.init()
        if let kind { self.kind = try FeedKind(parsing: kind) }
        if let format { self.format = try FeedFormat(parsing: format) }
        for text in map { mappings.append(try FieldMapping(parsing: text)) }
        self.region = region.flatMap { RegionCode($0) }
    }
}

/// The error that reading a feed ends with, or nothing.
func failure(_ body: () throws(FeedError) -> Void) -> FeedError? {
    do throws(FeedError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// A file that is deleted when the test is done with it.
struct ScratchFile: ~Copyable {
    let path: String

    init(_ bytes: [UInt8] = [], name: String = "feed") throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "feedreading-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        path = file.path
    }

    deinit {
        try? FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
    }
}
