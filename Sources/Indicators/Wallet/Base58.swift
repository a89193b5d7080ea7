/// Base58 as one big number: leading zero bytes become leading zero digits.
///
/// Ten digits at a time go into five machine words, which is enough for every address and key that is read here.
package enum Base58 {
    /// The most bytes a decoded text may have.
    package static let capacity = 40

    /// Decoded bytes at the end of a buffer of fixed size.
    package struct Payload: Sendable {
        package var buffer = InlineArray<40, UInt8>(repeating: 0)
        package var start = Base58.capacity

        /// The number of decoded bytes.
        package var count: Int { Base58.capacity - start }

        /// Byte `index` of the decoded bytes.
        @inline(__always)
        package subscript(index: Int) -> UInt8 { buffer[start + index] }
    }

    /// The bytes of a text.
    ///
    /// - Throws: ``Base58Error`` `character`, or `length` beyond ``capacity`` bytes.
    package static func decode(_ text: Span<UInt8>, alphabet: borrowing Base58Alphabet) throws(Base58Error) -> Payload {
        guard text.count <= longestText else { throw .length }
        var zeros = 0
        while zeros < text.count, text[zeros] == alphabet.digits[0] { zeros += 1 }
        var number = Number()
        var index = zeros
        var invalid: UInt8 = 0
        var overflow: UInt64 = 0
        while index < text.count {
            let end = min(index + digitsPerWord, text.count)
            var chunk: UInt64 = 0
            var scale: UInt64 = 1
            while index < end {
                let value = alphabet.values[Int(text[index])]
                invalid |= value
                chunk = chunk &* 58 &+ UInt64(value & 63)
                scale &*= 58
                index += 1
            }
            overflow |= number.multiply(by: scale, adding: chunk)
        }
        guard invalid < 64 else { throw .character }
        let payload = number.payload(zeros: zeros)
        guard overflow == 0, let payload else { throw .length }
        return payload
    }

    /// Appends the text of at most ``capacity`` bytes.
    package static func append(_ bytes: Span<UInt8>, alphabet: borrowing Base58Alphabet, to output: inout [UInt8]) {
        precondition(bytes.count <= capacity)
        var zeros = 0
        while zeros < bytes.count, bytes[zeros] == 0 { zeros += 1 }
        var number = Number(bytes)
        var digits = InlineArray<60, UInt8>(repeating: 0)
        var start = digits.count
        while !number.isZero {
            let chunk = number.divide(by: wordScale)
            start -= digitsPerWord
            write(UInt32(chunk / halfScale), digitCount: digitsPerWord / 2, at: start, into: &digits)
            write(UInt32(chunk % halfScale), digitCount: digitsPerWord / 2, at: start + digitsPerWord / 2, into: &digits)
        }
        while start < digits.count, digits[start] == 0 { start += 1 }
        for _ in 0..<zeros { output.append(alphabet.digits[0]) }
        for index in start..<digits.count { digits[index] = alphabet.digits[Int(digits[index])] }
        output.append(copying: digits.span.extracting(start...))
    }

    /// Writes the values of so many digits of a half word, the last digit last.
    @inline(__always)
    static func write<let size: Int>(
        _ number: UInt32, digitCount: Int, at start: Int, into digits: inout InlineArray<size, UInt8>
    ) {
        var rest = number
        var place = start + digitCount
        while place > start {
            place -= 1
            digits[place] = UInt8(truncatingIfNeeded: rest % 58)
            rest /= 58
        }
    }

    static let digitsPerWord = 10

    /// 58 to the power of half of ``digitsPerWord``.
    static let halfScale: UInt64 = 656_356_768

    /// 58 to the power of ``digitsPerWord``.
    static let wordScale: UInt64 = 430_804_206_899_405_824

    /// Forty bytes need at most 55 digits.
    static let longestText = 55
}

extension Base58 {
    /// An unsigned number of 320 bits, the least significant word first.
    struct Number {
        private var words = InlineArray<5, UInt64>(repeating: 0)

        init() {}

        /// Reads at most 40 bytes, the most significant first.
        init(_ bytes: Span<UInt8>) {
            for index in bytes.indices {
                let place = bytes.count - 1 - index
                words[place >> 3] |= UInt64(bytes[index]) &<< UInt64((place & 7) * 8)
            }
        }

        var isZero: Bool { words[0] | words[1] | words[2] | words[3] | words[4] == 0 }

        /// Multiplies and adds; what no longer fits is returned.
        @inline(__always)
        mutating func multiply(by factor: UInt64, adding summand: UInt64) -> UInt64 {
            var carry = summand
            for index in words.indices {
                let product = words[index].multipliedFullWidth(by: factor)
                let (low, hasCarried) = product.low.addingReportingOverflow(carry)
                words[index] = low
                carry = product.high &+ (hasCarried ? 1 : 0)
            }
            return carry
        }

        /// Divides and returns the remainder.
        mutating func divide(by divisor: UInt64) -> UInt64 {
            var remainder: UInt64 = 0
            for index in words.indices.reversed() where remainder | words[index] != 0 {
                (words[index], remainder) = divisor.dividingFullWidth((remainder, words[index]))
            }
            return remainder
        }

        /// The bytes without leading zeros, after as many zero bytes as `zeros` says; nil when that is too much.
        func payload(zeros: Int) -> Payload? {
            var payload = Payload()
            for index in payload.buffer.indices {
                let place = Base58.capacity - 1 - index
                payload.buffer[index] = UInt8(truncatingIfNeeded: words[place >> 3] &>> UInt64((place & 7) * 8))
            }
            var first = 0
            while first < Base58.capacity, payload.buffer[first] == 0 { first += 1 }
            guard first >= zeros else { return nil }
            payload.start = first - zeros
            return payload
        }
    }
}
