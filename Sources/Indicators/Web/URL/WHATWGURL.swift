/// A web address as the URL standard serialises it, before any reduction of ours; for comparison with its vectors.
package struct WHATWGURL {
    package let isSecure: Bool
    package let host: String
    package let port: UInt16?
    package let path: String
    package let query: String?

    /// Reads an absolute http or https address; anything else gives nothing.
    package init?(parsing input: String) {
        var text = Array(input.utf8)
        while let last = text.last, last <= 0x20 { text.removeLast() }
        text.removeFirst(text.prefix { $0 <= 0x20 }.count)
        text = URLScheme.withoutLineBreaks(text.span)
        guard let scheme = URLScheme.ownScheme(text.span) else { return nil }
        var ends: [Int] = []
        var port: UInt16?
        let length = 3 * text.count + 5_000
        let output = try? [UInt8](capacity: length) { (output) throws(WebRefusal) in
            let authority = try URLAuthority.append(text.span, from: scheme.end, limited: false, to: &output)
            port = authority.port
            ends.append(output.count)
            let path = URLPath.append(text.span, from: authority.end, reduced: false, to: &output)
            ends.append(output.count)
            guard text.span.has(UInt8(ascii: "?"), at: path) else { return }
            _ = URLQuery.appendUnreduced(text.span, from: path, to: &output)
            ends.append(output.count)
        }
        guard let output else { return nil }
        self.isSecure = scheme.isSecure
        self.port = port == (scheme.isSecure ? 443 : 80) ? nil : port
        self.host = String(decoding: output[..<ends[0]], as: UTF8.self)
        self.path = String(decoding: output[ends[0]..<ends[1]], as: UTF8.self)
        self.query = ends.count > 2 ? String(decoding: output[ends[1]..<ends[2]], as: UTF8.self) : nil
    }
}
