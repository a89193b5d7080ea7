extension WalletForm {
    /// The wallet kind a text is an address of, by its shape and its checksum.
    ///
    /// Solana comes last, since 32 bytes in Base58 are all that can be asked of it.
    public static func guess(_ input: Span<UInt8>) -> IndicatorKind? {
        guard (shortestAddress...longestInput).contains(input.count) else { return nil }
        var scratch: [UInt8] = []
        for currency in candidates(for: input) where reads(input, as: currency, scratch: &scratch) {
            return currency.kind
        }
        return nil
    }

    private static let shortestAddress = 14

    private static func reads(_ input: Span<UInt8>, as currency: Currency, scratch: inout [UInt8]) -> Bool {
        scratch.removeAll(keepingCapacity: true)
        do throws(AddressFault) {
            _ = try currency.read(input, to: &scratch)
            return true
        } catch {
            return false
        }
    }

    /// Currencies whose addresses or payment links may begin like this.
    private static func candidates(for input: Span<UInt8>) -> [Currency] {
        switch input[0] {
        case UInt8(ascii: "0"): [.evm]
        case UInt8(ascii: "T"): [.tron, .sol]
        case UInt8(ascii: "1"), UInt8(ascii: "3"): [.btc, .sol]
        case UInt8(ascii: "b"), UInt8(ascii: "B"): [.btc, .sol]
        case UInt8(ascii: "L"), UInt8(ascii: "M"), UInt8(ascii: "m"): [.ltc, .xmr, .sol]
        case UInt8(ascii: "l"): [.ltc]
        case UInt8(ascii: "D"), UInt8(ascii: "d"), UInt8(ascii: "9"), UInt8(ascii: "A"): [.doge, .sol]
        case UInt8(ascii: "r"), UInt8(ascii: "X"): [.xrp, .sol]
        case UInt8(ascii: "4") where input.count == TronAddress.hexadecimalCount: [.tron, .sol]
        case UInt8(ascii: "4"), UInt8(ascii: "8"): [.xmr, .sol]
        case UInt8(ascii: "e"), UInt8(ascii: "E"): [.evm, .sol]
        default: [.sol]
        }
    }
}
