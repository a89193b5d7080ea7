internal import CryptoPrimitives

/// Seals one file as its bytes arrive, holding one chunk at most.
///
/// Call ``update(_:into:)`` any number of times and ``finish(into:)`` once; what they append is the sealed file.
public struct Sealer: ~Copyable {
    private var cipher: AuthenticatedCipher
    private let key: SecretBytes
    private var nonce = ChunkNonce()
    private var head: [UInt8]
    private var buffer: [UInt8] = []

    /// Begins a file that each of the recipients can open.
    ///
    /// - Throws: ``SealingError/recipientCount``, ``SealingError/weakRecipient`` or ``SealingError/library(_:)``.
    public init(to recipients: [SealingRecipient]) throws(SealingError) {
        guard (1...SealingLimits.recipientCount).contains(recipients.count) else { throw .recipientCount }
        let fileKey = SecretBytes.random(count: SealingLimits.fileKeyByteCount)
        let payloadNonce = SecureRandom.bytes(SealingLimits.payloadNonceByteCount)
        let header = try Self.header(for: recipients, fileKey: fileKey)
        cipher = try .forSealing()
        head = header + payloadNonce
        key = FileKey.payloadKey(under: fileKey, nonce: payloadNonce)
    }

    /// Takes plaintext and appends what is sealed of the file so far.
    ///
    /// - Throws: ``SealingError/library(_:)``; the file cannot be continued then.
    public mutating func update(_ plaintext: Span<UInt8>, into output: inout [UInt8]) throws(SealingError) {
        appendHead(to: &output)
        var position = 0
        while position < plaintext.count {
            if buffer.count == SealingLimits.chunkByteCount { try sealChunk(isLast: false, into: &output) }
            let count = min(SealingLimits.chunkByteCount - buffer.count, plaintext.count - position)
            buffer.append(plaintext.extracting(position..<(position + count)))
            position += count
        }
    }

    /// Ends the file.
    ///
    /// - Throws: ``SealingError/library(_:)``; the file is not complete then.
    public consuming func finish(into output: inout [UInt8]) throws(SealingError) {
        appendHead(to: &output)
        try sealChunk(isLast: true, into: &output)
    }

    private mutating func appendHead(to output: inout [UInt8]) {
        output.append(contentsOf: head)
        head.removeAll()
    }

    private mutating func sealChunk(isLast: Bool, into output: inout [UInt8]) throws(SealingError) {
        let nonce = nonce.next(isLast: isLast)
        do throws(CipherError) {
            try seal(nonce: nonce.span, into: &output)
        } catch { throw SealingError(error) }
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func seal(nonce: Span<UInt8>, into output: inout [UInt8]) throws(CipherError) {
        let key = self.key
        let chunk = buffer
        try key.withBytes { key throws(CipherError) in
            try cipher.seal(chunk.span, key: key, nonce: nonce, aad: Span(), into: &output)
        }
    }

    private static func header(
        for recipients: [SealingRecipient], fileKey: SecretBytes
    ) throws(SealingError) -> [UInt8] {
        var header = HeaderReader.versionLine + [UInt8(ascii: "\n")]
        for recipient in recipients {
            do {
                try FileKey.wrap(fileKey, to: recipient).append(to: &header)
            } catch {
                throw error == .header(.share) ? .weakRecipient : error
            }
        }
        header.append(contentsOf: HeaderReader.codeMark)
        let code = FileKey.headerCode(of: header, under: fileKey)
        header.append(UInt8(ascii: " "))
        header.append(contentsOf: RawBase64.encode(code.bytes))
        header.append(UInt8(ascii: "\n"))
        return header
    }
}

extension [UInt8] {
    /// Appends the bytes of a span.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
