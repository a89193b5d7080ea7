public import Agreements
public import CryptoPrimitives
internal import LedgerFiles

extension Node {
    /// An agreement that was activated here.
    ///
    /// - Throws: ``NodeError/homeDamaged(_:)`` when it is missing or is another than its name says; `FileError`.
    public func keptAgreement(_ digest: Digest256) throws -> Agreement {
        try kept(digest, limitBytes: AgreementLimits.documentBytes) { bytes throws(AgreementError) in
            try Agreement(parsing: bytes)
        }
    }

    /// A party's word about an agreement.
    ///
    /// - Throws: as ``keptAgreement(_:)``.
    func keptWord(_ digest: Digest256) throws -> Suspension {
        try kept(digest, limitBytes: AgreementLimits.suspensionBytes) { bytes throws(AgreementError) in
            try Suspension(parsing: bytes)
        }
    }

    private func kept<Document>(
        _ digest: Digest256, limitBytes: Int, read: ([UInt8]) throws(AgreementError) -> Document
    ) throws -> Document {
        let path = try keptPath(of: digest.hex)
        let bytes = try Self.ownFile(path, limitBytes: limitBytes)
        guard SHA256.hash(bytes) == digest else {
            throw NodeError.homeDamaged("\(path) holds another document than its name says")
        }
        do throws(AgreementError) {
            return try read(bytes)
        } catch {
            throw NodeError.homeDamaged("\(path): \(error)")
        }
    }

    /// Where a document is: with the log, or with one that ended, since documents go with the log that tells of them.
    private func keptPath(of name: String) throws -> String {
        let path = paths.agreementDocument(name)
        guard !Directory.exists(path), Directory.isDirectory(paths.endedLogs) else { return path }
        let ended = try Directory.names(in: paths.endedLogs).map { "\(paths.endedLogs)/\($0)/agreements/\(name).json" }
        return ended.first(where: Directory.exists) ?? path
    }
}
