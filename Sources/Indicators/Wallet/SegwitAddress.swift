import CanonicalCoding

/// Segwit addresses: a witness version and a program (BIP 141, 173, 350).
enum SegwitAddress {
    /// Whether the text begins with `prefix` and the separator, in either case.
    static func hasPrefix(_ text: Span<UInt8>, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard text.count > count, text[count] == UInt8(ascii: "1") else { return false }
        return prefix.withUTF8Buffer { expected in
            for index in 0..<count where unsafe text[index] | 0x20 != expected[index] { return false }
            return true
        }
    }

    /// Whether the prefix is the one of a test network of Bitcoin or Litecoin.
    static func isOnTestNetwork(_ text: Span<UInt8>) -> Bool {
        hasPrefix(text, "tb") || hasPrefix(text, "bcrt") || hasPrefix(text, "tltc") || hasPrefix(text, "rltc")
    }

    /// Appends the address in lower case, its beginning having been looked at.
    ///
    /// The last `1` ends the prefix, so a text that begins like an address may have a longer prefix, of no network at all.
    static func append(_ text: Span<UInt8>, prefix: StaticString, to output: inout [UInt8]) throws(AddressFault) {
        let layout: Bech32.Layout
        do { layout = try Bech32.layout(of: text) } catch { throw AddressFault(reason(of: error)) }
        guard layout.separator == prefix.utf8CodeUnitCount else { throw AddressFault(.addressVersion) }
        try checkProgram(text, layout)
        guard layout.isUpperCase else { return output.append(copying: text) }
        for index in text.indices {
            let byte = text[index]
            output.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
        }
    }

    private static func checkProgram(_ text: Span<UInt8>, _ layout: Bech32.Layout) throws(AddressFault) {
        guard let version = layout.data.isEmpty ? nil : Bech32.value(of: text[layout.data.lowerBound]) else {
            throw AddressFault(.addressLength)
        }
        guard version <= 16 else { throw AddressFault(.witnessProgram) }
        guard (layout.variant == .bech32) == (version == 0) else { throw AddressFault(.addressChecksum) }
        let bitCount = (layout.data.count - 1) * 5
        let spareBits = bitCount % 8
        guard (2...40).contains(bitCount / 8), spareBits < 5 else { throw AddressFault(.witnessProgram) }
        guard version != 0 || bitCount / 8 == 20 || bitCount / 8 == 32 else { throw AddressFault(.witnessProgram) }
        let last = Bech32.value(of: text[layout.data.upperBound - 1]) ?? 31
        guard last & (1 << UInt8(spareBits) - 1) == 0 else { throw AddressFault(.witnessProgram) }
    }

    private static func reason(of error: Bech32Error) -> IndicatorError.Reason {
        switch error {
        case .length: .addressLength
        case .character: .forbiddenInAddress
        case .mixedCase: .mixedCase
        case .noSeparator, .emptyPrefix: .notAnAddress
        case .checksum: .addressChecksum
        case .padding: .witnessProgram
        }
    }
}
