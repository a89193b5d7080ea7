import FeedReading
import Foundation
import TestVectors
import Testing

/// The feeds under Tests/Vectors/feeds with what cases.json says of them.
@Suite struct `Sample feeds` {
    struct Case: Codable, CustomTestStringConvertible {
        struct Options: Codable {
            var kind: String?
            var region: String?
            var format: String?
            var map: [String]?
        }

        struct Row: Codable, Equatable {
            var line: Int
            var kind: String
            var value: String
        }

        struct Refused: Codable, Equatable {
            var line: Int
            var reason: String
        }

        var file: String
        var options: Options?
        var packing: String
        var format: String
        var layout: String
        var rows: [Row]
        var refused: [Refused]

        var testDescription: String { file }
    }

    static let folder = Checkout.root.appending(path: "Tests/Vectors/feeds")

    static let cases: [Case] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "cases.json")) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }()

    static func read(_ vector: Case) throws -> ReadFeed {
        let options = vector.options
        return try ReadFeed(
            .path(folder.appending(path: vector.file).path),
            FeedOptions(
                kind: options?.kind, format: options?.format, map: options?.map ?? [], region: options?.region))
    }

    @Test func `are all named`() throws {
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)).subtracting(["cases.json"])
        #expect(Set(Self.cases.map(\.file)) == files)
    }

    @Test(.tags(.vectors), arguments: cases)
    func `give their rows and refusals`(vector: Case) throws {
        let feed = try Self.read(vector)
        #expect(feed.recognition.packing.rawValue == vector.packing)
        #expect(feed.recognition.format.rawValue == vector.format)
        #expect(feed.recognition.layout.rawValue == vector.layout)
        #expect(feed.rows.map { Case.Row(line: $0.line, kind: $0.kind, value: $0.value) } == vector.rows)
        #expect(feed.refused.map { Case.Refused(line: $0.line, reason: $0.code) } == vector.refused)
    }
}

extension Tag {
    @Tag static var vectors: Self
    @Tag static var slow: Self
}
