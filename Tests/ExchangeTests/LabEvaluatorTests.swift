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

@Suite("Evaluators of a lab")
struct LabEvaluatorTests {
    private static let names = ["org.a", "org.b", "org.c", "org.d"]
    private let time = Timestamp(rfc3339: "2026-11-20T12:00:00Z")

    private func inLab(evaluators: [String], _ body: (Lab, String) throws -> Void) throws {
        let directory = NSTemporaryDirectory() + "tocsin-lab-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let members = try Self.names.map { try Lab.Member(parsing: $0 + ":bank") }
        let lab = try Lab(
            at: directory, members: members, group: #require(GroupID("lab")),
            evaluators: evaluators.map { try #require(MemberID($0)) }, time: #require(time))
        try body(lab, directory)
    }

    private func home(_ name: String, in lab: Lab) throws -> String {
        let member = try #require(MemberID(name))
        return try #require(lab.homes[member])
    }

    @Test("Three members hold shares, any two of which stand for the key of the epoch")
    func shares() throws {
        try inLab(evaluators: ["org.b", "org.c", "org.d"]) { lab, _ in
            let first = try Node(opening: home("org.a", in: lab))
            let document = try #require(first.installedEpochs().first).document
            #expect(document.isDealt && document.suites["phone"] == .thresholdVOPRF && document.suites["url"] == .keyed)
            let keys = try #require(document.evaluators)
            #expect(keys.shares.map(\.party.name) == ["org.b", "org.c", "org.d"])
            let threshold = try #require(ThresholdKeys(keys))
            for share in keys.shares {
                #expect(try first.registry().roles(of: share.party) == [.bank, .evaluator])
                let (number, home) = (UInt8(share.index), try #require(lab.homes[share.party]))
                let key = try #require(threshold.shareKeys[number])
                _ = try ShareFile.read(EvaluatorPaths(home: home), of: document.epoch, evaluator: number, publicKey: key)
            }
        }
    }

    @Test(
        "Evaluators are three different members of the lab",
        arguments: [["org.a", "org.b"], ["org.a", "org.b", "org.b"], ["org.a", "org.b", "org.x"], names])
    func refused(evaluators: [String]) {
        #expect(throws: LabError.evaluators) { try inLab(evaluators: evaluators) { _, _ in } }
    }

    @Test("An epoch whose keys do not fit together is not installed")
    func keysThatDoNotFit() throws {
        try inLab(evaluators: ["org.a", "org.b", "org.c"]) { lab, directory in
            let node = try Node(opening: home("org.d", in: lab), for: .writing)
            var document = try #require(node.installedEpochs().first).document
            let keys = try #require(document.evaluators)
            document.evaluators = EvaluatorKeys(
                threshold: keys.threshold, publicKey: keys.publicKey, shares: keys.shares,
                commitments: Array(keys.commitments.reversed()))
            let officers = try (1...2).map { number in
                try NodeKeys.readSigningKey("\(directory)/root/officer-\(number).pem", passphrase: { nil })
            }
            var editing = RegistryEditing(after: try node.registry().document, issued: try #require(time))
            editing.list(document)
            let registry = try officers.reduce(editing.document.draft()) { try $0.signedByRoot($1) }
            try node.installRegistry(registry)
            var envelope = try officers.reduce(document.draft()) { try $0.signedByRoot($1) }
            for share in keys.shares {
                let keys = try Node(opening: #require(lab.homes[share.party])).keys()
                let kid = KeyName.kid(of: keys.signing.publicKey.bytes)
                envelope = try envelope.signed(as: KeyName.keyID(member: share.party.name, kid: kid)) {
                    try keys.signing.sign($0)
                }
            }
            let signed = envelope
            #expect(throws: NodeError.evaluatorKeys(1)) { try node.installEpoch(signed, pepper: nil) }
            #expect(try node.installedEpochs().isEmpty)
        }
    }
}
