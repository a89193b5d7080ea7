import CanonicalCoding
import Exchange
import Foundation
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

extension Sandbox {
    /// Every stream kept in a member's home.
    func keptStreams(_ member: String) throws -> [String] {
        let bundles = home(member) + "/bundles"
        return try FileManager.default.subpathsOfDirectory(atPath: bundles).sorted()
            .filter { $0.contains("/") }.map { "\(bundles)/\($0)" }
    }

    /// Gives every stream of a member a time of change out of the blue, as copying or unpacking a home does.
    func scatterTimes(_ member: String, seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        for path in try keptStreams(member) {
            let seconds = Int.random(in: 1_000_000_000...2_000_000_000, using: &generator)
            let moment = Date(timeIntervalSince1970: TimeInterval(seconds))
            try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: path)
        }
    }

    func rebuild(_ member: String) throws -> StoreRebuild.Result { try StoreRebuild.run(node(member, .writing)) }
}

/// What a member may live through before its store is made anew.
enum Past: String, CaseIterable, CustomTestStringConvertible {
    case retraction = "a retraction"
    case clockSteppedBack = "a clock that stepped back between two imports"
    case expired = "a bundle that came after it expired"
    case lateJoiner = "a chain begun at signed heads"
    case acceptedGap = "a gap that an officer stepped over"
    case reset = "a reset between two bundles"
    case fork = "a fork"
    case twoRedactions = "two redactions of one bundle"

    var testDescription: String { rawValue }

    func happen(to member: String, in sandbox: Sandbox, importedAt late: Int64 = 30) async throws {
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        func at(_ second: Int64) -> Timestamp { sandbox.time.adding(seconds: second) }
        switch self {
        case .retraction, .clockSteppedBack:
            let why = NamedStatement.Act.retract(why: "false-positive", since: nil)
            let retraction = try await sandbox.state(why, about: "first.example", by: "org.a", at: at(2))
            try sandbox.take([first.path], by: member, at: at(30))
            try sandbox.take([retraction.path], by: member, at: at(self == .retraction ? 31 : 10))
        case .expired:
            var paths = [first.path]
            for (second, name) in [(2, "second"), (3, "third")] {
                let feed = "value,kind\n\(name).example,host\n"
                paths.append(try await sandbox.publish(feed, by: "org.a", at: at(Int64(second))) { $0.lifeDays = 1 }.summary.path)
            }
            try sandbox.take(Array(paths[0...1]), by: member, at: at(10))
            let outcome = try sandbox.take([paths[2]], by: member, at: sandbox.time.adding(days: 3))[0]
            #expect(try outcome.result.get().refusedCount == 1)
        case .lateJoiner:
            let heads = try NodeChains(sandbox.node("org.a"), at: at(2)).heads(for: sandbox.group)
            let second = try await sandbox.publishHost("second", by: "org.a", second: 3)
            try NodeChains(sandbox.node(member, .writing), for: .writing, at: at(20)).begin(at: heads)
            try sandbox.take([second.path], by: member, at: at(5))
        case .acceptedGap:
            _ = try await sandbox.publishHost("second", by: "org.a", second: 2)
            let third = try await sandbox.publishHost("third", by: "org.a", second: 3)
            try sandbox.take([first.path], by: member, at: at(20))
            try NodeChains(sandbox.node(member, .writing), for: .writing, at: at(10))
                .acceptGap(before: third.path, officer: "R. Example", why: "lost", skipLimit: 10)
            try sandbox.take([third.path], by: member, at: at(9))
        case .reset, .fork:
            try sandbox.copyHome("org.a", as: "thief")
            let thiefs = try await sandbox.publishHost("thiefs", by: "thief", second: 2)
            try sandbox.take([first.path, thiefs.path], by: member, at: at(late))
            if self == .reset { try sandbox.reset("org.a", to: first.path, at: ["org.a", member], time: at(15)) }
            let next = try await sandbox.publishHost("next", by: "org.a", second: 20)
            try sandbox.take([next.path], by: member, at: at(25))
        case .twoRedactions:
            try sandbox.take([sandbox.seal(first.path, from: "org.a", to: member)], by: member, at: at(30))
            try sandbox.take([first.path], by: member, at: at(10))
        }
    }

    /// What the member answers about everything that was published, and its digest.
    func standing(of member: String, in sandbox: Sandbox) throws -> [String] {
        let later = sandbox.time.adding(seconds: 60)
        let answers = try ["first", "second", "third", "thiefs", "next"].map {
            try sandbox.ask("\($0).example", at: member, time: later).state.status.rawValue
        }
        return answers + [try sandbox.digest(member).digestHex]
    }
}

@Suite struct `A store made anew` {
    @Test(arguments: Past.allCases, UInt64(1)...2)
    func `is the same whatever the files' times say`(past: Past, seed: UInt64) async throws {
        let sandbox = try Sandbox()
        try await past.happen(to: "org.b", in: sandbox)
        let before = try past.standing(of: "org.b", in: sandbox)
        try sandbox.scatterTimes("org.b", seed: seed)
        let result = try sandbox.rebuild("org.b")
        #expect(result.refused.isEmpty)
        #expect(try past.standing(of: "org.b", in: sandbox) == before)
    }
}

