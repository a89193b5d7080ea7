/// Recognises what is no text feed, so that the message can say what it is.
enum ContentCheck {
    /// Throws when the bytes are those of something else than text in UTF-8.
    static func check(_ sample: Span<UInt8>, name: String) throws(FeedError) {
        if isUTF16(sample) { throw FeedError(.utf16, source: name) }
        for (magic, what) in containers where sample.hasText(magic) {
            throw FeedError(.notText(looksLike: what), source: name)
        }
        for (bytes, what) in binaries where sample.array.starts(with: bytes) {
            throw FeedError(.notText(looksLike: what), source: name)
        }
        for (start, what, remedy) in foreign where sample.hasText(start) {
            throw FeedError(.foreign(what: what, remedy: remedy), source: name)
        }
        if let kind = markup(sample) { throw FeedError(.notText(looksLike: kind), source: name) }
    }

    /// The name of the markup a text is written in: by how it begins, or by an element that it opens first and closes later.
    private static func markup(_ sample: Span<UInt8>) -> String? {
        var start = byteOrderMark(sample)
        while start < sample.count, Byte.isBlank(sample[start]) || sample[start] == Byte.lineFeed { start += 1 }
        guard start + 1 < sample.count, sample[start] == less else { return nil }
        let head = sample.extracting(start..<min(start + markupHead, sample.count)).string.lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") { return "an HTML page" }
        if head.hasPrefix("<?xml") { return head.contains("<html") ? "an HTML page" : "an XML file" }
        if head.hasPrefix("<!doctype") || head.hasPrefix("<!--") { return "an HTML page or an XML file" }
        let element = head.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" }
        guard !element.isEmpty, let next = head.dropFirst(element.count + 1).first, next == ">" || next.isWhitespace else {
            return nil
        }
        return sample.string.lowercased().contains("</\(element)") ? "an HTML page or an XML file" : nil
    }

    private static let less = UInt8(ascii: "<")
    private static let markupHead = 512

    /// How many bytes at the start say that the feed is in UTF-8, and are no part of it.
    static func byteOrderMark(_ sample: Span<UInt8>) -> Int {
        sample.count >= 3 && sample[0] == 0xEF && sample[1] == 0xBB && sample[2] == 0xBF ? 3 : 0
    }

    /// By its mark, or because every other byte is zero.
    private static func isUTF16(_ sample: Span<UInt8>) -> Bool {
        guard sample.count >= 2 else { return false }
        if (sample[0] == 0xFF && sample[1] == 0xFE) || (sample[0] == 0xFE && sample[1] == 0xFF) { return true }
        let length = min(sample.count, 256) & ~1
        guard length >= 8 else { return false }
        var (even, odd) = (0, 0)
        for index in 0..<length where sample[index] == 0 {
            if index.isMultiple(of: 2) { even += 1 } else { odd += 1 }
        }
        return (even * 4 > length && odd == 0) || (odd * 4 > length && even == 0)
    }

    private static let containers: [(StaticString, String)] = [
        ("PK\u{03}\u{04}", "a zip archive or an office document"), ("%PDF", "a PDF"), ("BZh", "packed with bzip2"),
        ("SQLite format 3", "a SQLite database"), ("Rar!", "a rar archive"),
    ]
    private static let binaries: [([UInt8], String)] = [
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed with xz"), ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive"),
        ([0x04, 0x22, 0x4D, 0x18], "packed with lz4"), ([0x1F, 0x9D], "packed with compress"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old office document"),
    ]
    private static let foreign: [(StaticString, String, String)] = [
        ("age-encryption.org/v1", "a sealed file", "open it with tocsin import"),
        ("-----BEGIN AGE ENCRYPTED FILE-----", "a sealed file", "open it with tocsin import"),
        ("-----BEGIN PGP MESSAGE-----", "an encrypted message", "decrypt it first"),
        ("{\"payload\":", "a signed bundle", "take it in with tocsin import"),
    ]
}
