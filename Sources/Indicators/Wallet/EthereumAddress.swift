/// Addresses of Ethereum and every chain built like it: `0x` and 40 hexadecimal digits.
enum EthereumAddress {
    static let digitCount = 40

    /// Appends the address in lower case and returns whether its capitals proved it.
    ///
    /// Digits of one case carry no checksum; capitals among small letters must be those of EIP-55.
    static func append(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) -> Bool {
        guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else {
            throw AddressFault(.missingPrefix)
        }
        guard text.count == digitCount + 2 else { throw AddressFault(.addressLength) }
        var digits = InlineArray<40, UInt8>(repeating: 0)
        var hasCapital = false
        var hasSmall = false
        for index in digits.indices {
            let byte = text[index + 2]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "a")...UInt8(ascii: "f"): hasSmall = true
            case UInt8(ascii: "A")...UInt8(ascii: "F"): hasCapital = true
            default: throw AddressFault(.forbiddenInAddress)
            }
            digits[index] = byte | 0x20
        }
        if hasCapital && hasSmall {
            guard hasChecksumCapitals(text, digits.span) else { throw AddressFault(.addressChecksum) }
        }
        output.append(UInt8(ascii: "0"))
        output.append(UInt8(ascii: "x"))
        output.append(copying: digits.span)
        return hasCapital && hasSmall
    }

    /// EIP-55: a letter is a capital when its nibble of the hash of the small digits is 8 or more.
    private static func hasChecksumCapitals(_ text: Span<UInt8>, _ digits: Span<UInt8>) -> Bool {
        let hash = Keccak256.hash(digits)
        var difference: UInt8 = 0
        for index in digits.indices {
            let byte = text[index + 2]
            let nibble = Keccak256.byte(index >> 1, of: hash) >> (index & 1 == 0 ? 4 : 0) & 15
            let isLetter = byte & 0x40 != 0
            let isCapital = byte & 0x20 == 0
            difference |= isLetter && isCapital != (nibble >= 8) ? 1 : 0
        }
        return difference == 0
    }
}
