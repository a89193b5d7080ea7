internal import CryptoPrimitives

/// Opens one sealed file as its bytes arrive, holding one chunk at most.
///
/// Call ``update(_:into:)`` any number of times and ``finish(into:)`` once. What they append is authentic plaintext
/// in order, but only the return of ``finish(into:)`` tells that it is all: after an error, or without that call,
/// discard everything. After an error every further call throws the same error.
public struct Opener: ~Copyable {
    private let identities: [SealingIdentity]
    private var cipher: AuthenticatedCipher
    private var header = HeaderReader()
    private var stage = Stage.header
    private var chunkNonce = ChunkNonce()
    private var buffer: [UInt8] = []

    private enum Stage {
        case header
        case payloadNonce(fileKey: SecretBytes)
        case payload(key: SecretBytes)
        case failed(SealingError)
    }

    /// Begins a file that one of the identities should open.
    ///
    /// - Throws: ``SealingError/library(_:)``.
    public init(with identities: [SealingIdentity]) throws(SealingError) {
        self.identities = identities
        cipher = try .forSealing()
    }

    /// Whether the header was read and opened, so that the file is meant for one of the identities.
    public var isHeaderOpen: Bool {
        switch stage {
        case .payloadNonce, .payload: true
        case .header, .failed: false
        }
    }

    /// Takes sealed bytes and appends the plaintext of every chunk that is complete and not the last.
    ///
    /// - Throws: ``SealingError``.
    public mutating func update(_ sealed: Span<UInt8>, into output: inout [UInt8]) throws(SealingError) {
        do {
            var position = 0
            while position < sealed.count {
                position += try take(sealed.extracting(position...), into: &output)
            }
        } catch {
            stage = .failed(error)
            throw error
        }
    }

    /// Ends the file and appends the plaintext of its last chunk.
    ///
    /// - Throws: ``SealingError``; everything appended so far is void then.
    public consuming func finish(into output: inout [UInt8]) throws(SealingError) {
        switch stage {
        case .failed(let error): throw error
        case .header, .payloadNonce: throw .header(.truncated)
        case .payload(let key):
            guard buffer.count >= AuthenticatedCipher.tagByteCount else { throw .payload(.truncated) }
            guard buffer.count > AuthenticatedCipher.tagByteCount || chunkNonce.isFirst else {
                throw .payload(.emptyChunk)
            }
            let chunk = buffer
            try open(chunk.span, under: key, isLast: true, into: &output)
        }
    }

    /// Takes the bytes that belong to the present stage and returns how many.
    private mutating func take(_ sealed: Span<UInt8>, into output: inout [UInt8]) throws(SealingError) -> Int {
        switch stage {
        case .failed(let error): throw error
        case .header:
            let count = try header.take(sealed)
            if header.code != nil {
                let fileKey = try FileKey.unwrap(header.stanzas, with: identities)
                guard header.isAuthentic(under: fileKey) else { throw .headerCode }
                stage = .payloadNonce(fileKey: fileKey)
            }
            return count
        case .payloadNonce(let fileKey):
            let count = fill(to: SealingLimits.payloadNonceByteCount, from: sealed)
            if buffer.count == SealingLimits.payloadNonceByteCount {
                stage = .payload(key: FileKey.payloadKey(under: fileKey, nonce: buffer))
                buffer.removeAll(keepingCapacity: true)
            }
            return count
        case .payload(let key):
            return try takePayload(sealed, under: key, into: &output)
        }
    }

    /// A chunk is opened when a byte after it has arrived, which proves that it is not the last.
    private mutating func takePayload(
        _ sealed: Span<UInt8>, under key: SecretBytes, into output: inout [UInt8]
    ) throws(SealingError) -> Int {
        let chunkByteCount = SealingLimits.sealedChunkByteCount
        if buffer.count == chunkByteCount {
            var chunk: [UInt8] = []
            swap(&chunk, &buffer)
            try open(chunk.span, under: key, isLast: false, into: &output)
            chunk.removeAll(keepingCapacity: true)
            swap(&chunk, &buffer)
        }
        guard buffer.isEmpty, sealed.count > chunkByteCount else { return fill(to: chunkByteCount, from: sealed) }
        try open(sealed.extracting(..<chunkByteCount), under: key, isLast: false, into: &output)
        return chunkByteCount
    }

    private mutating func fill(to count: Int, from sealed: Span<UInt8>) -> Int {
        let taken = min(count - buffer.count, sealed.count)
        buffer.append(sealed.extracting(..<taken))
        return taken
    }

    private mutating func open(
        _ chunk: Span<UInt8>, under key: SecretBytes, isLast: Bool, into output: inout [UInt8]
    ) throws(SealingError) {
        let nonce = chunkNonce.next(isLast: isLast)
        let nonceBytes = nonce.span
        do {
            try key.withBytes { key throws(CipherError) in
                try cipher.open(chunk, key: key, nonce: nonceBytes, aad: Span(), into: &output)
            }
        } catch { throw SealingError(error) }
    }
}
