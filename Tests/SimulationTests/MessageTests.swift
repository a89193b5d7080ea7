import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import NodeAPI
import SignedBundles
import Testing

@Suite struct `Messages between members` {
    private let world: SimulatedFederation
    private let asker: MemberID
    private let asked: MemberID
    private let other: MemberID

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank"), ("org.c", "bank")], seed: 21)
        (asker, asked, other) = (world.members[0], world.members[1], world.members[2])
    }

    private func send(_ text: String, to: MemberID? = nil, count: Int = 1) throws -> [MessageID] {
        let draft = MessageDraft(to: to ?? asked, verb: .ask, content: .text(text))
        return try world.node(asker, .writing).send(Array(repeating: draft, count: count), at: world.now(at: asker))
    }

    private func messages(of member: MemberID) throws -> [LoggedMessage] { try world.node(member, .reading).messages() }

    private func path(_ id: MessageID, of member: MemberID? = nil) -> String {
        "\(world.home(of: member ?? asker))/messages/out/\(id.hex)"
    }

    private func bytes(_ id: MessageID) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(id)))) }

    private func post(_ bytes: [UInt8], as member: MemberID? = nil) async throws -> PeerAnswer {
        try await world.network.transport(of: member ?? asker).send(
            PeerRequest(.giveMessage, body: .bytes(bytes)), to: asked, sink: nil)
    }

    @Test func `are sealed, delivered by a round, and on record at both sides`() async throws {
        let id = try #require(try send("Whose is +442079460101?").first)
        #expect(try String(decoding: bytes(id), as: UTF8.self).hasPrefix("age-encryption.org/v1"))
        let mode = try FileManager.default.attributesOfItem(atPath: path(id))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try messages(of: asker).map(\.state) == [.waiting])
        let report = try #require(try await world.round(of: asker, with: [asked]).first)
        #expect(report.messageCount == 1 && report.refusals.isEmpty && report.failure == nil)
        #expect(try messages(of: asker).map(\.state) == [.delivered])
        let arrived = try #require(try messages(of: asked).first)
        #expect(arrived.id == id && arrived.peer == asker && arrived.state == .received)
        for (member, message) in [(asked, arrived), (asker, try #require(try messages(of: asker).first))] {
            let document = try world.node(member, .reading).document(of: message)
            #expect(document.content == .text("Whose is +442079460101?") && document.verb == .ask)
        }
        let inbox = "\(world.home(of: asked))/messages/in/\(asker.name)/\(id.hex)"
        #expect(try Array(Data(contentsOf: URL(filePath: inbox))) == bytes(id), "exactly as it came")
        #expect(try await world.round(of: asker, with: [asked]).map(\.messageCount) == [0])
    }

    @Test func `that arrive again are answered the same and kept once, whatever was lost on the way`() async throws {
        let id = try #require(try send("once").first)
        let first = try await post(bytes(id))
        let second = try await post(bytes(id))
        #expect(first.isSuccess && first.bytes == second.bytes)
        #expect(try TakenNotice(parsing: first.bytes).id == id.hex)
        #expect(try messages(of: asked).count == 1)
        #expect(try messages(of: asker).map(\.state) == [.waiting], "nobody told the sender")
        #expect(try await world.round(of: asker, with: [asked]).map(\.messageCount) == [1])
        #expect(try messages(of: asked).count == 1)
        world.clock.advance(20 * 86_400)
        #expect(try await post(bytes(id)).isSuccess, "known ones are answered however late")
    }

    @Test func `of another sender, for another member, without a signature, or sealed to nobody here are refused`() async throws {
        let (own, foreign) = (try #require(try send("for b").first), try #require(try send("for c", to: other).first))
        #expect(try await post(bytes(own), as: other).problem?.kind == .forbidden)
        #expect(try await post(bytes(foreign)).problem?.code == "E_SEAL")
        let erased = try world.node(asker, .writing).send(
            [MessageDraft(to: other, verb: .eraseAcknowledge, regarding: own.hex, content: .text(""))], at: world.now(at: asker))
        #expect(try await post(bytes(try #require(erased.first))).problem?.code == "E_MESSAGE", "in clear, for another member")
        for junk in [Array("{}".utf8), Array("age-encryption.org/v1\n".utf8), []] {
            #expect(try await post(junk).problem?.kind == .unprocessable)
        }
        #expect(try await post([UInt8](repeating: 0x20, count: 256 << 10)).problem?.kind == .unprocessable)
        #expect(try await post([UInt8](repeating: 0x20, count: (256 << 10) + 1)).problem?.kind == .tooLarge)
        #expect(try messages(of: asked).isEmpty)
    }

    @Test func `with a name that another message has are refused for good`() async throws {
        let id = try #require(try send("the first").first)
        #expect(try await post(bytes(id)).isSuccess)
        let text = MessageDocument.Content.text("the second")
        let key = try NodeKeys.readSigningKey("\(world.home(of: asker))/keys/sign.pem") { nil }
        let second = try MessageDocument(id: id, from: asker, to: asked, verb: .ask, content: text, time: world.now(at: asker))
        let name = "\(asker.name)/\(SHA256.hash(key.publicKey.bytes).hex.prefix(16))"
        let signed = try second.envelope().signed(as: name) { (bytes) throws(OpenSSLError) in try key.sign(bytes) }
        let problem = try #require(try await post(signed.fileBytes()).problem)
        #expect(problem.kind == .conflict && problem.code == "E_MESSAGE")
        let ahead = try MessageDocument(
            id: try #require(MessageID(String(repeating: "0c", count: 16))), from: asker, to: asked, verb: .ask, content: text,
            time: world.now(at: asker).adding(seconds: 86_401))
        let early = try ahead.envelope().signed(as: name) { (bytes) throws(OpenSSLError) in try key.sign(bytes) }
        #expect(try await post(early.fileBytes()).problem?.detail.contains("ahead") == true)
        world.clock.advance(1)
        #expect(try await post(early.fileBytes()).isSuccess)
    }

    @Test func `are taken for fourteen days, and fail at the sender after that`() async throws {
        let ids = try send("late", count: 2)
        world.clock.advance(MessageDocument.longestAgeSeconds)
        #expect(try await post(bytes(ids[0])).isSuccess)
        world.clock.advance(1)
        #expect(try await post(bytes(ids[1])).problem?.detail.contains("too old") == true)
        let report = try #require(try await world.round(of: asker, with: [asked]).first)
        #expect(report.messageCount == 1 && report.refusals.map(\.code) == ["a message: E_MESSAGE"])
        #expect(try messages(of: asker).map(\.state) == [.delivered, .failed])
    }

    @Test func `of one member are so many a day, and the rest waits`() async throws {
        let desk = try #require(world.desks[asked])
        world.network.connect(asked, to: PeerDesk(desk, spool: "\(world.home(of: asked))/run", messagesADay: 3))
        _ = try send("many", count: 4)
        let first = try #require(try await world.round(of: asker, with: [asked]).first)
        #expect(first.messageCount == 3 && first.failure == nil && first.refusals.map(\.code) == ["a message: too-many-requests"])
        #expect(try messages(of: asker).map(\.state) == [.delivered, .delivered, .delivered, .waiting])
        let ids = try messages(of: asker).map(\.id)
        let problem = try #require(try await post(bytes(ids[3])).problem)
        #expect(problem.kind == .tooManyRequests && (problem.retryAfterSeconds.map { (1...86_400).contains($0) } ?? false))
        #expect(try await post(bytes(ids[0])).isSuccess, "a known one costs nothing")
        // Entries are dated by the machine's clock, which has gone on meanwhile.
        world.clock.advance(2 * 86_400)
        #expect(try await world.round(of: asker, with: [asked]).map(\.messageCount) == [1])
    }

    @Test func `survive a network in which anything is lost, doubled or damaged`() async throws {
        _ = try send("through the storm", count: 8)
        world.network.setWeather(.storm)
        for _ in 0..<6 {
            // What breaks a round off here is another test's business.
            _ = try? await world.round(of: asker, with: [asked])
            world.clock.advance(3_600)
        }
        world.network.heal()
        world.clock.advance(7 * 3_600)
        _ = try await world.round(of: asker, with: [asked])
        // A byte that was changed on the way may have made the other side refuse the message for good: then it says so.
        let sent = try messages(of: asker)
        #expect(sent.allSatisfy { $0.state == .delivered || $0.state == .failed })
        let there = Set(try messages(of: asked).map(\.id))
        #expect(sent.allSatisfy { $0.state == .failed || there.contains($0.id) })
        #expect(try messages(of: asked).count == there.count)
    }
}
