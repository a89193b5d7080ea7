internal import CanonicalCoding

/// What the order of a log asks of an entry, read off its bytes in one walk.
///
/// An entry has one byte form, and that is a regular language, so most need no JSON value: a walk that ends proves the form. A walk that
/// does not end proves nothing.
package struct EntryOutline {
    /// When.
    package let time: TimeText
    /// The entry it refers to.
    package let reference: UInt64?

    /// Walks over an entry.
    ///
    /// - Parameter knownTime: a time that was found good; one in the same minute needs no calendar.
    package init?(_ entry: Span<UInt8>, knownTime: TimeText) {
        var walk = EntryWalk()
        guard walk.skip("{\"d\":\"", entry), walk.skipDigest(entry) else { return nil }
        var reference: UInt64?
        if walk.skip("\",\"r\":", entry) {
            guard let number = walk.number(entry), walk.skip(",\"t\":\"", entry) else { return nil }
            reference = number
        } else {
            guard walk.skip("\",\"t\":\"", entry) else { return nil }
        }
        let typeStart = walk.place
        guard walk.skipType(entry), walk.skip("\",\"ts\":\"", entry, before: 24) else { return nil }
        let isSealed = walk.place - typeStart == Self.sealedByteCount && Self.isSealed(entry, at: typeStart)
        time = TimeText(entry, from: walk.place)
        guard walk.skipTime(entry, isMinuteKnown: time.sharesMinute(with: knownTime)), walk.skip("\",\"v\":1", entry) else {
            return nil
        }
        let hasTransfer = walk.skip(",\"x\":\"", entry)
        guard !hasTransfer || walk.skipDigest(entry) && walk.skip("\"", entry) else { return nil }
        guard walk.skip("}", entry), walk.place == entry.count, !isSealed || !hasTransfer && reference == nil else { return nil }
        self.reference = reference
    }

    /// The length of `sealed` with what stands between a type and a time.
    private static let sealedByteCount = 6 + 8

    private static func isSealed(_ entry: Span<UInt8>, at start: Int) -> Bool {
        var walk = EntryWalk(place: start)
        return walk.skip("sealed\"", entry)
    }
}

/// A place in the bytes of an entry.
private struct EntryWalk {
    var place = 0

    /// Steps over a text, if it comes next with so many bytes behind it.
    mutating func skip(_ text: StaticString, _ entry: Span<UInt8>, before rest: Int = 0) -> Bool {
        let count = text.utf8CodeUnitCount
        guard entry.count - place >= count + rest else { return false }
        for offset in 0..<count {
            guard unsafe entry[place + offset] == text.utf8Start[offset] else { return false }
        }
        place += count
        return true
    }

    /// Steps over 43 characters of base64url, the last of which has no spare bits.
    mutating func skipDigest(_ entry: Span<UInt8>) -> Bool {
        guard entry.count - place > 43 else { return false }
        var last: UInt8 = 0
        for offset in 0..<43 {
            guard let value = Base64URL.value(of: entry[place + offset]) else { return false }
            last = value
        }
        place += 43
        return last & 3 == 0
    }

    /// Reads a number without leading zeros.
    mutating func number(_ entry: Span<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        let start = place
        while place < entry.count, case let digit = entry[place] &- UInt8(ascii: "0"), digit < 10 {
            guard place - start < 16 else { return nil }
            number = number * 10 + UInt64(digit)
            place += 1
        }
        guard place > start, place == start + 1 || entry[start] != UInt8(ascii: "0") else { return nil }
        return number <= UInt64(JSONValue.largestInteger) ? number : nil
    }

    /// Steps over 1 to 32 of a-z and the full stop.
    mutating func skipType(_ entry: Span<UInt8>) -> Bool {
        let start = place
        while place < entry.count, place - start < 33, Self.isOfType(entry[place]) { place += 1 }
        return (1...32).contains(place - start)
    }

    private static func isOfType(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") || byte == UInt8(ascii: ".")
    }

    /// Steps over a time of 24 bytes, which are there.
    mutating func skipTime(_ entry: Span<UInt8>, isMinuteKnown: Bool) -> Bool {
        let start = place
        place += 24
        guard entry[start + 19] == UInt8(ascii: "."), entry[start + 23] == UInt8(ascii: "Z") else { return false }
        for offset in [20, 21, 22] where entry[start + offset] &- UInt8(ascii: "0") > 9 { return false }
        guard isMinuteKnown else { return Self.isSecond(entry, start) }
        // The first sixteen bytes are those of a good time.
        let (colon, tens, ones) = (entry[start + 16], entry[start + 17], entry[start + 18])
        return colon == UInt8(ascii: ":") && tens &- UInt8(ascii: "0") < 6 && ones &- UInt8(ascii: "0") < 10
    }

    private static func isSecond(_ entry: Span<UInt8>, _ start: Int) -> Bool {
        var text = [UInt8](repeating: UInt8(ascii: "Z"), count: Timestamp.textByteCount)
        for offset in 0..<19 { text[offset] = entry[start + offset] }
        return Timestamp(rfc3339: text.span) != nil
    }
}
