import CanonicalCoding
import CryptoPrimitives
import Foundation
import LedgerFiles
import TransparencyLog

/// The published files of a log that a test makes up, in a directory of their own.
final class PublishedLog {
    let path: String
    let origin = "platform-a.example/audit/1"
    let log: NoteSigner
    let witnesses: [NoteSigner]
    private(set) var entries: [[UInt8]] = []
    private let scratch: ScratchDirectory

    /// - Parameter heads: the sizes published on the way.
    init(size: Int, heads: [Int] = []) throws {
        scratch = try ScratchDirectory()
        path = scratch.path
        log = try NoteSigner(name: origin, privateKey: Ed25519PrivateKey())
        witnesses = try ["b", "c"].map {
            try NoteSigner(name: "witness-\($0).example", algorithm: .cosignature, privateKey: Ed25519PrivateKey())
        }
        for index in 0..<size { entries.append(try Self.entry(index)) }
        try write("policy.txt", policy)
        for head in Set(heads + [size]) { try publish(head) }
    }

    private static func entry(_ index: Int) throws -> [UInt8] {
        let time = EntryTime(millisecondsSinceEpoch: 1_796_083_200_000 + Int64(index))
        let refersBack = index > 0 && index.isMultiple(of: 3)
        return try LogEntry(
            type: "ingest", time: time, details: SHA256.hash("details \(index)"), reference: refersBack ? UInt64(index - 1) : nil
        ).bytes
    }

    private var policy: String {
        "log \(log.key.text)\nwitness b \(witnesses[0].key.text)\nwitness c \(witnesses[1].key.text)\ngroup both all b c\nquorum both\n"
    }

    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        let target = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: target)
    }

    func write(_ name: String, _ text: String) throws { try write(name, text.utf8) }

    func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }

    /// Every file below the directory.
    var files: [String] { (FileManager.default.subpaths(atPath: path) ?? []).filter { !Directory.isDirectory("\(path)/\($0)") } }

    /// The head of a size, of another history when a root is given.
    func head(_ size: Int, root: Digest256? = nil, witnesses count: Int = 2) throws -> SignedNote {
        let root = root ?? MerkleTree.root(ofLeaves: entries[..<size].map { MerkleTree.leaf($0.span) })
        let text = Checkpoint(origin: origin, size: UInt64(size), root: root).text
        var note = try SignedNote(text: text).adding(log.signature(for: text))
        for witness in witnesses.prefix(count) { note = try note.adding(witness.signature(for: text, at: 1_800_000_000)) }
        return note
    }

    private func publish(_ size: Int) throws {
        for file in TileAddress.files(from: 0, to: UInt64(size)) { try write(file.path, contents(file)) }
        let note = try head(size).bytes
        try write("checkpoints/\(size)", note)
        if size == entries.count { try write("checkpoint", note) }
    }

    private func contents(_ file: TileAddress) -> [UInt8] {
        let range = Int(file.number) * 256..<Int(file.number) * 256 + file.width
        switch file.content {
        case .entries:
            var bundle: [UInt8] = []
            for entry in entries[range] { EntryBundle.append(entry, to: &bundle) }
            return bundle
        case .hashes(let level):
            let span = 1 << (8 * level)
            return range.flatMap { place in
                MerkleTree.root(ofLeaves: entries[place * span..<(place + 1) * span].map { MerkleTree.leaf($0.span) }).bytes
            }
        }
    }

    /// The verdict on the directory by its own policy.
    func report() throws -> LedgerReport {
        do throws(LedgerFault) {
            return LedgerCheck(policy: try LedgerCheck.policy(ofFile: "\(path)/policy.txt")).report(ofDirectory: path)
        } catch {
            var report = LedgerReport()
            report.fault = error
            return report
        }
    }
}
