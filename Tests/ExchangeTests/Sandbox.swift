import BundleFiles
import CanonicalCoding
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeStore
import SignedBundles
import Testing

/// A lab in a directory of its own, removed afterwards, with the acts that tests need.
final class Sandbox {
    let directory: String
    let group: GroupID
    let time: Timestamp
    private let members: [MemberID]

    init(
        _ members: [String] = ["org.a:platform", "org.b:vendor", "org.c:law-enforcement"], protected: String? = nil,
        evaluators: [String] = []
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)").path
        group = try #require(GroupID("lab"))
        time = try #require(Timestamp(rfc3339: "2026-11-21T12:00:00Z"))
        let named = try members.map { try Lab.Member(parsing: $0) }
        self.members = named.map(\.id)
        _ = try Lab(
            at: directory, members: named, group: group, protectedList: protected.map { Array($0.utf8) },
            evaluators: evaluators.compactMap { MemberID($0) }, time: time)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func home(_ member: String) -> String { "\(directory)/\(member)" }

    func node(_ member: String, _ access: Node.Access = .reading) throws -> Node { try Node(opening: home(member), for: access) }

    /// Publishes a feed given as text; the rows' verdicts come back with the summary.
    @discardableResult
    func publish(
        _ text: String, by member: String, at time: Timestamp? = nil, edit: (inout PublishRequest) -> Void = { _ in }
    ) async throws -> (summary: PublishSummary, verdicts: [RowVerdict]) {
        var request = PublishRequest(
            group: group, feeds: [.bytes(Array(text.utf8), name: "feed")], options: FeedOptions(), time: time ?? self.time)
        edit(&request)
        var verdicts: [RowVerdict] = []
        let summary = try await Publisher(node(member, .writing), for: request).publish(request) { verdicts.append($0) }
        return (summary, verdicts)
    }

    func state(
        _ act: NamedStatement.Act, about value: String, kind: IndicatorKind? = nil, by member: String, at time: Timestamp? = nil
    ) async throws -> PublishSummary {
        let request = PublishRequest(group: group, feeds: [], options: FeedOptions(), time: time ?? self.time)
        let statement = try NamedStatement(act, about: value, kind: kind, region: nil)
        return try await Publisher(node(member, .writing), for: request).publish([statement], request: request)
    }

    /// Redacts and seals a stream for another member; the path of the sealed file.
    func seal(_ stream: String, from sender: String, to receiver: String, at time: Timestamp? = nil) throws -> String {
        let recipient = try #require(MemberID(receiver))
        return try Disclosure(node(sender, .writing), at: time ?? self.time)
            .disclose(stream, to: recipient, output: "\(directory)/\(UUID().uuidString).age").path
    }

    /// Cuts a stream by hand; the path of the redaction.
    func cut(_ stream: String, by list: CutList, at time: Timestamp? = nil) throws -> String {
        let path = "\(directory)/\(UUID().uuidString).six"
        var file = try ScratchFile(in: directory)
        let sink = FileSink { bytes throws(FileError) in try file.write(bytes) }
        let terms = BundleTerms(keys: try node("org.a").registry(), audience: group, at: time ?? self.time)
        _ = try BundleCut.cut(stream, by: list, under: terms, into: sink, scratch: directory)
        try file.flush()
        try FileCopy.copy(file.path, to: path)
        return path
    }

    @discardableResult
    func take(_ paths: [String], by member: String, at time: Timestamp? = nil) throws -> [Importer.Outcome] {
        try Importer(node(member, .writing), at: time ?? self.time).take(paths)
    }

    func ask(_ value: String, at member: String, time: Timestamp? = nil) throws -> Lookup.Answer {
        try Lookup(node(member), at: time ?? self.time).ask(value, kind: nil)
    }

    func digest(_ member: String) throws -> NodeDigest { try NodeDigest(node(member), at: time) }
}
