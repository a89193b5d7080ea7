import Blinding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import Testing

@Suite("Files of shares")
struct ShareFileTests {
    private let epoch = EpochNumber(7)

    private func inFolder(_ body: (EvaluatorPaths) throws -> Void) throws {
        let home = NSTemporaryDirectory() + "tocsin-share-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let paths = EvaluatorPaths(home: home)
        for folder in [home, paths.root, paths.shares] { try Directory.create(folder) }
        try body(paths)
    }

    private func share() throws -> EvaluatorShare { try #require(EvaluatorShare(SecretBytes.random(count: 32), of: 2)) }

    @Test("A share is read again where the epoch names its public key, and its file is the owner's alone")
    func roundTrip() throws {
        try inFolder { paths in
            let share = try share()
            try ShareFile.create(share, at: paths.share(of: epoch))
            let read = try ShareFile.read(paths, of: epoch, evaluator: 2, publicKey: share.publicKey)
            #expect(read.publicKey == share.publicKey && read.evaluator == 2)
            let mode = try FileManager.default.attributesOfItem(atPath: paths.share(of: epoch))[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("After a refresh the document decides which share is used")
    func refreshed() throws {
        try inFolder { paths in
            let (old, new) = (try share(), try share())
            try ShareFile.create(old, at: paths.share(of: epoch))
            try ShareFile.create(new, at: paths.refreshedShare(of: epoch))
            for each in [old, new] {
                let read = try ShareFile.read(paths, of: epoch, evaluator: 2, publicKey: each.publicKey)
                #expect(read.publicKey == each.publicKey)
            }
        }
    }

    @Test("No share, another key's and one that others could read are refused")
    func refusals() throws {
        try inFolder { paths in
            let (kept, other) = (try share(), try share())
            #expect(throws: ShareError.self) { try ShareFile.read(paths, of: epoch, evaluator: 2, publicKey: kept.publicKey) }
            try ShareFile.create(kept, at: paths.share(of: epoch))
            #expect(throws: ShareError.self) { try ShareFile.read(paths, of: epoch, evaluator: 2, publicKey: other.publicKey) }
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: paths.share(of: epoch))
            #expect(throws: ShareError.self) { try ShareFile.read(paths, of: epoch, evaluator: 2, publicKey: kept.publicKey) }
        }
    }
}
