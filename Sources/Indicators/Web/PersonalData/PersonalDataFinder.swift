/// Looks through the layers of encoding that hide an address in a URL: percent-encoding, also doubled, and base64.
struct PersonalDataFinder {
    /// Whether phone numbers count; not where the URL itself names an account by its number.
    let expectsPhones: Bool

    /// What begins first at or after an offset of the text.
    func first(in text: Span<UInt8>, from start: Int) -> PersonalData.Finding? {
        first(in: text, from: start, layer: 0)
    }

    private func first(in text: Span<UInt8>, from start: Int, layer: Int) -> PersonalData.Finding? {
        var first = MailPattern.firstStart(in: text, from: start).map { PersonalData.Finding(subject: .email, offset: $0) }
        if expectsPhones, let offset = PhonePattern.firstStart(in: text, from: start) {
            first = Self.earlier(first, PersonalData.Finding(subject: .phone, offset: offset))
        }
        guard layer < WebLimits.encodingLayers else { return first }
        if let decoded = PercentDecoded(text, from: start),
            let found = self.first(in: decoded.bytes.span, from: 0, layer: layer + 1)
        {
            first = Self.earlier(first, PersonalData.Finding(subject: found.subject, offset: decoded.offset(of: found.offset)))
        }
        return Self.earlier(first, firstInBase64(of: text, from: start, layer: layer))
    }

    private func firstInBase64(of text: Span<UInt8>, from start: Int, layer: Int) -> PersonalData.Finding? {
        var runs = Base64Runs(from: start)
        while let run = runs.next(in: text) {
            var first: PersonalData.Finding?
            for skipped in 0..<4 {
                guard let decoded = Base64Decoded(text, run.lowerBound + skipped..<run.upperBound) else { break }
                guard let found = finding(in: decoded, layer: layer) else { continue }
                let offset = decoded.offset(of: found.offset)
                first = Self.earlier(first, PersonalData.Finding(subject: found.subject, offset: offset))
            }
            if let first { return first }
        }
        return nil
    }

    /// What a piece of base64 hides: anything when it is a text, an e-mail address even among bytes that are none.
    private func finding(in decoded: Base64Decoded, layer: Int) -> PersonalData.Finding? {
        if decoded.isText { return first(in: decoded.bytes.span, from: 0, layer: layer + 1) }
        guard decoded.bytes.contains(UInt8(ascii: "@")) else { return nil }
        return MailPattern.firstStart(in: decoded.bytes.span, from: 0, asciiOnly: true)
            .map { PersonalData.Finding(subject: .email, offset: $0) }
    }

    private static func earlier(
        _ left: PersonalData.Finding?, _ right: PersonalData.Finding?
    ) -> PersonalData.Finding? {
        guard let left, let right else { return left ?? right }
        return right.offset < left.offset ? right : left
    }
}

/// A text with its escapes undone once, and where each byte came from.
private struct PercentDecoded {
    private(set) var bytes: [UInt8] = []
    private var origins: [Int] = []

    /// Nothing when the text holds no escape from `start` on.
    init?(_ text: Span<UInt8>, from start: Int) {
        var hasEscape = false
        var index = start
        while index < text.count {
            origins.append(index)
            if let byte = PercentEncoding.escapedByte(in: text, at: index, end: text.count) {
                hasEscape = true
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        guard hasEscape else { return nil }
    }

    func offset(of index: Int) -> Int { origins[index] }
}
