import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

@Suite("The home of an evaluator")
struct HomeTests {
    private let now = EvaluatorTrial.start.adding(days: 1)

    @Test("gives up a share when its epoch is to be destroyed, when its file goes, and takes one that comes")
    func shares() throws {
        let trial = try EvaluatorTrial()
        let home = try trial.home(of: 1)
        let path = home.paths.share(of: trial.epoch.number)
        let end = trial.epoch.document.times.destroyAfter
        #expect(try home.reading(at: end.adding(seconds: -1)).standing.shares.count == 1)
        #expect(try home.reading(at: end).standing.shares.isEmpty)
        try FileManager.default.removeItem(atPath: path)
        #expect(try home.reading(at: now).standing.shares.isEmpty)
        try ShareFile.create(trial.vector.share(1), at: path)
        #expect(try home.reading(at: now).standing.shares[trial.epoch.number]?.evaluator == 1)
    }

    @Test("says why a share is not used that others can read")
    func openShare() throws {
        let trial = try EvaluatorTrial()
        let home = try trial.home(of: 1)
        let path = home.paths.share(of: trial.epoch.number)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let reading = try home.reading(at: now)
        #expect(reading.standing.shares.isEmpty && reading.refused[trial.epoch.number]?.contains("permissions") == true)
    }

    @Test(
        "is refused without a registry, with an older one than was seen, with one that does not verify, and with a stranger's key"
    )
    func registries() throws {
        let trial = try EvaluatorTrial()
        let home = try trial.home(of: 1)
        let folder = "\(trial.folder)/1/registry"
        let stranger = EvaluatorHome("\(trial.folder)/1", accepting: .lab, signingKey: try EvaluatorTrial.key(99))
        #expect(throws: EvaluatorHomeError.self) { try stranger.reading(at: now) }
        let strict = EvaluatorHome("\(trial.folder)/1", signingKey: try EvaluatorTrial.key(11))
        #expect(throws: EvaluatorHomeError.self, "a lab's registry is put up with only when that was said") {
            try strict.reading(at: now)
        }
        try Data("{}".utf8).write(to: URL(filePath: folder + "/2.json"))
        do {
            _ = try home.reading(at: now)
            Issue.record("an older registry than was seen is taken")
        } catch EvaluatorHomeError.rolledBack(let installed, let seen) { #expect(installed == 1 && seen == 2) }
        try FileManager.default.removeItem(atPath: folder + "/2.json")
        _ = try home.reading(at: now)
        var bytes = try Data(contentsOf: URL(filePath: folder + "/registry.json"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: folder + "/registry.json"))
        #expect(throws: EvaluatorHomeError.self) { try home.reading(at: now) }
        try FileManager.default.removeItem(atPath: folder + "/registry.json")
        #expect(throws: EvaluatorHomeError.self) { try home.reading(at: now) }
    }

    @Test("opens its signing key with the passphrase alone, and takes no key of another kind")
    func keys() throws {
        let trial = try EvaluatorTrial()
        let root = "\(trial.folder)/keys-home"
        try Directory.create(root + "/keys")
        let signing = try EvaluatorTrial.key(11)
        let secret = SecretBytes(copying: Array("correct horse".utf8))
        try SecretFile.create(root + "/keys/sign.pem", contents: PrivateKeyFile.encode(.ed25519(signing), passphrase: secret))
        let tls = try PrivateKeyFile.encode(.p256(try EvaluatorTrial.tlsPrivateKey(of: "org.one")))
        try SecretFile.create(root + "/keys/tls.pem", contents: tls.withBytes { span in span.indices.map { span[$0] } })
        let keys = try HomeKeys(reading: root) { secret }
        #expect(keys.signing.publicKey == signing.publicKey)
        for wrong in [SecretBytes(copying: Array("another".utf8)), nil] {
            #expect(throws: EvaluatorHomeError.self) { try HomeKeys(reading: root) { wrong } }
        }
        try FileManager.default.removeItem(atPath: root + "/keys/sign.pem")
        try FileManager.default.copyItem(atPath: root + "/keys/tls.pem", toPath: root + "/keys/sign.pem")
        #expect(throws: EvaluatorHomeError.self) { try HomeKeys(reading: root) { nil } }
    }
}
