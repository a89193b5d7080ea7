extension TextFinder {
    /// Where `http`, `https` or a mask of them begins that ends before an index.
    func schemeStart(before end: Int) -> Int? {
        let schemes: [StaticString] = ["https", "http", "hxxps", "hxxp"]
        return schemes.first { text.hasPrefix($0, at: end - $0.utf8CodeUnitCount) }.map { end - $0.utf8CodeUnitCount }
    }

    /// An address that begins with `h**p`.
    mutating func maskedAddress(at start: Int) -> TextFind? {
        let name = start + (text.hasPrefix("h**ps", at: start) ? 5 : 4)
        guard let authority = text.schemeEnd(at: name) else { return nil }
        return address(from: start, authority: authority)
    }

    /// An address with its scheme, or else its host.
    mutating func address(from start: Int, authority: Int) -> TextFind? {
        let whole = authorityEnd(from: authority, mixing: true)
        guard whole > authority else { return nil }
        if namesSite(authority..<whole) || !text.bytes[authority..<whole].contains(where: { $0 >= 0x80 }) {
            return addressOrHost(from: start, authority: authority..<whole)
        }
        let part = authorityEnd(from: authority, mixing: false)
        if let found = addressOrHost(from: start, authority: authority..<part) { return found }
        return addressOrHost(from: start, authority: authority..<whole)
    }

    /// The end of an address is looked for only where its host is one: otherwise texts of many schemes would be read again and again.
    private mutating func addressOrHost(from start: Int, authority: Range<Int>) -> TextFind? {
        let host = hostPart(of: authority)
        guard let kind = SiteText.kind(ofName: text.bytes.span.extracting(host), isListed: false) else { return nil }
        let end = addressEnd(from: authority.upperBound, start: start, notBefore: authority.lowerBound + 1)
        return find(.url, start..<end) ?? find(kind, host)
    }

    private func namesSite(_ authority: Range<Int>) -> Bool {
        SiteText.beginsWithSite(text.bytes.span.extracting(authority), isListed: true)
    }

    private func hostPart(of authority: Range<Int>) -> Range<Int> {
        var (start, end) = (authority.lowerBound, authority.upperBound)
        if let at = text.bytes[authority].lastIndex(of: UInt8(ascii: "@")) { start = at + 1 }
        while end > start, Self.isTrailing(text.bytes[end - 1]) || Self.isClosing(text.bytes[end - 1]) {
            if text.has("]", at: end - 1), text.has("[", at: start) { break }
            end -= 1
        }
        var digits = end
        while digits > start, text.isDigit(at: digits - 1) { digits -= 1 }
        if digits > start, text.has(":", at: digits - 1) { end = digits - 1 }
        return start..<end
    }

    /// Where an authority ends: before `/`, `\`, `?`, `#` and whatever ends an address, masked dots passed over.
    private func authorityEnd(from start: Int, mixing mixes: Bool) -> Int {
        var index = start
        var before = ScannedText.Role.other
        while index < text.count, !beginsNext(at: index) {
            if !text.has(".", at: index), let dot = text.dotEnd(at: index) ?? text.atEnd(at: index), dot > index + 1 {
                guard text.isName(at: dot) else { return index }
                (index, before) = (dot, .other)
                continue
            }
            guard !ByteSet.authorityEnd.contains(text.bytes[index]), let width = addressWidth(at: index, unspaced: true) else {
                break
            }
            let role = text.role(at: index).role
            if !mixes, before == .spaced, role == .unspaced { break }
            (index, before) = (index + width, role)
        }
        return index
    }

    /// Where the rest of an address ends, without the punctuation that belongs to the sentence around it.
    ///
    /// What is longer than an address may be is none, and is read no further.
    mutating func addressEnd(from tail: Int, start: Int, notBefore least: Int) -> Int {
        let isQuoted = text.has("'", at: start - 1)
        let isKnown = !isQuoted && clean.contains(tail)
        var index = isKnown ? clean.upperBound : tail
        while index < text.count, index - start <= ScanLimits.addressBytes,
            let width = addressWidth(at: index, unspaced: false)
        {
            if isQuoted, text.has("'", at: index) { break }
            if beginsNext(at: index) { break }
            index += width
        }
        if !isQuoted { clean = (isKnown ? clean.lowerBound : tail)..<index }
        guard index - start <= ScanLimits.addressBytes else { return least }
        return trimmed(start..<index, notBefore: least)
    }

    /// Whether a comma or semicolon parts one address from the next.
    private func beginsNext(at index: Int) -> Bool {
        (text.has(",", at: index) || text.has(";", at: index)) && text.hasPrefix("http", at: index + 1)
    }

    /// The width of a character that can stand in an address; nothing for one that ends it.
    private func addressWidth(at index: Int, unspaced: Bool) -> Int? {
        let byte = text.bytes[index]
        if byte < 0x80 { return byte <= 0x20 || byte == 0x7F || Self.endsAddress(byte) ? nil : 1 }
        let (role, width) = text.role(at: index)
        return role == .spaced || unspaced && role == .unspaced ? width : nil
    }

    private static func endsAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "|"): true
        default: false
        }
    }

    private func trimmed(_ range: Range<Int>, notBefore least: Int) -> Int {
        var end = range.upperBound
        var open = Brackets(text.bytes[range])
        while end > least {
            let byte = text.bytes[end - 1]
            let isEmphasis = byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
            let isPair = isEmphasis && range.lowerBound > 0 && text.bytes[range.lowerBound - 1] == byte
            guard Self.isTrailing(byte) || isPair || open.dropsClosing(byte) else { break }
            end -= 1
        }
        return end
    }

    private static func isClosing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    private static func isTrailing(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "!"), UInt8(ascii: "?"),
            UInt8(ascii: "'"), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}

/// How many brackets of a text close without having been opened.
private struct Brackets {
    private var surplus: [Int] = [0, 0, 0]
    private static let pairs: [(UInt8, UInt8)] = [(0x28, 0x29), (0x5B, 0x5D), (0x7B, 0x7D)]

    init(_ text: ArraySlice<UInt8>) {
        for byte in text {
            for (place, pair) in Self.pairs.enumerated() {
                surplus[place] += byte == pair.1 ? 1 : byte == pair.0 ? -1 : 0
            }
        }
    }

    mutating func dropsClosing(_ byte: UInt8) -> Bool {
        guard let place = Self.pairs.firstIndex(where: { $0.1 == byte }), surplus[place] > 0 else { return false }
        surplus[place] -= 1
        return true
    }
}
