import CryptoPrimitives
import Foundation
import LedgerFiles
import Testing
import TestVectors
import TransparencyLog

@Suite struct `A ledger on a real disk` {
    /// Runs a test in a directory that goes away.
    private func inDirectory(_ body: (String, inout LedgerRun) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var run = try LedgerRun(directory: directory.path)
        try body(directory.path, &run)
    }

    private struct LedgerRun {
        let directory: String
        let signer = Result { try LedgerWorld.signer("node.example/audit/1", seed: 7) }
        let settings = AuditLogSettings(who: LedgerWorld.who, ballastBytes: 1 << 16) { _ in }
        let clock: EntryTime
        var generator = SplitMix64(state: 51)

        init(directory: String) throws {
            self.directory = directory
            clock = try #require(EntryTime("2026-12-01T00:00:00.000Z"))
        }

        mutating func create() throws -> AuditLog {
            try AuditLog.create(in: directory, signer: signer.get(), settings: settings, at: clock, using: &generator)
        }

        func open() throws -> AuditLog { try AuditLog(opening: directory, signer: signer.get(), settings: settings) }

        mutating func append(_ count: Int, to log: AuditLog) throws {
            let event = try Event(.signIn, capturedAt: clock, fields: LedgerWorld.who)
            _ = try log.append(Array(repeating: event, count: count), at: clock, using: &generator)
        }
    }

    @Test func `is read back by a later process, and by whoever has the published files alone`() throws {
        try inDirectory { directory, run in
            do { try run.append(299, to: try run.create()) }
            do { try run.append(1, to: try run.open()) }
            let copy = directory + "-copy"
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            for name in LedgerLayout.published where FileManager.default.fileExists(atPath: "\(directory)/\(name)") {
                try FileManager.default.copyItem(atPath: "\(directory)/\(name)", toPath: "\(copy)/\(name)")
            }
            let reader = try LedgerReader(opening: copy)
            #expect(reader.checkpoint.size == 301)
            let policy = try WitnessPolicy(parsing: String(contentsOfFile: "\(copy)/policy.txt", encoding: .utf8))
            let entry = try reader.entry(at: 300)
            #expect(try reader.receipt(at: 300).verified(entry: entry.bytes, by: policy).size == 301)
            #expect(throws: LedgerError.details(index: 256)) { try reader.detail(at: 300) }
        }
    }

    @Test func `protects what is published from writing and what is private from reading`() throws {
        try inDirectory { directory, run in
            do { try run.append(3, to: try run.create()) }
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")[.posixPermissions] as? Int
            }
            for path in ["checkpoint", "policy.txt", "tile/0/000.p/4", "tile/entries/000.p/4", "checkpoints/4"] {
                #expect(try mode(path) == 0o444, "\(path)")
            }
            for path in ["head", "staging", "details/000", "ballast", "lock"] { #expect(try mode(path) == 0o600, "\(path)") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/unfinished").isEmpty)
        }
    }

    @Test func `has one writer and notices another directory in its place`() throws {
        try inDirectory { directory, run in
            let log = try run.create()
            #expect(throws: LedgerError.self) { try run.open() }
            try FileManager.default.moveItem(atPath: directory, toPath: directory + "-moved")
            defer { try? FileManager.default.removeItem(atPath: directory + "-moved") }
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            #expect(throws: LedgerError.replaced(path: "lock")) { try run.append(1, to: log) }
        }
    }
}
