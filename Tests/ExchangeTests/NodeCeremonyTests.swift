import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

/// A lab whose evaluators refresh their shares and end the epoch, each in a home of its own.
private final class EvaluatorLab {
    static let names = ["org.a", "org.b", "org.c", "org.bank"]
    let epoch = EpochNumber(1)
    let time: Timestamp
    private let directory: String
    private let lab: Lab

    init() throws {
        time = try #require(Timestamp(rfc3339: "2026-11-20T12:00:00Z"))
        directory = NSTemporaryDirectory() + "tocsin-evaluators-\(UUID().uuidString)"
        let members = try Self.names.map { try Lab.Member(parsing: $0 + ":bank") }
        let holders = members.prefix(3).map(\.id)
        lab = try Lab(
            at: directory, members: members, group: #require(GroupID("lab")), evaluators: Array(holders), time: time)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func home(_ index: Int) throws -> String {
        let member = try #require(MemberID(Self.names[index]))
        return try #require(lab.homes[member])
    }

    func node(_ index: Int) throws -> Node { try Node(opening: home(index), for: .writing) }

    func paths(_ index: Int) throws -> EvaluatorPaths { EvaluatorPaths(home: try home(index)) }

    /// One step of one party.
    func step<Result>(_ index: Int, _ body: (inout Ceremony) throws -> Result) throws -> Result {
        var ceremony = try node(index).ceremony(of: epoch, at: time)
        return try body(&ceremony)
    }

    private func exchange(_ say: (inout Ceremony) throws -> [CeremonyFile]) throws {
        let files = try (0..<3).flatMap { try step($0, say) }
        for index in 0..<3 {
            let own = files.filter { $0.message.to == 0 || Int($0.message.to) == index + 1 }
            try step(index) { _ = try $0.take(own.map(\.envelope)) }
        }
    }

    /// The document of a refresh, with the signatures of all.
    func refreshed() throws -> DSSEEnvelope {
        let plan = try node(0).refreshPlan(of: epoch)
        for index in 0..<3 { _ = try node(index).beginCeremony(plan, at: time) }
        try exchange { [try $0.commit()] }
        try exchange { [try $0.reveal()] }
        try exchange { try $0.deal() }
        try exchange { [try $0.finish()] }
        return try signed(DSSEEnvelope.combining((0..<3).map { index in try step(index) { try $0.document() } }))
    }

    func signed(_ envelope: DSSEEnvelope) throws -> DSSEEnvelope {
        try (1...2).reduce(envelope) { signed, number in
            let officer = try NodeKeys.readSigningKey("\(directory)/root/officer-\(number).pem", passphrase: { nil })
            return try signed.signedByRoot(officer)
        }
    }

    /// Lists a document under its number, and installs both at a member.
    func install(_ envelope: DSSEEnvelope, at index: Int) throws {
        let node = try node(index)
        var editing = RegistryEditing(after: try node.registry().document, issued: time)
        editing.list(try EpochDocument(parsing: envelope.payload))
        try node.installRegistry(try signed(editing.document.draft()))
        try node.installEpoch(envelope, pepper: nil)
    }
}

@Suite("Evaluators' homes")
struct NodeCeremonyTests {
    @Test("A refreshed share takes the old one's place when its document is installed, and the old one is erased")
    func refresh() throws {
        let lab = try EvaluatorLab()
        let (share, waiting) = (try lab.paths(0).share(of: lab.epoch), try lab.paths(0).refreshedShare(of: lab.epoch))
        let old = try SecretFile.read(share)
        let document = try lab.refreshed()
        let new = try SecretFile.read(waiting)
        #expect(try SecretFile.read(share) == old && new != old)
        let another = try lab.node(0).refreshPlan(of: lab.epoch)
        #expect(throws: CeremonyError.underWay(lab.epoch)) { try lab.node(0).beginCeremony(another, at: lab.time) }
        try lab.install(document, at: 0)
        #expect(try SecretFile.read(share) == new && !Directory.exists(waiting))
        #expect(try lab.step(0) { $0.standing.step } == .inUse)
        try lab.install(document, at: 3)
        #expect(try lab.node(3).installedEpochs().first?.document.digest == document.payloadDigest)
    }

    @Test("A share that waits is erased when the refresh is given up, and the one in use stays")
    func abandoned() throws {
        let lab = try EvaluatorLab()
        let share = try SecretFile.read(lab.paths(1).share(of: lab.epoch))
        _ = try lab.refreshed()
        try lab.node(1).ceremony(of: lab.epoch, at: lab.time).abandon()
        #expect(try !Directory.exists(lab.paths(1).refreshedShare(of: lab.epoch)))
        #expect(try SecretFile.read(lab.paths(1).share(of: lab.epoch)) == share)
    }

