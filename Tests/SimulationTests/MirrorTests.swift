import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import NodeAPI
import Testing
import TransparencyLog

@Suite struct `A mirror of another member's log` {
    private let world: SimulatedFederation
    private let (logger, mirror): (MemberID, MemberID)

    init() throws {
        world = try SimulatedFederation([("org.a", "platform"), ("org.b", "bank")], seed: 51)
        (logger, mirror) = (world.members[0], world.members[1])
    }

    private var directory: String { "\(world.home(of: mirror))/mirrors/\(logger.name)/1" }

    private func update(over transport: (any PeerTransport)? = nil) async throws -> MirrorReport {
        let desk = try #require(world.desks[mirror])
        return try await LogMirror(desk, transport ?? world.network.transport(of: mirror), of: logger).update()
    }

    /// Has both members sign an agreement that names the one as the other's mirror.
    private func agree() throws {
        let node = try world.node(logger, .reading)
        let current = try #require(try NodeAgreements(node).named("lab")).agreement
        var document = try #require(try StrictJSON.parse(current.bytes).object)
        document["version"] = .integer(current.version + 1)
        document["supersedes"] = .string(current.digest.hex)
        var assurance = try #require(document["assurance"]?.object)
        assurance["mirrors"] = [.string(mirror.name)]
        document["assurance"] = .object(assurance)
        let next = try Agreement(parsing: JSONValue.object(document).canonicalBytes())
        let note = try AgreementNote.combined(world.members.map { try world.node($0, .writing).sign(next) })
        for member in world.members { try world.node(member, .writing).activate(next, note: note, at: world.now(at: member)) }
    }

    /// Makes the log longer by many entries.
    private func grow(by count: Int) throws {
        let event = LoggedEvent(.reportRun, [(.purpose, "a test"), (.filter, "none")])
        try world.node(logger, .writing).log(Array(repeating: event, count: count))
    }

    private func verdict() throws -> LedgerReport {
        LedgerCheck(policy: try LedgerCheck.policy(ofFile: "\(directory)/policy.txt")).report(ofDirectory: directory)
    }

    private func ownSize() throws -> UInt64 { try world.node(logger, .reading).ledgerSize() }

    @Test func `has hashes alone until an agreement names it, then entries that every verifier takes`() async throws {
        try grow(by: 300)
        let first = try await update()
        #expect(try !first.hasEntries && first.size == ownSize() && first.hasQuorum)
        #expect(try verdict().fault?.code == .missing)
        try agree()
        try grow(by: 300)
        let second = try await update()
        #expect(try second.hasEntries && second.size == ownSize())
        let report = try verdict()
        #expect(report.fault == nil && report.head?.size == second.size && report.headCount == 2)
        #expect(try await update().fetchedCount == 0)
    }

    @Test func `fetches only what is new, and goes on where it broke off`() async throws {
        try agree()
        try grow(by: 600)
        let torn = FewAnswers(world.network.transport(of: mirror), count: 5)
        await #expect(throws: PeerFailure.self) { try await update(over: torn) }
        #expect(!Directory.exists("\(directory)/checkpoint"), "no head before all of it is here")
        let counted = FewAnswers(world.network.transport(of: mirror), count: .max)
        let report = try await update(over: counted)
        #expect(report.fetchedCount == TileAddress.files(from: 0, to: report.size).count - 3)
        #expect(try verdict().fault == nil)
        try grow(by: 10)
        #expect(try await update().fetchedCount == 2)
        #expect(try verdict().fault == nil)
    }

    @Test(arguments: ["tile/0/000", "tile/0/001.p/", "tile/1/000.p/", "tile/entries/000", "tile/entries/001.p/"])
    func `takes no file that does not fit the head, and asks for it again`(path: String) async throws {
        try agree()
        try grow(by: 400)
        await #expect(throws: MirrorError.self) { try await update(over: Forger(world.network.transport(of: mirror), path)) }
        #expect(!Directory.exists("\(directory)/checkpoint"))
        #expect(try await update().size == ownSize())
        #expect(try verdict().fault == nil)
    }

    @Test func `refuses a log that shows two histories, and nothing passes from then on`() async throws {
        let copy = "\(world.directory)/copy"
        try FileManager.default.copyItem(atPath: world.home(of: logger), toPath: copy)
        try grow(by: 3)
        _ = try await update()
        try FileManager.default.removeItem(atPath: world.home(of: logger))
        try FileManager.default.copyItem(atPath: copy, toPath: world.home(of: logger))
        world.start(logger)
        try grow(by: 5)
        await #expect(throws: TransferError.self) { try await update() }
        let evidence = "\(world.home(of: mirror))/ledger/peer-heads/\(logger.name)/fork"
        #expect(Set(try Directory.names(in: evidence)) == ["first.note", "other-history.proof", "second.note"])
        #expect(try world.node(mirror, .reading).ledgerTypes().contains("fork.seen"))
        await #expect(throws: TransferError.self) { try await update() }
    }

    @Test func `refuses a head that is smaller than the one it has, and keeps both`() async throws {
        let old = try await world.network.transport(of: mirror).send(.logFile("checkpoint"), to: logger).bytes
        try grow(by: 3)
        _ = try await update()
        let late = Forger(world.network.transport(of: mirror), "checkpoint") { _ in old }
        await #expect(throws: MirrorError.self) { try await update(over: late) }
        let pair = try #require(try Directory.names(in: "\(directory)/refused-heads").first)
        #expect(Set(try Directory.names(in: "\(directory)/refused-heads/\(pair)")) == ["kept.note", "refused.note"])
    }

    @Test func `believes no head and no policy by keys that the registry does not list`() async throws {
        let key = try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: 7, count: 32).span))
        let signer = try NoteSigner(name: "\(logger.name)/audit/1", privateKey: key)
        let text = Array("\(logger.name)/audit/1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".utf8)
        let head = try SignedNote(text: text, signatures: [signer.signature(for: text)]).bytes
        await #expect(throws: MirrorError.head(logger)) {
            try await update(over: Forger(world.network.transport(of: mirror), "checkpoint") { _ in head })
        }
        let witness = "\(mirror.name)/witness"
        let line = "witness \(witness) \(try NoteSigner(name: witness, algorithm: .cosignature, privateKey: key).key.text)\n"
        let forged = Forger(world.network.transport(of: mirror), "policy.txt") { policy in Array(line.utf8) + policy }
        await #expect(throws: MirrorError.policy(logger)) { try await update(over: forged) }
    }
}
