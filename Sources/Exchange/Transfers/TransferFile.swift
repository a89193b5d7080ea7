internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import SignedBundles

/// Files that hold one signed document beside a sealed stream: transfers and receipts.
public enum TransferFile {
    /// Where the transfer document of a sealed file lies.
    public static func path(beside sealed: String) -> String { sealed + ".transfer.json" }

    /// Such a file is at most this long.
    static let limitBytes = 256 << 10

    static func write(_ document: DSSEEnvelope, to path: String) throws(FileError) {
        try DurableFile.write(document.jsonValue.canonicalBytes() + [UInt8(ascii: "\n")], to: path, replacing: true)
    }

    static func read(_ path: String) throws -> DSSEEnvelope {
        try DSSEEnvelope(parsing: FileReader.contents(of: path, limitBytes: limitBytes))
    }
}

extension Node {
    /// Keeps the transfer document of what is sent: it holds the nonce, without which the digest proves nothing.
    func keepTransfer(_ document: DSSEEnvelope, _ transfer: Digest256) throws(FileError) {
        try Directory.create(paths.transfers)
        try TransferFile.write(document, to: "\(paths.transfers)/\(transfer.hex).json")
    }

    /// Signs a document in this node's name.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError``, `OpenSSLError`.
    func sign(_ document: DSSEEnvelope) throws -> DSSEEnvelope {
        let signing = try keys().signing
        let keyID = KeyName.keyID(member: settings.member.name, kid: KeyName.kid(of: signing.publicKey.bytes))
        return try document.signed(as: keyID) { (message) throws(OpenSSLError) in try signing.sign(message) }
    }
}
