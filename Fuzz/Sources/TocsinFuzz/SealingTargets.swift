import CryptoPrimitives
import Sealing

extension FuzzTarget {
    /// Sealed files: opening ends in the content or an error, however the bytes are cut, and keys are read as written.
    static let age = FuzzTarget("age") { (bytes) throws(BrokenProperty) in
        if let identities = try? SealingIdentity.identities(inFile: bytes) {
            for identity in identities {
                let again = try? SealingRecipient(parsing: identity.recipient.text)
                try require(again == identity.recipient, "a recipient that changes when it is written")
            }
        }
        let whole = try? SealedFile.open(bytes, with: [identity])
        let cut = opened(bytes, pieceSize: (bytes.count &* 31) % 61 + 1)
        try require(whole == cut, "one content as a whole, another in pieces")
    }

    private static let identity: SealingIdentity = {
        let secret = SecretBytes(copying: [UInt8](repeating: 1, count: 32).span)
        guard let identity = try? SealingIdentity(secret: secret) else { preconditionFailure("identity") }
        return identity
    }()

    private static func opened(_ bytes: [UInt8], pieceSize: Int) -> [UInt8]? {
        var output: [UInt8] = []
        do throws(SealingError) {
            var opener = try Opener(with: [identity])
            var start = 0
            while start < bytes.count {
                let end = min(start + pieceSize, bytes.count)
                try opener.update(bytes.span.extracting(start..<end), into: &output)
                start = end
            }
            try opener.finish(into: &output)
            return output
        } catch {
            return nil
        }
    }
}
