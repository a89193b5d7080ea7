import Foundation
import TestVectors
import Testing

/// The invariants of docs/ARCHITECTURE.md that can be read off the sources.
@Suite struct `House rules` {
    private static let pureModules = [
        "CryptoPrimitives", "CanonicalCoding", "Indicators", "Blinding", "MemberRegistry", "MergeEngine", "SignedBundles",
        "Sealing", "Agreements", "Redaction", "NodeAPI",
    ]

    @Test(arguments: pureModules)
    func `pure modules import neither Foundation nor the system's C library`(module: String) throws {
        for file in try SourceTree.swiftFiles(under: "Sources/\(module)") {
            #expect(
                file.text.firstMatch(of: /(?m)^\s*(\w+ )?import (Foundation|FoundationEssentials|Glibc|Dispatch)\b/) == nil,
                "\(file.path)")
        }
    }

    @Test(arguments: [
        ("COpenSSL", "CryptoPrimitives"), ("CSHA256Lanes", "CryptoPrimitives"), ("CSQLite", "NodeStore"), ("CICU", "Indicators"),
        ("CCompression", "FeedReading"),
        ("ArgumentParser", "tocsin"), ("TOMLKit", "Exchange"), ("AsyncHTTPClient", "PeerClient"),
    ])
    func `one module alone sees each library`(library: String, owner: String) throws {
        for file in try SourceTree.swiftFiles(under: "Sources") where !file.path.hasPrefix("Sources/\(owner)") {
            #expect(!file.text.contains("import \(library)\n"), "\(file.path) imports \(library)")
        }
    }

    @Test func `only the two listeners see the server`() throws {
        let owners = ["Sources/NodeServer/", "Sources/LocalInterface/"]
        for file in try SourceTree.swiftFiles(under: "Sources") where !owners.contains(where: file.path.hasPrefix) {
            #expect(!file.text.contains("import Hummingbird\n"), "\(file.path)")
        }
    }

    /// `scripts/check-modules.py` holds the table against Package.swift and the sources.
    @Test(arguments: [
        ("tocsin-verify", ["CSQLite", "AsyncHTTPClient", "Hummingbird", "Exchange", "TOMLKit"]),
        ("tocsin-evaluator", ["CSQLite", "AsyncHTTPClient", "Exchange", "NodeStore", "PeerClient", "TOMLKit"]),
    ])
    func `the small programs link no database and no client`(program: String, unwanted: [String]) throws {
        var rows: [String: Set<String>] = [:]
        for line in try String(contentsOf: SourceTree.root.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8).split(
            separator: "\n")
        {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 6 else { continue }
            rows[cells[1]] = Set((cells[3] + ", " + cells[4]).components(separatedBy: ", "))
        }
        var linked: Set<String> = []
        var waiting = [program]
        while let next = waiting.popLast() {
            if linked.insert(next).inserted { waiting += rows[next] ?? [] }
        }
        #expect(linked.contains("CryptoPrimitives") && linked.isDisjoint(with: unwanted), "\(linked.intersection(unwanted))")
    }

    @Test func `only LedgerFiles syncs files`() throws {
        for file in try SourceTree.swiftFiles(under: "Sources") where !file.path.hasPrefix("Sources/LedgerFiles/") {
            #expect(file.text.firstMatch(of: /\b(fsync|fdatasync)\(/) == nil, "\(file.path)")
        }
    }

    @Test func `nothing traps on purpose and nothing is left undone`() throws {
        let marks = [/\btry!/, /\bas!/, /\bfatalError\(/, /@unchecked Sendable/, /\bTODO\b/, /\bFIXME\b/]
        for file in try SourceTree.swiftFiles(under: "Sources") {
            for mark in marks {
                let found = file.text.firstMatch(of: mark).map { String($0.output) }
                #expect(found == nil, "\(file.path)")
            }
        }
    }

    @Test func `no test looks into a module, or the release build's tests would not compile`() throws {
        for file in try SourceTree.swiftFiles(under: "Tests") where !file.path.hasPrefix("Tests/HouseRulesTests/") {
            #expect(file.text.firstMatch(of: /@testable\s+import/) == nil, "\(file.path)")
        }
    }

    @Test func `no module or file is a catch-all`() throws {
        for file in try SourceTree.swiftFiles(under: "Sources") {
            let name = URL(filePath: file.path).deletingPathExtension().lastPathComponent
            #expect(name.firstMatch(of: /(Util|Utils|Helper|Helpers|Common|Misc|Manager|Extensions)$/) == nil, "\(file.path)")
        }
    }

    @Test func `types that hold an indicator are not Codable`() throws {
        for file in try SourceTree.swiftFiles(under: "Sources") {
            #expect(file.text.firstMatch(of: /:\s*[^\n{]*\b(Codable|Encodable|Decodable)\b/) == nil, "\(file.path)")
        }
    }

    @Test func `tracked files name no place of a machine`() throws {
        let places = /(^|[\s"'(=])\/(work|root|farm|home|opt)\/[a-z]/
        for file in try SourceTree.files(under: ["Sources", "Tests", "docs", "scripts", "schemas"]) {
            #expect(file.text.firstMatch(of: places) == nil, "\(file.path)")
        }
    }
}

/// The checkout this test was compiled in.
enum SourceTree {
    struct File {
        let path: String
        let text: String
    }

    static let root = Checkout.root

    static func swiftFiles(under folder: String) throws -> [File] {
        try files(under: [folder]).filter { $0.path.hasSuffix(".swift") }
    }

    static func files(under folders: [String]) throws -> [File] {
        var found: [File] = []
        for folder in folders {
            guard let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path) else { continue }
            for case let name as String in walk {
                let path = "\(folder)/\(name)"
                guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { continue }
                found.append(File(path: path, text: text))
            }
        }
        return found
    }
}
