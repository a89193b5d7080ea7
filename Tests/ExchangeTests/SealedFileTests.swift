import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import NodeStore
import Sealing
import SignedBundles
import Testing

/// Sealed files say nothing of what they will become: how much of them is opened, and when, is this node's choice.
@Suite struct `Opening sealed files` {
    @Test func `stops at the limit of a stream and leaves nothing behind`() throws {
        let sandbox = try Sandbox()
        let path = try sealed(Array(repeating: UInt8(ascii: "a"), count: 1 << 20), for: "org.b", in: sandbox)
        var limits = BundleLimits.standard
        limits.streamBytes = 1 << 16
        let importer = try Importer(sandbox.node("org.b", .writing), at: sandbox.time, limits: limits)
        let outcome = try importer.take([path])[0]
        let error = #expect(throws: BundleError.self) { try outcome.result.get() }
        #expect(error?.reason == .streamTooLong)
        let left = try FileManager.default.contentsOfDirectory(atPath: sandbox.home("org.b") + "/run")
        #expect(left.allSatisfy { !$0.hasPrefix("scratch-") })
    }

    @Test func `takes a stream exactly at the limit`() async throws {
        let sandbox = try Sandbox()
        let path = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        let stream = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let sealed = try sealed(stream, for: "org.b", in: sandbox)
        var limits = BundleLimits.standard
        for (slack, isTaken) in [(0, true), (-1, false)] {
            limits.streamBytes = stream.count + slack
            let outcome = try Importer(sandbox.node("org.b", .writing), at: sandbox.time, limits: limits).take([sealed])[0]
            #expect(((try? outcome.result.get()) != nil) == isTaken)
        }
    }

    @Test func `orders several by their first lines without opening them to the end`() async throws {
        let sandbox = try Sandbox()
        var streams: [[UInt8]] = []
        for number in 0..<2 {
            let feed = "value,kind\n" + (0..<2_000).map { "h\($0)-\(number).example,host\n" }.joined()
            let time = sandbox.time.adding(seconds: Int64(number))
            let path = try await sandbox.publish(feed, by: "org.a", at: time).summary.path
            streams.append([UInt8](try Data(contentsOf: URL(filePath: path))))
        }
        let first = try sealed(streams[0], for: "org.b", in: sandbox)
        let second = try sealed(streams[1], for: "org.b", in: sandbox)
        // The last byte belongs to the last chunk: whoever opens the whole file fails before anything is ordered.
        var damaged = [UInt8](try Data(contentsOf: URL(filePath: second)))
        damaged[damaged.count - 1] ^= 1
        try Data(damaged).write(to: URL(filePath: second))
        let outcomes = try sandbox.take([second, first], by: "org.b", at: sandbox.time.adding(seconds: 5))
        #expect(outcomes.map(\.file) == [first, second])
        #expect(throws: Never.self) { try outcomes[0].result.get() }
        #expect(throws: SealingError.self) { try outcomes[1].result.get() }
    }

    private func sealed(_ stream: [UInt8], for member: String, in sandbox: Sandbox) throws -> String {
        let keys = try sandbox.node(member).keys()
        var sealer = try Sealer(to: [SealingRecipient(bytes: keys.sealingPublicKey)])
        var output: [UInt8] = []
        try sealer.update(stream.span, into: &output)
        try sealer.finish(into: &output)
        let path = "\(sandbox.directory)/\(UUID().uuidString).age"
        try Data(output).write(to: URL(filePath: path))
        return path
    }
}
