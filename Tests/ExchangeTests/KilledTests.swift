import CanonicalCoding
import Exchange
import Foundation
import SignedBundles
import Testing

/// The writes of an act, in the order in which they reach the disk.
private enum Write: CaseIterable {
    case begun, stream, logged, committed, done

    static let ofPublishing = allCases
    static let ofImporting: [Write] = [.stream, .logged, .committed]
}

extension Sandbox {
    /// Lets a member's act happen, then leaves its home as a kill after the first writes of the act leaves it.
    fileprivate func kill<Result>(
        _ member: String, after writes: ArraySlice<Write>, _ act: () async throws -> Result
    ) async throws -> Result {
        try copyHome(member, as: "before")
        let result = try await act()
        let files = FileManager.default
        try files.moveItem(atPath: home(member), toPath: home("after"))
        try files.moveItem(atPath: home("before"), toPath: home(member))
        for write in writes { try redo(write, of: member) }
        return result
    }

    private func redo(_ write: Write, of member: String) throws {
        switch write {
        case .begun:
            let marks = try String(contentsOfFile: home("after") + "/ledger/published.jsonl", encoding: .utf8)
            let begun = marks.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
            try begun.write(toFile: home(member) + "/ledger/published.jsonl", atomically: false, encoding: .utf8)
        case .stream: try bring("bundles", to: member)
        case .logged: try bring("ledger/imports.jsonl", to: member)
        case .committed: try bring("store.sqlite", to: member)
        case .done: try bring("ledger/published.jsonl", to: member)
        }
    }

    private func bring(_ name: String, to member: String) throws {
        try? FileManager.default.removeItem(atPath: "\(home(member))/\(name)")
        try FileManager.default.copyItem(atPath: "\(home("after"))/\(name)", toPath: "\(home(member))/\(name)")
    }

    /// Opens a member's home for an act, with what it tells.
    fileprivate func settled(_ member: String) throws -> [Settled] {
        var told: [Settled] = []
        let node = try node(member, .writing)
        node.tell = { told.append($0) }
        _ = try Importer(node, at: time.adding(seconds: 10))
        return told
    }

    fileprivate func text(_ name: String, of member: String) -> String {
        (try? String(contentsOfFile: "\(home(member))/\(name)", encoding: .utf8)) ?? ""
    }
}

@Suite struct `A publication that is killed` {
    @Test(arguments: 0...Write.ofPublishing.count, [false, true])
    func `after any of its writes is finished or never was`(count: Int, isRebuiltFirst: Bool) async throws {
        let sandbox = try Sandbox()
        _ = try await sandbox.publishHost("zero", by: "org.a", second: 0)
        let killed = try await sandbox.kill("org.a", after: Write.ofPublishing.prefix(count)) {
            try await sandbox.publishHost("first", by: "org.a", second: 1)
        }
        let isPublished = count >= 2
        if isRebuiltFirst {
            let result = try sandbox.rebuild("org.a")
            #expect(result.refused.isEmpty && result.skipped.isEmpty)
            #expect(result.streams == (isPublished ? 2 : 1))
        } else {
            let told = try sandbox.settled("org.a")
            let finishes = told.contains(.publication(number: 2, group: sandbox.group, path: killed.path))
            #expect(finishes == (2...4).contains(count), "\(told)")
        }
        #expect(try sandbox.ask("first.example", at: "org.a").isKnown == isPublished)
        let next = try await sandbox.publishHost("next", by: "org.a", second: 20)
        #expect(next.sequence == (isPublished ? 3 : 2))
        #expect(try sandbox.settled("org.a").isEmpty)
        let later = sandbox.time.adding(seconds: 30)
        let outcomes = try sandbox.take(sandbox.keptStreams("org.a"), by: "org.b", at: later)
        #expect(outcomes.count == next.sequence)
        for outcome in outcomes { _ = try outcome.result.get() }
        let before = try sandbox.digest("org.a").digestHex
        #expect(try sandbox.rebuild("org.a").refused.isEmpty)
        #expect(try sandbox.digest("org.a").digestHex == before)
        #expect(try sandbox.digest("org.b").digestHex == before)
        #expect(sandbox.text("ledger/chains.jsonl", of: "org.a").isEmpty, "nobody forked")
    }

