/// The query parameters that only say where a visitor came from: the tracking list, version 1.
enum TrackingParameters {
    /// Every name of the list, in lower case.
    static let names = [
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "gclid", "gclsrc", "dclid",
        "gbraid", "wbraid", "fbclid", "msclkid", "twclid", "ttclid", "yclid", "igshid", "mc_cid", "mc_eid", "_hsenc",
        "_hsmi", "vero_id", "oly_anon_id", "oly_enc_id", "s_cid", "wickedid",
    ]

    /// Where the piece of a query that begins at `start` ends, if its name is on the list; otherwise nothing.
    @inline(__always)
    static func endOfPiece(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard start < text.count, mayBegin(text[start]) else { return nil }
        return endOfListedPiece(text, from: start)
    }

    private static func endOfListedPiece(_ text: Span<UInt8>, from start: Int) -> Int? {
        var name = PackedName()
        var index = start
        while index < text.count, !isEndOfName(text[index]) {
            let escaped = PercentEncoding.escapedByte(in: text, at: index, end: text.count)
            guard name.append(escaped ?? text[index]) else { return nil }
            index += escaped == nil ? 1 : 3
        }
        guard (shortestName...longestName).contains(name.count), packedNames.contains(name) else { return nil }
        while index < text.count, text[index] != UInt8(ascii: "&"), text[index] != UInt8(ascii: "#") { index += 1 }
        return index
    }

    private static func isEndOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "#")
    }

    /// Whether a listed name, its first character perhaps escaped, can begin with the byte.
    @inline(__always)
    private static func mayBegin(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "u"), UInt8(ascii: "g"), UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "f"),
            UInt8(ascii: "m"), UInt8(ascii: "t"), UInt8(ascii: "y"), UInt8(ascii: "i"), UInt8(ascii: "v"),
            UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "_") | 0x20, UInt8(ascii: "%"):
            true
        default: false
        }
    }

    private static let shortestName = 5
    private static let longestName = 12

    private static let packedNames = Set(
        names.map { text in
            var name = PackedName()
            for byte in text.utf8 { _ = name.append(byte) }
            return name
        })

    /// A name of up to 12 bytes in lower case.
    private struct PackedName: Hashable {
        private var head: UInt64 = 0
        private var tail: UInt64 = 0
        private(set) var count = 0

        /// Takes one more byte; false when there is no room for it.
        mutating func append(_ byte: UInt8) -> Bool {
            guard count < longestName else { return false }
            let lowered = UInt64(ASCII.lowered(byte))
            if count < 8 { head = head << 8 | lowered } else { tail = tail << 8 | lowered }
            count += 1
            return true
        }
    }
}
