/// The 58 digits of an alphabet and the value of every byte under it.
package struct Base58Alphabet: Sendable {
    let digits: InlineArray<58, UInt8>
    /// The value of a byte, or ``notADigit``.
    let values: InlineArray<256, UInt8>

    static let notADigit: UInt8 = 0xff

    private init(_ text: StaticString) {
        precondition(text.utf8CodeUnitCount == 58)
        var digits = InlineArray<58, UInt8>(repeating: 0)
        var values = InlineArray<256, UInt8>(repeating: Self.notADigit)
        text.withUTF8Buffer { buffer in
            for value in digits.indices {
                let digit = unsafe buffer[value]
                digits[value] = digit
                values[Int(digit)] = UInt8(value)
            }
        }
        self.digits = digits
        self.values = values
    }

    /// The order Bitcoin began with; Tron, Solana and Monero share it.
    package static let bitcoin = Base58Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    /// The order of the XRP Ledger, in which `r` is zero.
    package static let ripple = Base58Alphabet("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")
}

/// Why a text is not the Base58 form it should be.
package enum Base58Error: Error, Sendable, Hashable {
    /// A byte outside the alphabet.
    case character
    /// The number of bytes is not the one expected, or too many for any form read here.
    case length
    /// The checksum does not match.
    case checksum
}
