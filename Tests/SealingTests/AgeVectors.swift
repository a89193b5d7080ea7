internal import CCompression
import Foundation
import Sealing
import TestVectors
import Testing

/// One file of the age test kit: lines of facts, an empty line, the sealed file.
struct AgeVector: CustomTestStringConvertible {
    let name: String
    let facts: [String: String]
    let identities: [String]
    let sealed: [UInt8]

    var testDescription: String { name }

    /// Facts of the test kit that this implementation understands.
    private static let knownFacts: Set = ["expect", "payload", "identity", "file key", "compressed", "comment"]

    /// What the vectors are left out for: passphrases and text armor are no part of version 1 here.
    private static let unsupported = ["armor_", "scrypt_"]

    static func load() throws -> (vectors: [AgeVector], skipped: [String]) {
        let folder = try #require(SharedVectors.folder).appending(path: "vectors/age")
        var vectors: [AgeVector] = []
        var skipped: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name != "README.md" {
            if unsupported.contains(where: name.hasPrefix) {
                skipped.append(name)
                continue
            }
            let vector = try AgeVector(name: name, file: Array(Data(contentsOf: folder.appending(path: name))))
            if vector.facts.keys.allSatisfy(knownFacts.contains) { vectors.append(vector) } else { skipped.append(name) }
        }
        return (vectors, skipped)
    }

    init(name: String, file: [UInt8]) throws {
        let end = try #require(file.indices.first { file[$0...].starts(with: Array("\n\n".utf8)) })
        var facts: [String: String] = [:]
        var identities: [String] = []
        for line in String(decoding: file[..<end], as: UTF8.self).split(separator: "\n") {
            let colon = try #require(line.firstIndex(of: ":"))
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            facts[String(line[..<colon])] = value
            if line[..<colon] == "identity" { identities.append(value) }
        }
        self.name = name
        self.facts = facts
        self.identities = identities
        let body = Array(file[(end + 2)...])
        sealed = facts["compressed"] == "zlib" ? try Self.inflate(body) : body
    }

    private static func inflate(_ bytes: [UInt8]) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 1 << 25)
        var count = UInt(output.count)
        let status = unsafe uncompress(&output, &count, bytes, UInt(bytes.count))
        try #require(status == Z_OK)
        return Array(output[..<Int(count)])
    }
}