    @Test func `and of which nothing whole is left gives its number up`() async throws {
        let sandbox = try Sandbox()
        let killed = try await sandbox.kill("org.a", after: Write.ofPublishing.prefix(2)) {
            try await sandbox.publishHost("first", by: "org.a", second: 1)
        }
        try Data(Data(contentsOf: URL(filePath: killed.path)).dropLast(9)).write(to: URL(filePath: killed.path))
        #expect(try sandbox.settled("org.a") == [.publicationDropped(number: 1, path: killed.path)])
        #expect(try await sandbox.publishHost("next", by: "org.a", second: 20).sequence == 1)
    }
}

@Suite struct `An import that is killed` {
    @Test(arguments: 0...Write.ofImporting.count)
    func `after any of its writes is finished or never was`(count: Int) async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        let second = try await sandbox.publishHost("second", by: "org.a", second: 2)
        let now = sandbox.time.adding(seconds: 10)
        _ = try await sandbox.kill("org.b", after: Write.ofImporting.prefix(count)) {
            try sandbox.take([first.path], by: "org.b", at: now)
        }
        #expect(try sandbox.ask("first.example", at: "org.b").isKnown == (count == 3))
        let isFinished = try !sandbox.settled("org.b").isEmpty
        #expect(isFinished == (count == 2))
        #expect(try sandbox.refusal(of: second.path, by: "org.b", at: now) == (count >= 2 ? nil : .gap))
        try sandbox.take([first.path, second.path], by: "org.b", at: now)
        let before = try sandbox.digest("org.b").digestHex
        try sandbox.scatterTimes("org.b", seed: 3)
        let result = try sandbox.rebuild("org.b")
        #expect(result.refused.isEmpty && result.streams == 2)
        #expect(try sandbox.digest("org.b").digestHex == before)
    }

    @Test func `leaves a stream that a rebuild names and skips`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        let now = sandbox.time.adding(seconds: 10)
        _ = try await sandbox.kill("org.b", after: [.stream]) { try sandbox.take([first.path], by: "org.b", at: now) }
        let result = try sandbox.rebuild("org.b")
        #expect(result.streams == 0 && result.refused.isEmpty)
        #expect(try result.skipped == sandbox.keptStreams("org.b"))
        #expect(try !sandbox.ask("first.example", at: "org.b").isKnown)
        #expect(try sandbox.refusal(of: first.path, by: "org.b", at: now) == nil)
    }

    @Test func `and whose stream is gone counts for nothing`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        let now = sandbox.time.adding(seconds: 10)
        _ = try await sandbox.kill("org.b", after: [.logged]) { try sandbox.take([first.path], by: "org.b", at: now) }
        #expect(try sandbox.settled("org.b").count == 1)
        #expect(try sandbox.settled("org.b").isEmpty)
        #expect(try sandbox.refusal(of: first.path, by: "org.b", at: now) == nil)
        #expect(try sandbox.rebuild("org.b").streams == 1)
    }

    @Test func `in the middle of a line spoils no other line`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        let second = try await sandbox.publishHost("second", by: "org.a", second: 2)
        let now = sandbox.time.adding(seconds: 10)
        try sandbox.take([first.path], by: "org.b", at: now)
        let log = try FileHandle(forWritingTo: URL(filePath: sandbox.home("org.b") + "/ledger/imports.jsonl"))
        try log.seekToEnd()
        try log.write(contentsOf: Data(#"{"manifest":"00"#.utf8))
        try log.close()
        try sandbox.take([second.path], by: "org.b", at: now)
        let before = try sandbox.digest("org.b").digestHex
        #expect(try sandbox.rebuild("org.b").streams == 2)
        #expect(try sandbox.digest("org.b").digestHex == before)
    }
}