@Suite struct `A store that is rebuilt` {
    @Test func `leaves the old one beside it as long as a stream is refused`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.take([first.path], by: "org.b", at: sandbox.time.adding(seconds: 10))
        let kept = URL(filePath: try #require(sandbox.keptStreams("org.b").first))
        let bytes = try Data(contentsOf: kept)
        try bytes.dropLast(9).write(to: kept)
        let old = sandbox.home("org.b") + "/store.sqlite.old"
        for _ in 1...2 {
            let result = try sandbox.rebuild("org.b")
            #expect(result.refused.map(\.path) == [kept.path])
            #expect(result.refused.first?.error is BundleError)
            #expect(result.oldStore == old)
        }
        try bytes.write(to: kept)
        let result = try sandbox.rebuild("org.b")
        #expect(result.refused.isEmpty && result.oldStore == nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.home("org.b"))
        #expect(names.filter { $0.hasPrefix("store.sqlite") }.sorted() == ["store.sqlite", "store.sqlite.lock"])
        #expect(try sandbox.ask("first.example", at: "org.b").isKnown)
    }

    @Test(arguments: [true, false])
    func `knows the order of a home without a log by its store or by its files' times`(hasStore: Bool) async throws {
        let sandbox = try Sandbox()
        try await Past.reset.happen(to: "org.b", in: sandbox, importedAt: 10)
        let before = try sandbox.digest("org.b").digestHex
        try FileManager.default.removeItem(atPath: sandbox.home("org.b") + "/ledger/imports.jsonl")
        let decisions = sandbox.home("org.b") + "/ledger/chains.jsonl"
        let text = try String(contentsOfFile: decisions, encoding: .utf8)
        try text.replacing(#/"after":[0-9]+,/#, with: "").write(toFile: decisions, atomically: false, encoding: .utf8)
        if hasStore {
            _ = try Importer(sandbox.node("org.b", .writing), at: sandbox.time.adding(seconds: 40))
            try sandbox.scatterTimes("org.b", seed: 1)
        } else {
            try FileManager.default.removeItem(atPath: sandbox.home("org.b") + "/store.sqlite")
        }
        for _ in 1...2 {
            #expect(try sandbox.rebuild("org.b").refused.isEmpty)
            #expect(try sandbox.digest("org.b").digestHex == before)
            try sandbox.scatterTimes("org.b", seed: 2)
        }
    }
}

@Suite struct `A home whose store is gone` {
    private func loseStore(_ member: String, of sandbox: Sandbox, remakesIt: Bool) throws {
        let store = sandbox.home(member) + "/store.sqlite"
        try FileManager.default.removeItem(atPath: store)
        guard remakesIt else { return }
        _ = try NodeStore(opening: store, bundles: sandbox.home(member) + "/bundles", access: .writing)
    }

    @Test(arguments: [false, true])
    func `says so instead of knowing nothing`(isMadeEmpty: Bool) async throws {
        let sandbox = try Sandbox()
        let now = sandbox.time.adding(seconds: 10)
        var paths: [String] = []
        for number in 1...3 { paths.append(try await sandbox.publishHost("n\(number)", by: "org.a", second: Int64(number)).path) }
        try sandbox.take(Array(paths.dropLast()), by: "org.b", at: now)
        try loseStore("org.b", of: sandbox, remakesIt: isMadeEmpty)
        let error: NodeError = isMadeEmpty ? .storeRolledBack : .storeLost
        #expect(throws: error) { try sandbox.ask("n1.example", at: "org.b") }
        #expect(throws: error) { try sandbox.take([paths[2]], by: "org.b", at: now) }
        #expect(throws: error) { try NodeChains(sandbox.node("org.b"), at: now) }
        #expect(error.hint.contains("tocsin rebuild"))
        #expect(try sandbox.rebuild("org.b").streams == 2)
        #expect(try sandbox.ask("n1.example", at: "org.b").isKnown)
        #expect(try sandbox.refusal(of: paths[2], by: "org.b", at: now) == nil)
    }

    @Test func `makes a new one where nothing was ever taken in`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try loseStore("org.b", of: sandbox, remakesIt: false)
        #expect(throws: NodeError.storeLost) { try sandbox.ask("first.example", at: "org.b") }
        #expect(try sandbox.refusal(of: published.path, by: "org.b", at: sandbox.time.adding(seconds: 10)) == nil)
    }

    @Test func `takes its word from the bundles where there is no log`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publishHost("first", by: "org.a", second: 1)
        try sandbox.take([published.path], by: "org.b", at: sandbox.time.adding(seconds: 10))
        try FileManager.default.removeItem(atPath: sandbox.home("org.b") + "/ledger/imports.jsonl")
        try loseStore("org.b", of: sandbox, remakesIt: true)
        #expect(throws: NodeError.storeLost) { try sandbox.ask("first.example", at: "org.b") }
        #expect(throws: NodeError.storeLost) { try Importer(sandbox.node("org.b", .writing), at: sandbox.time) }
        #expect(try sandbox.rebuild("org.b").streams == 1)
    }
}
