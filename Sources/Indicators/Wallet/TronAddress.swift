/// Addresses of Tron: Base58Check of `0x41` and 20 bytes, or the same 21 bytes in hexadecimal.
enum TronAddress {
    static let version: UInt8 = 0x41
    static let contentCount = 21
    static let hexadecimalCount = contentCount * 2

    /// Appends the Base58Check form and returns whether a checksum proved the input.
    static func append(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) -> Bool {
        if text.count == hexadecimalCount, text[0] == UInt8(ascii: "4"), text[1] == UInt8(ascii: "1") {
            try appendHexadecimal(text, to: &output)
            return false
        }
        let payload: Base58.Payload
        do { payload = try Base58Check.decode(text, alphabet: .bitcoin) } catch { throw AddressFault(error) }
        guard payload.count == contentCount + Base58Check.checksumCount else { throw AddressFault(.addressLength) }
        guard payload[0] == version else { throw AddressFault(.addressVersion) }
        output.append(copying: text)
        return true
    }

    private static func appendHexadecimal(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) {
        var content = InlineArray<21, UInt8>(repeating: 0)
        for index in content.indices {
            guard let high = value(of: text[index * 2]), let low = value(of: text[index * 2 + 1]) else {
                throw AddressFault(.forbiddenInAddress)
            }
            content[index] = high << 4 | low
        }
        Base58Check.append(content.span, alphabet: .bitcoin, to: &output)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Addresses of Solana: Base58 of 32 bytes and nothing that would show a typing error.
enum SolanaAddress {
    static let contentCount = 32

    /// Appends the address as it is.
    static func append(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) {
        let payload: Base58.Payload
        do { payload = try Base58.decode(text, alphabet: .bitcoin) } catch { throw AddressFault(error) }
        guard payload.count == contentCount else { throw AddressFault(.addressLength) }
        output.append(copying: text)
    }
}
