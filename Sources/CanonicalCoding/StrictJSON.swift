/// Reads JSON in the strict domain of the formats.
///
/// Refused beyond RFC 8259: null, fractions and exponents, integers beyond 2^53 - 1, a name twice in one object,
/// bytes that are not UTF-8, lone surrogates, a byte order mark, and whatever exceeds the limits.
public enum StrictJSON {
    /// Reads one value with blanks allowed around its parts.
    ///
    /// - Throws: ``JSONError``; a limit comes before any fault of syntax.
    public static func parse(
        _ bytes: Span<UInt8>, limits: JSONLimits = .signedLine
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(limits: limits)
        do {
            return try parser.document(bytes)
        } catch {
            throw JSONLimitScan.judge(error, in: bytes, limits: limits)
        }
    }

    /// Reads one value with blanks allowed around its parts.
    ///
    /// - Throws: ``JSONError``; a limit comes before any fault of syntax.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .signedLine) throws(JSONError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads one value that is written exactly as RFC 8785 says.
    ///
    /// - Throws: ``JSONError``; `notCanonical` when the value itself is good.
    public static func parseCanonical(
        _ bytes: Span<UInt8>, limits: JSONLimits = .signedLine
    ) throws(JSONError) -> JSONValue {
        let value = try parse(bytes, limits: limits)
        let canonical = value.canonicalBytes()
        let shared = min(canonical.count, bytes.count)
        if let difference = (0..<shared).first(where: { canonical[$0] != bytes[$0] }) {
            throw .syntax(.notCanonical, at: difference)
        }
        guard canonical.count == bytes.count else { throw .syntax(.notCanonical, at: shared) }
        return value
    }

    /// Reads one value that is written exactly as RFC 8785 says.
    ///
    /// - Throws: ``JSONError``; `notCanonical` when the value itself is good.
    public static func parseCanonical(
        _ bytes: [UInt8], limits: JSONLimits = .signedLine
    ) throws(JSONError) -> JSONValue {
        try parseCanonical(bytes.span, limits: limits)
    }
}
