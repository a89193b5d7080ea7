import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import MemberRegistry
import MergeEngine
import NodeStore
import SignedBundles
import Testing

/// What a publisher reports goes on under the tags of the next epoch.
@Suite struct `A report in the next epoch` {
    private let sandbox: Sandbox
    /// Sixty days later both epochs are matched in, and the second is published in.
    private let later: Timestamp

    init() throws {
        sandbox = try Sandbox(["org.a:platform", "org.b:vendor"])
        later = sandbox.time.adding(days: 20)
    }

    /// Opens a second epoch at both members.
    private func openEpoch() throws {
        let first = try DSSEEnvelope(parsing: Array(Data(contentsOf: URL(filePath: sandbox.home("org.a") + "/epochs/1.json"))))
        var document = try EpochDocument(parsing: first.payload)
        let pepper = SecretBytes.random(count: EpochBlinder.pepperByteCount)
        document.epoch = EpochNumber(2)
        document.times = .standard(from: later.adding(days: -1))
        document.pepperDigest = EpochBlinder.pepperDigest(of: pepper)
        var envelope = try document.draft()
        for number in 1...2 {
            envelope = try envelope.signedByRoot(
                NodeKeys.readSigningKey("\(sandbox.directory)/root/officer-\(number).pem") { nil })
        }
        try sandbox.changeRegistry(at: ["org.a", "org.b"], time: later) {
            $0.epochs.append(EpochEntry(epoch: document.epoch, digest: document.digest))
        }
        for member in ["org.a", "org.b"] { _ = try sandbox.node(member, .writing).installEpoch(envelope, pepper: pepper) }
    }

    private func renew(linked: Bool = false, lock: Set<String> = []) async throws -> PublishSummary {
        var request = PublishRequest(group: sandbox.group, feeds: [], options: FeedOptions(), time: later)
        request.lockedColumns = lock
        return try await Publisher(sandbox.node("org.a", .writing), for: request).renew(request, isLinked: linked)
    }

    private func claims(of value: String, at member: String = "org.a") throws -> [StoredClaim] {
        try Lookup(sandbox.node(member), at: later).history(of: value, kind: nil).claims
    }

    @Test func `keeps its cells, and gets the tag and the proof of the new epoch`() async throws {
        try await sandbox.publish(
            "value,kind,scam,note,brand\n+442079460123,phone,romance,seen at night,Example Bank\nx@mail.example,email,romance,,\n",
            by: "org.a")
        try openEpoch()
        #expect(try await renew().accepted == 2)
        let rows = try claims(of: "+442079460123")
        #expect(rows.map(\.key.epoch.value).sorted() == [1, 2])
        #expect(rows.map(\.claim.pop) == [.valid, .valid])
        #expect(Set(rows.map(\.key.tag)).count == 2)
        for column in ["note", "ctx", "value"] { #expect(rows[0].value(of: column) == rows[1].value(of: column)) }
        let address = try claims(of: "x@mail.example").filter { $0.key.epoch.value == 2 }
        #expect(address.count == 1 && address[0].value(of: "alt") != nil)
    }

    @Test func `is renewed once, however often that is asked for`() async throws {
        try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a")
        try openEpoch()
        #expect(try await renew().accepted == 1)
        let again = try await renew()
        #expect(again.accepted == 0 && again.duplicate == 1)
    }

    @Test func `stays behind when it was retracted, or is over`() async throws {
        try await sandbox.publish(
            "value,kind,until\n+442079460123,phone,\n+442079460124,phone,2026-11-25\n+442079460125,phone,\n", by: "org.a")
        _ = try await sandbox.state(
            .retract(why: "withdrawn", since: nil), about: "+442079460123", by: "org.a", at: sandbox.time.adding(seconds: 9))
        try openEpoch()
        #expect(try await renew().accepted == 1)
        #expect(try claims(of: "+442079460125").count == 2)
    }

    @Test(arguments: [true, false])
    func `names its earlier tag only where that is asked for`(linked: Bool) async throws {
        try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a")
        try openEpoch()
        _ = try await renew(linked: linked)
        let rows = try claims(of: "+442079460123").sorted { $0.key.epoch < $1.key.epoch }
        let previous = try rows[1].value(of: "prev_tag").map { try PreviousTag($0.span) }
        #expect(previous?.tag == (linked ? rows[0].key.tag : nil) && previous?.epoch == (linked ? EpochNumber(1) : nil))
    }

    @Test func `names no earlier tag under an agreement that does not let the column be published`() async throws {
        try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a")
        try openEpoch()
        let columns: JSONObject = ["core": "clear", "ctx": "clear", "value": "clear"]
        try sandbox.amend(at: later) { try $0.changeRule("own-node") { $0["fields"] = .object(columns) } }
        #expect(try await renew(linked: true).accepted == 1)
        let row = try #require(claims(of: "+442079460123").first { $0.key.epoch.value == 2 })
        #expect(row.value(of: "prev_tag") == nil && row.value(of: "value") != nil)
    }

    @Test func `counts as one indicator for whoever knows the value`() async throws {
        try await sandbox.publish("value,kind\n+442079460123,phone\n", by: "org.a")
        try openEpoch()
        _ = try await renew()
        let answer = try sandbox.ask("+442079460123", at: "org.a", time: later)
        #expect(answer.state.status == .asserted && answer.state.owners.count == 1)
    }

    @Test func `is locked again where that is asked for, and loses what was locked where it is not`() async throws {
        try await sandbox.publish("value,kind,note\n+442079460123,phone,for holders\n", by: "org.a") {
            $0.lockedColumns = ["note"]
        }
        try openEpoch()
        _ = try await renew(lock: ["note"])
        let rows = try claims(of: "+442079460123").filter { $0.key.epoch.value == 2 }
        #expect(rows[0].value(of: "locked") != nil && rows[0].value(of: "note") == nil)
    }

    @Test func `shows nothing in clear that was locked`() async throws {
        try await sandbox.publish("value,kind,note\n+442079460123,phone,for holders\n", by: "org.a") {
            $0.lockedColumns = ["note"]
        }
        try openEpoch()
        _ = try await renew()
        let rows = try claims(of: "+442079460123").filter { $0.key.epoch.value == 2 }
        #expect(rows[0].value(of: "locked") == nil && rows[0].value(of: "note") == nil)
    }
}
