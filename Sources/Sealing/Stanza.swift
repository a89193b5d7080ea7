internal import CanonicalCoding

/// One way to the file key: arguments and a body.
struct Stanza {
    var arguments: [[UInt8]]
    var body: [UInt8]

    /// Appends the stanza as it stands in a header.
    func append(to output: inout [UInt8]) {
        output.append(contentsOf: "->".utf8)
        for argument in arguments {
            output.append(UInt8(ascii: " "))
            output.append(contentsOf: argument)
        }
        output.append(UInt8(ascii: "\n"))
        let text = RawBase64.encode(body)
        var start = 0
        while text.count - start >= RawBase64.columns {
            output.append(contentsOf: text[start..<(start + RawBase64.columns)])
            output.append(UInt8(ascii: "\n"))
            start += RawBase64.columns
        }
        output.append(contentsOf: text[start...])
        output.append(UInt8(ascii: "\n"))
    }
}

/// Standard base64 without padding, one text for every byte sequence.
enum RawBase64 {
    /// The length of a full line.
    static let columns = 64

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        Base64.append(bytes.span, to: &text)
        while text.last == UInt8(ascii: "=") { text.removeLast() }
        return text
    }

    /// nil for padding, spare bits that are not zero and any other character.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard !text.contains(UInt8(ascii: "=")) else { return nil }
        let padded = Array(text) + [UInt8](repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4)
        return Base64.decode(padded.span)
    }
}
