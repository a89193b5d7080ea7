/// The mailbox behind an e-mail address: dots and plus parts gone where the provider ignores them.
public enum MailboxForm {
    /// Appends the mailbox of the e-mail address in `input`; on failure `output` is as before.
    ///
    /// - Throws: ``IndicatorError``, as ``EmailForm``.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        let start = output.count
        try EmailForm.appendCanonical(of: input, to: &output)
        let mailbox = mailbox(ofCanonicalEmail: output.span.extracting(start...))
        output.removeLast(output.count - start)
        output.append(contentsOf: mailbox)
    }

    /// The mailbox of an e-mail address in canonical form.
    public static func mailbox(ofCanonicalEmail email: Span<UInt8>) -> [UInt8] {
        do throws(WebRefusal) { return try Mailbox(ofCanonical: email).bytes } catch { return email.copied }
    }

    /// Providers that ignore a plus sign and what follows it.
    private static let plusProviders: [StaticString] = [
        "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "fastmail.com",
        "proton.me", "protonmail.com", "pm.me", "zoho.com", "hey.com",
    ]

    /// Names of the one provider that ignores dots as well; the first is canonical.
    private static let dotProviders: [StaticString] = ["gmail.com", "googlemail.com"]
}

extension MailboxForm {
    struct Mailbox {
        let bytes: [UInt8]

        /// Reduces a canonical e-mail address.
        ///
        /// - Throws: ``WebRefusal`` with the reason `emptyLocalPart` or `misplacedDot` when nothing valid is left.
        init(ofCanonical email: Span<UInt8>) throws(WebRefusal) {
            let at = Self.at(in: email)
            let ignoresDots = dotProviders.contains { email.isText($0, from: at + 1) }
            let ignoresPlus = ignoresDots || plusProviders.contains { email.isText($0, from: at + 1) }
            var bytes: [UInt8] = []
            for index in 0..<at {
                if ignoresPlus, email[index] == UInt8(ascii: "+") { break }
                if !ignoresDots || email[index] != UInt8(ascii: ".") { bytes.append(email[index]) }
            }
            guard let last = bytes.last else { throw WebRefusal(.emptyLocalPart) }
            guard last != UInt8(ascii: ".") else { throw WebRefusal(.misplacedDot) }
            if ignoresDots {
                bytes.append(contentsOf: "@gmail.com".utf8)
            } else {
                for index in at..<email.count { bytes.append(email[index]) }
            }
            self.bytes = bytes
        }

        private static func at(in email: Span<UInt8>) -> Int {
            var index = 0
            while index < email.count, email[index] != UInt8(ascii: "@") { index += 1 }
            return index
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether the bytes from `index` to the end are `text`, which is lower-case ASCII, in any case.
    func isText(_ text: StaticString, from index: Int) -> Bool {
        count - index == text.utf8CodeUnitCount && hasPrefix(text, at: index)
    }
}
