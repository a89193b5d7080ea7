import CanonicalCoding

/// What accounts and handles have in common: `platform:name`.
enum AccountText {
    /// Where the colon behind the platform stands.
    static func colon(in text: Span<UInt8>) -> Int? {
        for index in text.indices where text[index] == UInt8(ascii: ":") { return index }
        return nil
    }

    /// Appends the platform, a colon and what `name` makes of the rest; on failure `output` is as before.
    ///
    /// Blanks and controls at both ends of the text are dropped.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    static func append(
        _ input: Span<UInt8>, to output: inout [UInt8], name: ([UInt8]) -> [UInt8]?
    ) throws(IndicatorError) {
        do throws(WebRefusal) {
            guard input.count <= WebLimits.input else { throw WebRefusal(.tooLong) }
            guard UTF8Text.isValid(input) else { throw WebRefusal(.notUTF8) }
            let text = input.extracting(visibleRange(of: input))
            guard !text.isEmpty else { throw WebRefusal(.empty) }
            guard let colon = colon(in: text) else { throw WebRefusal(.missingPlatform) }
            guard let slug = Platform.slug(of: text.extracting(..<colon)) else { throw WebRefusal(.notAPlatformName) }
            let name = try checked(name(text.extracting((colon + 1)...).copied))
            output.append(contentsOf: slug)
            output.append(UInt8(ascii: ":"))
            output.append(contentsOf: name)
        } catch {
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    private static func checked(_ name: [UInt8]?) throws(WebRefusal) -> [UInt8] {
        guard let name, let first = name.first else { throw WebRefusal(.emptyAccountName) }
        guard name.count <= WebLimits.accountName else { throw WebRefusal(.tooLong) }
        guard first != 0x20, !TextScan.holdsControl(name.span) else { throw WebRefusal(.forbiddenInAccountName) }
        return name
    }

    private static func visibleRange(of text: Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = text.count
        while start < end, text[start] <= 0x20 || text[start] == 0x7F { start += 1 }
        while end > start, text[end - 1] <= 0x20 || text[end - 1] == 0x7F { end -= 1 }
        return start..<end
    }
}
