import ArgumentParser
import Blinding
import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import CryptoPrimitives
import NodeStore
import SignedBundles

/// One member of the demo: its home, its feeds, and the acts of the round.
struct DemoMember {
    let id: MemberID
    let role: String
    let home: String
    private let feeds: [(name: String, text: String)]
    private let region: RegionCode?

    init(_ name: String, _ role: String, feeds: [(String, String)], region: String? = nil, in directory: String) throws {
        id = try MemberOption.parse(name)
        self.role = role
        home = "\(directory)/\(name)"
        self.feeds = feeds
        self.region = try RegionOption.parse(region)
    }

    /// Opens the home; its own node may be at work there, so that one has to wait.
    func node(_ access: Node.Access) throws -> Node {
        for _ in 0..<Self.longestWaitSteps {
            do { return try Node(opening: home, for: access) } catch let error as FileError where error.reason == .locked {
                Thread.sleep(forTimeInterval: Self.stepSeconds)
            }
        }
        return try Node(opening: home, for: access)
    }

    private static let stepSeconds = 0.05
    private static let longestWaitSteps = 600

    private func feedPath(_ name: String) -> String { "\(home)/feeds/\(name)" }

    /// Puts the sample feeds into the home, as the files a person would publish.
    func writeFeeds() throws {
        try Directory.create("\(home)/feeds")
        for feed in feeds { try DurableFile.write(Array(feed.text.utf8), to: feedPath(feed.name)) }
    }

    func publish(to group: GroupID, at time: Timestamp) async throws -> PublishSummary {
        var options = FeedOptions()
        options.region = region
        let request = PublishRequest(
            group: group, feeds: feeds.map { FeedSource(argument: feedPath($0.name)) }, options: options, time: time)
        _ = try await evaluation(at: time).run(request)
        return try await Publisher(node(.writing), for: request).publish(request) { _ in }
    }

    /// Has the other evaluators evaluate what this home does not hold yet.
    private func evaluation(at time: Timestamp) throws -> EvaluationStep {
        EvaluationStep(
            home: try HomeOptions.parse(["--home", home]), secrets: try PassphraseOptions.parse([]), purpose: Self.purpose,
            time: time)
    }

    private static let purpose = "scam.prevention"

    /// Replaces the rules for what leaves the home by the group's rule: values of kinds that can be guessed stay, their tags go.
    func keepValuesOfGuessableKinds() throws {
        let guessable = IndicatorKind.all.filter(\.isGuessable).map { "\"\($0.name)\"" }.joined(separator: ",")
        let others = IndicatorKind.all.filter { !$0.isGuessable }.map { "\"\($0.name)\"" }.joined(separator: ",")
        try widenProfile(
            """
            {"v":1,"type":"tocsin-disclosure","rules":[
            {"id":"tags","stages":["send"],"roles":["*"],"kinds":[\(guessable)],"max_tlp":"AMBER+STRICT","columns":["alt","core","ctx"]},
            {"id":"facts","stages":["send","export"],"roles":["*"],"kinds":[\(others)],"max_tlp":"AMBER+STRICT",
            "columns":["alt","core","ctx","rel","value"]},
            {"id":"authorities","stages":["send"],"roles":["law-enforcement"],"kinds":["*"],"max_tlp":"AMBER+STRICT",
            "columns":["core","impact","note","source"]}]}
            """)
    }

    func retract(_ values: [String], from group: GroupID, at time: Timestamp) async throws -> PublishSummary {
        let request = PublishRequest(group: group, feeds: [], options: FeedOptions(), time: time)
        let statements = try values.map {
            try NamedStatement(.retract(why: "false-positive", since: nil), about: $0, kind: nil, region: region)
        }
        _ = try await evaluation(at: time).run(values.flatMap { MatchInput.ofLookup($0, kind: nil, region: region) })
        return try await Publisher(node(.writing), for: request).publish(statements, request: request)
    }

    /// The numbers of the bundles this member published.
    func published() throws -> [Int] { Array(1...(try highestNumber())) }

    private func highestNumber() throws -> Int {
        try Int(digest(at: Timestamp(secondsSinceEpoch: 0)).summary.publishers[id] ?? 1)
    }

    /// Redacts and seals the newest of its bundles, or the one of a number, for another member.
    func handOver(to receiver: DemoMember, number: Int? = nil, at time: Timestamp) throws -> Disclosure.Result {
        let node = try node(.writing)
        let stream = try node.publishedStream(number: number ?? highestNumber())
        return try Disclosure(node, at: time).disclose(stream, to: receiver.id)
    }

    func take(_ path: String, at time: Timestamp) throws -> ImportReceipt {
        try Importer(node(.writing), at: time).take([path])[0].result.get()
    }

    func ask(_ value: String, at time: Timestamp) async throws -> Lookup.Answer {
        _ = try await evaluation(at: time).run(MatchInput.ofLookup(value, kind: nil, region: region))
        return try Lookup(node(.reading), at: time).ask(value, kind: nil, region: region)
    }

    func digest(at time: Timestamp) throws -> NodeDigest { try NodeDigest(node(.reading), at: time) }

    /// Replaces the disclosure profile of the home.
    func widenProfile(_ text: String) throws {
        try DurableFile.write(Array(text.utf8), to: HomePaths(root: home).disclosureProfile, replacing: true)
    }
}

extension DemoMember {
    /// What a receiver said in its newest receipt.
    struct Confirmed {
        let rows: Int
        let new: Int
        let updated: Int
        let retracted: Int
        let streamByteCount: Int
    }

    func newestReceipt(from receiver: MemberID) throws -> Confirmed? {
        guard let sent = try node(.reading).sentTransfers().last(where: { $0.recipient == receiver.name && $0.state == .done }),
            let receipt = try node(.reading).receipt(for: sent.transfer)
        else { return nil }
        let counts = receipt.counts.values
        return Confirmed(
            rows: counts.reduce(0) { $0 + $1.read }, new: counts.reduce(0) { $0 + $1.new },
            updated: counts.reduce(0) { $0 + $1.updated }, retracted: receipt.retracted,
            streamByteCount: try Directory.byteCount(of: "\(home)/sent/\(sent.transfer.hex).six"))
    }
}

/// Waits for the nodes of the demo to have confirmed everything to one another.
enum DemoConfirmation {
    static func all(among members: [DemoMember]) async throws {
        for member in members {
            let home = member.home
            let desk = HomeDesk { try Node(opening: home, for: $0) }
            try await confirmed(desk, member.id)
        }
    }

    private static func confirmed(_ desk: HomeDesk, _ member: MemberID) async throws {
        for _ in 0..<longestWaitSteps {
            let standings = try await desk.standings()
            if standings.allSatisfy({ $0.owed.isEmpty && $0.sent.inDoubt == 0 }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(
            .network, "the bundles of \(member.name) were not confirmed in time", hint: "see run/serve.log in its home")
    }

    private static let longestWaitSteps = 3_000
}
