/// Monero's Base58: eight bytes become eleven digits, block by block, so that length never depends on the value.
package enum MoneroBase58 {
    static let blockByteCount = 8
    static let blockDigitCount = 11

    /// How many digits a last block of so many bytes has.
    static let digitCounts: InlineArray<9, Int> = [0, 2, 3, 5, 6, 7, 9, 10, 11]

    /// The most bytes decoded here: an integrated address.
    package static let capacity = 77

    /// Decoded bytes at the beginning of a buffer of fixed size.
    package struct Payload: Sendable {
        package var buffer = InlineArray<77, UInt8>(repeating: 0)
        package var count = 0
    }

    /// The bytes of a text of at most ``capacity`` bytes.
    ///
    /// - Throws: ``Base58Error`` `character`, or `length` for a text or block that stands for no whole bytes.
    package static func decode(_ text: Span<UInt8>) throws(Base58Error) -> Payload {
        var payload = Payload()
        var index = 0
        while index < text.count {
            let digitCount = min(blockDigitCount, text.count - index)
            guard let byteCount = byteCount(ofDigits: digitCount), payload.count + byteCount <= capacity else {
                throw .length
            }
            let value = try decodeBlock(text.extracting(index..<index + digitCount))
            guard byteCount == blockByteCount || value >> UInt64(byteCount * 8) == 0 else { throw .length }
            for place in 0..<byteCount {
                payload.buffer[payload.count + place] =
                    UInt8(truncatingIfNeeded: value &>> UInt64((byteCount - 1 - place) * 8))
            }
            payload.count += byteCount
            index += digitCount
        }
        return payload
    }

    /// Appends the text of `bytes`.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            let byteCount = min(blockByteCount, bytes.count - index)
            var value: UInt64 = 0
            for place in 0..<byteCount { value = value << 8 | UInt64(bytes[index + place]) }
            var digits = InlineArray<15, UInt8>(repeating: 0)
            let high = value / Base58.halfScale
            Base58.write(UInt32(high / Base58.halfScale), digitCount: 5, at: 0, into: &digits)
            Base58.write(UInt32(high % Base58.halfScale), digitCount: 5, at: 5, into: &digits)
            Base58.write(UInt32(value % Base58.halfScale), digitCount: 5, at: 10, into: &digits)
            for place in digits.indices { digits[place] = Base58Alphabet.bitcoin.digits[Int(digits[place])] }
            output.append(copying: digits.span.extracting(15 - digitCounts[byteCount]..<15))
            index += byteCount
        }
    }

    private static func byteCount(ofDigits digitCount: Int) -> Int? {
        if digitCount == blockDigitCount { return blockByteCount }
        for byteCount in digitCounts.indices where digitCounts[byteCount] == digitCount { return byteCount }
        return nil
    }

    private static func decodeBlock(_ text: Span<UInt8>) throws(Base58Error) -> UInt64 {
        var value: UInt64 = 0
        var invalid: UInt8 = 0
        let plain = min(text.count, blockDigitCount - 1)
        for index in 0..<plain {
            let digit = Base58Alphabet.bitcoin.values[Int(text[index])]
            invalid |= digit
            value = value &* 58 &+ UInt64(digit & 63)
        }
        guard text.count == blockDigitCount else {
            guard invalid < 64 else { throw .character }
            return value
        }
        let last = Base58Alphabet.bitcoin.values[Int(text[plain])]
        guard invalid | last < 64 else { throw .character }
        let (product, hasOverflowed) = value.multipliedReportingOverflow(by: 58)
        let (sum, hasCarried) = product.addingReportingOverflow(UInt64(last))
        guard !hasOverflowed, !hasCarried else { throw .length }
        return sum
    }
}
