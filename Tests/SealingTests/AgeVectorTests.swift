import CryptoPrimitives
import Sealing
import TestVectors
import Testing

@Suite(.enabled(if: SharedVectors.arePresent)) struct `The age test kit` {
    private static let kit = (try? AgeVector.load()) ?? (vectors: [], skipped: [])

    @Test func `is taken but for passphrases and text armor`() {
        #expect(Self.kit.vectors.count >= 35)
        #expect(Self.kit.skipped.allSatisfy { $0.hasPrefix("armor_") || $0.hasPrefix("scrypt_") })
    }

    @Test(arguments: kit.vectors)
    func `gives each file its verdict`(vector: AgeVector) throws {
        let identities = try vector.identities.map { try SealingIdentity(parsing: $0) }
        for partByteCount in [vector.sealed.count + 1, 65_552, 4_096] {
            try judge(vector, open(vector.sealed, in: partByteCount, with: identities))
        }
    }

    @Test(arguments: kit.vectors.filter { $0.sealed.count < 2_000 })
    func `gives each small file its verdict byte by byte`(vector: AgeVector) throws {
        let identities = try vector.identities.map { try SealingIdentity(parsing: $0) }
        try judge(vector, open(vector.sealed, in: 1, with: identities))
    }

    /// The payload of a damaged file is not compared: how much of it is handed out before the error is up to the
    /// implementation, and ours holds back a chunk until it knows whether another follows.
    private func judge(_ vector: AgeVector, _ opened: (plaintext: [UInt8], error: SealingError?)) throws {
        #expect(stage(opened.error) == vector.facts["expect"])
        guard opened.error == nil else { return }
        #expect(try SHA256.hash(opened.plaintext).hex == #require(vector.facts["payload"]))
    }

    private func open(
        _ sealed: [UInt8], in partByteCount: Int, with identities: [SealingIdentity]
    ) -> (plaintext: [UInt8], error: SealingError?) {
        var plaintext: [UInt8] = []
        do throws(SealingError) {
            var opener = try Opener(with: identities)
            var position = 0
            while position < sealed.count {
                let end = min(position + partByteCount, sealed.count)
                try opener.update(sealed.span.extracting(position..<end), into: &plaintext)
                position = end
            }
            try opener.finish(into: &plaintext)
            return (plaintext, nil)
        } catch {
            return (plaintext, error)
        }
    }

    private func stage(_ error: SealingError?) -> String {
        switch error {
        case nil: "success"
        case .header: "header failure"
        case .noMatch: "no match"
        case .headerCode: "HMAC failure"
        case .payload: "payload failure"
        case .recipientCount, .weakRecipient, .library: "none of the kit's"
        }
    }
}