    @Test("A document that gives an installed epoch another key is refused")
    func anotherKey() throws {
        let (lab, other) = (try EvaluatorLab(), try EvaluatorLab())
        var document = try #require(lab.node(3).installedEpochs().first).document
        document.evaluators = try #require(other.node(3).installedEpochs().first).document.evaluators
        var envelope = try document.draft()
        for index in 0..<3 {
            let node = try lab.node(index)
            let key = try node.keys().signing
            let keyID = KeyName.keyID(member: node.settings.member.name, kid: KeyName.kid(of: key.publicKey.bytes))
            envelope = try envelope.signed(as: keyID) { try key.sign($0) }
        }
        let signed = try lab.signed(envelope)
        #expect(throws: NodeError.epochKeyChanged(1)) { try lab.install(signed, at: 3) }
    }

    @Test("The secrets of an epoch are erased when it is due or with a reason, and the member signs what is gone")
    func destruction() throws {
        let lab = try EvaluatorLab()
        let node = try lab.node(0)
        #expect(throws: NodeError.epochStillUsed(1, until: "2027-03-19T12:00:00Z")) {
            try EpochDestruction(of: lab.epoch, at: node, time: lab.time).run(earlyBecause: nil)
        }
        #expect(throws: NodeError.nothingToDestroy(9)) {
            try EpochDestruction(of: EpochNumber(9), at: node, time: lab.time).run(earlyBecause: "a test")
        }
        for folder in [node.paths.secretCache(1), node.paths.blindedBatches(1) + "/open"] {
            try Directory.create(folder)
            try SecretFile.create(folder + "/kept", contents: [1])
        }
        let envelope = try EpochDestruction(of: lab.epoch, at: node, time: lab.time).run(earlyBecause: "a test")
        let statement = try DestructionStatement(parsing: envelope.payload)
        #expect(!Directory.exists(node.paths.secretCache(1)) && !Directory.exists(node.paths.blindedBatches(1)))
        #expect(
            statement.what == [.evaluations, .pepper, .share] && statement.earlyBecause == "a test"
                && statement.member.name == "org.a")
        #expect(try DestructionStatement(verifying: envelope, under: node.registry()) == statement)
        let other = try DestructionStatement(
            epoch: lab.epoch, member: lab.node(1).settings.member, what: [.share], time: lab.time)
        let forged = try DSSEEnvelope(
            payloadType: envelope.payloadType, payload: other.draft().payload, signatures: envelope.signatures)
        let unsigned = DSSEEnvelope(payloadType: envelope.payloadType, payload: envelope.payload)
        for bad in [forged, unsigned] {
            #expect(throws: RegistryError.self) { try DestructionStatement(verifying: bad, under: node.registry()) }
        }
        #expect(try !Directory.exists(lab.paths(0).share(of: lab.epoch)) && !Directory.exists(node.paths.pepper(1)))
        let again = try EpochDestruction(of: lab.epoch, at: node, time: lab.time.adding(days: 1)).run(earlyBecause: nil)
        #expect(again == envelope)
        let document = try lab.node(1).paths.epochDocument(1)
        let installed = try DSSEEnvelope(parsing: FileReader.contents(of: document, limitBytes: RegistryLimits.envelopeBytes))
        #expect(throws: NodeError.epochDestroyed(1)) { try node.installEpoch(installed, pepper: .random(count: 32)) }
        let late = try EpochDestruction(of: lab.epoch, at: lab.node(3), time: lab.time.adding(days: 119)).run(earlyBecause: nil)
        let due = try DestructionStatement(parsing: late.payload)
        #expect(due.what == [.pepper] && due.earlyBecause == nil)
    }

    @Test("A destruction that was cut off after the erasing still says what was erased")
    func cutOff() throws {
        let lab = try EvaluatorLab()
        let node = try lab.node(1)
        let path = node.paths.destructionStatement(1)
        let first = try EpochDestruction(of: lab.epoch, at: node, time: lab.time).run(earlyBecause: "a test")
        try Directory.rename(path, to: path + ".pending")
        let second = try EpochDestruction(of: lab.epoch, at: node, time: lab.time).run(earlyBecause: "a test")
        #expect(second.payload == first.payload && Directory.exists(path))
    }
}
