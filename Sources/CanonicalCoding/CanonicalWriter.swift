/// Writes the pieces of RFC 8785 JSON, for code that writes rows without building values first.
public enum CanonicalWriter {
    /// Appends a string with its quotes; the bytes are valid UTF-8.
    public static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + text.count + 2)
        output.append(UInt8(ascii: "\""))
        for index in text.indices {
            let byte = text[index]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                output.append(byte)
            } else {
                appendEscape(of: byte, to: &output)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a string with its quotes.
    public static func append(_ text: String, to output: inout [UInt8]) {
        append(text.utf8.span, to: &output)
    }

    /// Appends an integer.
    public static func append(_ number: Int64, to output: inout [UInt8]) {
        if number < 0 { output.append(UInt8(ascii: "-")) }
        let magnitude = number.magnitude
        var divisor: UInt64 = 1
        while magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(magnitude / divisor % 10))
            divisor /= 10
        }
    }

    private static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        if byte >= 0x20 {
            output.append(byte)
        } else if let letter = JSONEscapes.letter(for: byte) {
            output.append(letter)
        } else {
            output.append(UInt8(ascii: "u"))
            output.append(UInt8(ascii: "0"))
            output.append(UInt8(ascii: "0"))
            output.append(Hex.digit(byte >> 4))
            output.append(Hex.digit(byte & 0x0F))
        }
    }
}

extension JSONValue {
    /// The RFC 8785 form.
    public func canonicalBytes() -> [UInt8] {
        var output: [UInt8] = []
        appendCanonical(to: &output)
        return output
    }

    /// Appends the RFC 8785 form.
    public func appendCanonical(to output: inout [UInt8]) {
        switch self {
        case .object(let object): object.appendCanonical(to: &output)
        case .array(let elements): Self.appendCanonical(elements, to: &output)
        case .string(let text): CanonicalWriter.append(text, to: &output)
        case .integer(let number): CanonicalWriter.append(number, to: &output)
        case .bool(let value): output.append(contentsOf: value ? "true".utf8 : "false".utf8)
        }
    }

    private static func appendCanonical(_ elements: [JSONValue], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            element.appendCanonical(to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }
}

extension JSONObject {
    /// The RFC 8785 form.
    public func canonicalBytes() -> [UInt8] {
        var output: [UInt8] = []
        appendCanonical(to: &output)
        return output
    }

    /// Appends the RFC 8785 form.
    public func appendCanonical(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            CanonicalWriter.append(member.key, to: &output)
            output.append(UInt8(ascii: ":"))
            member.value.appendCanonical(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }
}
