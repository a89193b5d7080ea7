import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import SignedBundles
import Testing
import TransparencyLog

@Suite struct `A preview of a publication` {
    private static let feed = "value,kind\na.example,host\n+442079460123,phone\n"

    private func request(_ sandbox: Sandbox, _ text: String = feed, at time: Timestamp? = nil) -> PublishRequest {
        PublishRequest(
            group: sandbox.group, feeds: [.bytes(Array(text.utf8), name: "feed")], options: FeedOptions(),
            time: time ?? sandbox.time)
    }

    private func preview(
        _ sandbox: Sandbox, _ text: String = feed, for member: String = "org.b", at time: Timestamp? = nil
    ) async throws -> [UInt8] {
        let recipient = try #require(MemberID(member))
        let request = request(sandbox, text, at: time)
        return try await Publisher(sandbox.node("org.a", .writing), for: request).preview(request, for: recipient).stream
    }

    private func received(_ sandbox: Sandbox, _ full: String, by member: String) throws -> [UInt8] {
        let handed = try sandbox.disclose(full, from: "org.a", to: member)
        _ = try sandbox.take([handed.path], by: member)[0].result.get()
        return try [UInt8](Data(contentsOf: URL(filePath: #require(sandbox.keptStreams(member).last))))
    }

    @Test func `has the very bytes that the member receives after the publication`() async throws {
        let sandbox = try Sandbox()
        let shown = try await preview(sandbox)
        #expect(try await preview(sandbox) == shown)
        let forPolice = try await preview(sandbox, for: "org.c", at: sandbox.time.adding(seconds: 60))
        let full = try await sandbox.publish(Self.feed, by: "org.a", at: sandbox.time.adding(seconds: 3_600)).summary.path
        #expect(try received(sandbox, full, by: "org.b") == shown)
        #expect(try received(sandbox, full, by: "org.c") == forPolice)
    }

    @Test func `lends nothing to a publication of other rows`() async throws {
        let sandbox = try Sandbox()
        let shown = try await preview(sandbox)
        let other = "value,kind\nb.example,host\n+442079460123,phone\n"
        let node = try sandbox.node("org.a", .writing)
        var told: [Settled] = []
        node.tell = { told.append($0) }
        let request = request(sandbox, other)
        let full = try await Publisher(node, for: request).publish(request) { _ in }.path
        #expect(told == [.previewReplaced(group: sandbox.group)])
        let salts = { (stream: [UInt8]) in
            Set(String(decoding: stream, as: UTF8.self).split(separator: "\"").map(String.init).filter { $0.utf8.count == 43 })
        }
        let published = try [UInt8](Data(contentsOf: URL(filePath: full)))
        #expect(salts(shown).intersection(salts(published)).count <= 2, "tags are the same, salts are not")
    }

    @Test func `is forgotten after a day, and when another bundle takes its place`() async throws {
        let sandbox = try Sandbox()
        let shown = try await preview(sandbox)
        #expect(try await preview(sandbox, at: sandbox.time.adding(days: 1)) != shown)
        let second = try await preview(sandbox)
        try await sandbox.publish("value,kind\nc.example,host\n", by: "org.a")
        #expect(try await preview(sandbox, at: sandbox.time.adding(seconds: 1)) != second)
    }

    @Test func `is on record before its bytes are shown`() async throws {
        let sandbox = try Sandbox()
        _ = try await preview(sandbox)
        let entry = try #require(sandbox.entries(.export, at: "org.a").last)
        #expect(entry.details[.filter] == "preview for org.b")
        #expect(entry.details[.itemCount] == 2)
        #expect(try sandbox.entries(.publish, at: "org.a").isEmpty)
    }

    @Test func `that was handed out shows a fork as soon as other rows are published`() async throws {
        let sandbox = try Sandbox()
        let path = sandbox.directory + "/preview.six"
        try await Data(preview(sandbox)).write(to: URL(filePath: path))
        _ = try sandbox.take([path], by: "org.b")[0].result.get()
        let full = try await sandbox.publish("value,kind\nb.example,host\n", by: "org.a").summary.path
        let error = #expect(throws: BundleError.self) { try sandbox.take([full], by: "org.b")[0].result.get() }
        #expect(error?.code == .fork)
    }
}
