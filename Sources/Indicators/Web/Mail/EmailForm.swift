/// Canonical form of an e-mail address: `local@domain`, the domain as a host name, the local part composed and lowered.
///
/// Defanged text is freed and `mailto:` dropped. Dots and plus parts stay; ``MailboxForm`` removes them where the provider
/// ignores them.
public enum EmailForm {
    /// Appends the canonical form of `input` to `output`; on failure `output` is as before.
    ///
    /// An address whose mailbox has no canonical form is refused too.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        let start = output.count
        do throws(WebRefusal) {
            try Rereading.append(input, to: &output) { (text, _, output) throws(WebRefusal) in
                try append(text, to: &output)
            }
            _ = try MailboxForm.Mailbox(ofCanonical: output.span.extracting(start...))
        } catch {
            output.removeLast(output.count - start)
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    private static func append(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) throws(WebRefusal) {
        let start = text.hasPrefix("mailto:", at: 0) ? 7 : 0
        guard let at = lastAt(in: text, from: start) else { throw WebRefusal(.missingAtSign) }
        let local = try local(text.extracting(start..<at).copied)
        for byte in local { output.append(byte) }
        output.append(UInt8(ascii: "@"))
        guard try HostForm.append(text, at + 1..<text.count, to: &output) == .name else {
            throw WebRefusal(.addressLiteral)
        }
    }

    private static func lastAt(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = text.count
        while index > start {
            index -= 1
            if text[index] == UInt8(ascii: "@") { return index }
        }
        return nil
    }

    private static func local(_ text: [UInt8]) throws(WebRefusal) -> [UInt8] {
        guard let local = ComposedText.composingLowered(text), let first = local.first, let last = local.last else {
            throw WebRefusal(.emptyLocalPart)
        }
        guard local.count <= WebLimits.localPart else { throw WebRefusal(.localPartTooLong) }
        let isAllowed = !local.contains(where: ByteSet.forbiddenInLocalPart.contains)
        guard isAllowed, !TextScan.holdsControl(local.span), !TextScan.holdsForeignBlank(local.span) else {
            throw WebRefusal(.forbiddenInLocalPart)
        }
        let dot = UInt8(ascii: ".")
        let isDoubled = zip(local, local.dropFirst()).contains { $0 == dot && $1 == dot }
        guard first != dot, last != dot, !isDoubled else { throw WebRefusal(.misplacedDot) }
        return local
    }
}
