/// The parameters that a `tel:` link of RFC 3966 may carry.
enum PhoneLink {
    /// How many bytes the name of the sub-address parameter has, with its signs.
    static var subaddressLength: Int { 6 }

    /// The number of a link with a phone-context, or nothing for a text without one.
    ///
    /// A context that begins with a plus goes in front; a domain name is left out. A sub-address is cut off.
    static func numberInContext(of text: Span<UInt8>) -> [UInt8]? {
        guard let context = place(of: ";phone-context=", in: text) else { return nil }
        var number: [UInt8] = []
        let start = context + 15
        if start < text.count - 1, text[start] == UInt8(ascii: "+") {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ";") { end += 1 }
            append(text, start..<end, to: &number)
        }
        let from = place(of: "tel:", in: text).map { $0 + 4 } ?? 0
        append(text, from..<(from <= context ? context : text.count), to: &number)
        if let subaddress = place(of: ";isub=", in: number.span) { number.removeSubrange(subaddress...) }
        return number
    }

    /// Whether a sub-address begins at a place.
    static func hasSubaddress(_ text: Span<UInt8>, at place: Int) -> Bool {
        holds(";isub=", in: text, at: place)
    }

    private static func append(_ text: Span<UInt8>, _ part: Range<Int>, to number: inout [UInt8]) {
        for place in part { number.append(text[place]) }
    }

    private static func place(of part: StaticString, in text: Span<UInt8>) -> Int? {
        let first = unsafe part.utf8Start[0]
        var at = 0
        while at + part.utf8CodeUnitCount <= text.count {
            if text[at] == first, holds(part, in: text, at: at) { return at }
            at += 1
        }
        return nil
    }

    private static func holds(_ part: StaticString, in text: Span<UInt8>, at place: Int) -> Bool {
        guard place + part.utf8CodeUnitCount <= text.count else { return false }
        for offset in 0..<part.utf8CodeUnitCount {
            guard unsafe text[place + offset] == part.utf8Start[offset] else { return false }
        }
        return true
    }
}
