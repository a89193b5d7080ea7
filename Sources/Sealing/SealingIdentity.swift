internal import CanonicalCoding
public import CryptoPrimitives

/// Who can open a file: an X25519 private key, `AGE-SECRET-KEY-1…` as text.
public struct SealingIdentity: Sendable {
    /// The public half, to be given to others.
    public let recipient: SealingRecipient

    /// The 32 secret bytes.
    public let secret: SecretBytes

    private static let prefix = "age-secret-key-"

    /// Makes a new identity.
    ///
    /// - Throws: ``SealingKeyError/library(_:)``.
    public init() throws(SealingKeyError) {
        try self.init(secret: X25519.generate())
    }

    /// Takes the 32 bytes of a private key.
    ///
    /// - Throws: ``SealingKeyError/malformed`` or ``SealingKeyError/library(_:)``.
    public init(secret: SecretBytes) throws(SealingKeyError) {
        do {
            recipient = try SealingRecipient(ofKnownKey: X25519.publicKey(of: secret))
        } catch { throw SealingKeyError(error) }
        self.secret = secret
    }

    /// Reads `AGE-SECRET-KEY-1…`, upper case.
    ///
    /// - Throws: ``SealingKeyError``.
    public init(parsing text: Span<UInt8>) throws(SealingKeyError) {
        guard let decoded = try? Bech32.decode(text), decoded.variant == .bech32,
            decoded.humanReadablePart == Self.prefix, decoded.isUpperCase,
            var bytes = try? Bech32.bytes(ofValues: decoded.values)
        else { throw .malformed }
        try self.init(secret: SecretBytes(erasing: &bytes))
    }

    /// Reads `AGE-SECRET-KEY-1…`, upper case.
    ///
    /// - Throws: ``SealingKeyError``.
    public init(parsing text: String) throws(SealingKeyError) {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span)
    }

    /// The text form, `AGE-SECRET-KEY-1…`, as secret bytes.
    public var text: SecretBytes {
        var bytes = secret.withBytes { span in span.indices.map { span[$0] } }
        let lower = Bech32.encode(humanReadablePart: Self.prefix, bytes: bytes, variant: .bech32)
        cleanse(&bytes)
        var upper = lower.utf8.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xdf : $0 }
        return SecretBytes(erasing: &upper)
    }

    /// Reads a file of identities: one on each line, empty lines and lines that begin with `#` aside.
    ///
    /// - Throws: ``SealingKeyError``.
    public static func identities(inFile file: [UInt8]) throws(SealingKeyError) -> [SealingIdentity] {
        guard file.count <= SealingLimits.identityFileByteCount else { throw .noIdentity }
        var identities: [SealingIdentity] = []
        var start = 0
        while start < file.count {
            var end = start
            while end < file.count, file[end] != UInt8(ascii: "\n") { end += 1 }
            let isCRLF = end > start && file[end - 1] == UInt8(ascii: "\r")
            let line = start..<(isCRLF ? end - 1 : end)
            if !line.isEmpty, file[line.lowerBound] != UInt8(ascii: "#") {
                identities.append(try SealingIdentity(parsing: file.span.extracting(line)))
            }
            start = end + 1
        }
        guard !identities.isEmpty else { throw .noIdentity }
        return identities
    }
}

extension SealingIdentity: CustomStringConvertible, CustomReflectable {
    /// Only the public half.
    public var description: String { "SealingIdentity(\(recipient.text))" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
