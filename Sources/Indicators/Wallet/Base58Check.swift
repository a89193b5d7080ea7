import CryptoPrimitives

/// Base58 whose last four bytes begin the double SHA-256 of the rest.
package enum Base58Check {
    /// The number of checksum bytes.
    package static let checksumCount = 4

    /// The decoded bytes, checksum included, once that is proved.
    ///
    /// - Throws: ``Base58Error``.
    package static func decode(_ text: Span<UInt8>, alphabet: borrowing Base58Alphabet) throws(Base58Error) -> Base58.Payload {
        let payload = try Base58.decode(text, alphabet: alphabet)
        guard payload.count > checksumCount else { throw .length }
        let end = Base58.capacity - checksumCount
        let checksum = checksum(of: payload.buffer.span.extracting(payload.start..<end))
        for index in 0..<checksumCount where payload.buffer[end + index] != checksum[index] { throw .checksum }
        return payload
    }

    /// Appends the text of `bytes` and their checksum.
    package static func append(_ bytes: Span<UInt8>, alphabet: borrowing Base58Alphabet, to output: inout [UInt8]) {
        precondition(bytes.count <= Base58.capacity - checksumCount)
        let checksum = checksum(of: bytes)
        var buffer = InlineArray<40, UInt8>(repeating: 0)
        for index in bytes.indices { buffer[index] = bytes[index] }
        for index in 0..<checksumCount { buffer[bytes.count + index] = checksum[index] }
        Base58.append(buffer.span.extracting(..<(bytes.count + checksumCount)), alphabet: alphabet, to: &output)
    }

    @inline(__always)
    private static func checksum(of bytes: Span<UInt8>) -> InlineArray<4, UInt8> {
        var outer = SHA256()
        outer.update(SHA256.hash(bytes))
        return unsafe outer.finalize().withUnsafeBytes { unsafe [$0[0], $0[1], $0[2], $0[3]] }
    }
}
