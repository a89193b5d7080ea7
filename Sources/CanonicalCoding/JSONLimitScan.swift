/// Finds what exceeds a limit in bytes that need not be good JSON.
///
/// Brackets outside strings count towards the depth. A string runs from a quote to the next quote without a
/// backslash before it, or to the end; its size is that of its text with the escapes resolved. This is looked at
/// only after another fault was found, so good input is read once.
enum JSONLimitScan {
    /// The error to report: a limit exceeded anywhere wins over a fault of syntax.
    static func judge(_ error: JSONError, in bytes: Span<UInt8>, limits: JSONLimits) -> JSONError {
        guard case .syntax = error else { return error }
        return firstExcess(in: bytes, limits: limits) ?? error
    }

    private static func firstExcess(in bytes: Span<UInt8>, limits: JSONLimits) -> JSONError? {
        var at = 0
        var depth = 0
        var lastString = 0..<0
        var isAfterColon = false
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limits.depth { return .limit(.depth, at: at) }
                isAfterColon = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth = max(0, depth - 1)
            case UInt8(ascii: "\""):
                let (end, size) = string(bytes, from: at)
                let isFree = isAfterColon && isUnbounded(bytes, lastString, limits)
                if size > limits.stringBytes, !isFree { return .limit(.stringLength, at: at) }
                lastString = at + 1..<max(at + 1, end - 1)
                isAfterColon = false
                at = end - 1
            case UInt8(ascii: ":"): isAfterColon = true
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
            default: isAfterColon = false
            }
            at += 1
        }
        return nil
    }

    /// The offset after the string that begins at a quote, and the size of its text.
    private static func string(_ bytes: Span<UInt8>, from quote: Int) -> (end: Int, size: Int) {
        var at = quote + 1
        var size = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return (at + 1, size)
            case UInt8(ascii: "\\"):
                let isUnicode = at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "u")
                if isUnicode, let unit = JSONEscapes.codeUnit(bytes, at: at) {
                    size += utf8Size(of: unit)
                    at += 6
                } else {
                    size += 1
                    at += 2
                }
            default:
                size += 1
                at += 1
            }
        }
        return (max(bytes.count, quote + 1), size)
    }

    /// How much UTF-8 a code unit stands for; each half of a surrogate pair counts for two bytes.
    private static func utf8Size(of unit: UInt16) -> Int {
        switch unit {
        case 0..<0x80: 1
        case 0x80..<0x800, 0xD800...0xDFFF: 2
        default: 3
        }
    }

    private static func isUnbounded(_ bytes: Span<UInt8>, _ name: Range<Int>, _ limits: JSONLimits) -> Bool {
        guard let unbounded = limits.unboundedMember?.utf8, unbounded.count == name.count else { return false }
        return zip(name, unbounded).allSatisfy { bytes[$0] == $1 }
    }
}
