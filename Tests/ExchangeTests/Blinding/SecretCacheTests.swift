import Blinding
import CryptoPrimitives
import Exchange
import Foundation
import LedgerFiles
import Testing

@Suite struct `The cache of match secrets` {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "tocsin-cache-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func entry(_ number: Int) -> (input: [UInt8], z: Digest256) {
        (Array("input \(number)".utf8), SHA256.hash(Array("z \(number)".utf8)))
    }

    private func holds(_ cache: SecretCache, _ numbers: Range<Int>) throws -> Bool {
        try numbers.allSatisfy { try cache.find(entry($0).input) == entry($0).z }
    }

    @Test(arguments: [1, 7, 64])
    func `finds what it keeps, however it is laid out`(logRecords: Int) throws {
        try inFolder { folder in
            let cache = SecretCache(at: folder, logRecords: logRecords)
            for start in stride(from: 0, to: 200, by: 5) { try cache.keep((start..<(start + 5)).map(entry)) }
            #expect(try holds(cache, 0..<200))
            let again = SecretCache(at: folder, logRecords: logRecords)
            #expect(try holds(again, 0..<200))
            #expect(try again.find(entry(200).input) == nil)
            let runs = try Directory.names(in: folder).filter { $0.hasSuffix(".run") }
            #expect(runs.count <= 12)
        }
    }

    @Test func `sees what another process keeps meanwhile`() throws {
        try inFolder { folder in
            let (reader, writer) = (SecretCache(at: folder), SecretCache(at: folder))
            #expect(try reader.find(entry(1).input) == nil)
            try writer.keep([entry(1)])
            #expect(try holds(reader, 1..<2))
            try writer.keep([entry(2)])
            #expect(try holds(reader, 1..<3))
        }
    }

    @Test func `passes over what a kill left of a record, and goes on behind what is whole`() throws {
        try inFolder { folder in
            try SecretCache(at: folder).keep((0..<3).map(entry))
            let log = folder + "/log"
            let whole = try Data(contentsOf: URL(filePath: log))
            #expect(whole.count == 3 * 56)
            for cut in 1..<56 {
                try (whole.dropLast(56) + whole.suffix(56).prefix(cut)).write(to: URL(filePath: log))
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: log)
                let cache = SecretCache(at: folder)
                #expect(try holds(cache, 0..<2) && cache.find(entry(2).input) == nil)
                guard cut % 9 == 0 else { continue }
                try cache.keep([entry(3)])
                #expect(try holds(SecretCache(at: folder), 3..<4) && holds(SecretCache(at: folder), 0..<2))
            }
        }
    }

    @Test func `believes no record that was changed or comes from another cache`() throws {
        try inFolder { folder in
            try SecretCache(at: folder, logRecords: 3).keep((0..<3).map(entry))
            let run = try #require(try Directory.names(in: folder).first { $0.hasSuffix(".run") })
            var bytes = try Data(contentsOf: URL(filePath: folder + "/" + run))
            for place in stride(from: 20, to: bytes.count, by: 56) { bytes[place] ^= 1 }
            try bytes.write(to: URL(filePath: folder + "/" + run))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/" + run)
            let cache = SecretCache(at: folder, logRecords: 3)
            for number in 0..<3 { #expect(try cache.find(entry(number).input) == nil) }
            // Asked again, it is kept again.
            try cache.keep((0..<3).map(entry))
            #expect(try holds(cache, 0..<3))
        }
    }

    @Test func `shows neither inputs nor which numbers they are, and is the owner's alone`() throws {
        try inFolder { folder in
            try SecretCache(at: folder, logRecords: 2).keep((0..<5).map(entry))
            for name in try Directory.names(in: folder) {
                let path = folder + "/" + name
                #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
                #expect(try !String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self).contains("input"))
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/key")
            #expect(throws: FileError.self) { try SecretCache(at: folder).find(entry(0).input) }
        }
    }

    @Test func `erases everything`() throws {
        try inFolder { folder in
            let cache = SecretCache(at: folder, logRecords: 2)
            try cache.keep((0..<9).map(entry))
            try cache.erase()
            #expect(!Directory.exists(folder))
            #expect(try cache.find(entry(0).input) == nil)
            try cache.erase()
        }
    }
}
