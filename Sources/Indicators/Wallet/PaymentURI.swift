/// Addresses as payment links carry them: `bitcoin:ADDRESS?amount=…`.
enum PaymentURI {
    /// Where the address stands in `input`: all of it when no scheme is in front.
    ///
    /// Parameters after `?` say how much and why, never to whom, and are left out; not so under `ethereum:`, where a
    /// call may name another payee, so that such a link must hold the bare address.
    static func addressRange(in input: Span<UInt8>, of currency: Currency) throws(AddressFault) -> Range<Int> {
        guard let colon = firstIndex(of: UInt8(ascii: ":"), in: input) else { return 0..<input.count }
        guard let scheme = scheme(of: currency), matches(input.extracting(..<colon), scheme) else {
            throw AddressFault(.notAnAddress)
        }
        guard currency != .evm, let query = firstIndex(of: UInt8(ascii: "?"), in: input), query > colon else {
            return colon + 1..<input.count
        }
        return colon + 1..<query
    }

    private static func scheme(of currency: Currency) -> StaticString? {
        switch currency {
        case .btc: "bitcoin"
        case .ltc: "litecoin"
        case .doge: "dogecoin"
        case .evm: "ethereum"
        case .xmr: "monero"
        case .tron, .sol, .xrp: nil
        }
    }

    private static func firstIndex(of byte: UInt8, in text: Span<UInt8>) -> Int? {
        for index in text.indices where text[index] == byte { return index }
        return nil
    }

    private static func matches(_ text: Span<UInt8>, _ scheme: StaticString) -> Bool {
        guard text.count == scheme.utf8CodeUnitCount else { return false }
        return scheme.withUTF8Buffer { expected in
            for index in text.indices where unsafe text[index] | 0x20 != expected[index] { return false }
            return true
        }
    }
}
