/// One reading of one JSON text; depth is bounded, so recursion is too.
struct JSONParser {
    private let limits: JSONLimits
    private var at = 0

    init(limits: JSONLimits) {
        self.limits = limits
    }

    mutating func document(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { throw .syntax(.byteOrderMark, at: 0) }
        let value = try value(bytes, depth: 0, isBounded: true)
        skipBlanks(bytes)
        guard at == bytes.count else { throw .syntax(.trailingBytes, at: at) }
        return value
    }

    private mutating func value(
        _ bytes: Span<UInt8>, depth: Int, isBounded: Bool
    ) throws(JSONError) -> JSONValue {
        skipBlanks(bytes)
        switch try peek(bytes) {
        case UInt8(ascii: "{"): return .object(try object(bytes, depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(bytes, depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string(bytes, isBounded: isBounded))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer(bytes))
        case UInt8(ascii: "t"): return .bool(try literal("true", true, bytes))
        case UInt8(ascii: "f"): return .bool(try literal("false", false, bytes))
        case UInt8(ascii: "n"):
            _ = try literal("null", false, bytes)
            throw .syntax(.null, at: at - 4)
        default: throw .syntax(.unexpectedByte, at: at)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> JSONObject {
        let start = at
        try open(depth: depth)
        var pairs: [(key: String, value: JSONValue)] = []
        skipBlanks(bytes)
        if try take(UInt8(ascii: "}"), bytes) { return JSONObject() }
        repeat {
            skipBlanks(bytes)
            guard try peek(bytes) == UInt8(ascii: "\"") else { throw .syntax(.unexpectedByte, at: at) }
            let key = try string(bytes, isBounded: true)
            skipBlanks(bytes)
            guard try take(UInt8(ascii: ":"), bytes) else { throw .syntax(.unexpectedByte, at: at) }
            let isBounded = limits.unboundedMember.map { !$0.utf8.elementsEqual(key.utf8) } ?? true
            pairs.append((key, try value(bytes, depth: depth, isBounded: isBounded)))
            skipBlanks(bytes)
        } while try take(UInt8(ascii: ","), bytes)
        guard try take(UInt8(ascii: "}"), bytes) else { throw .syntax(.unexpectedByte, at: at) }
        guard let object = JSONObject(pairs) else { throw .syntax(.duplicateName, at: start) }
        return object
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> [JSONValue] {
        try open(depth: depth)
        var elements: [JSONValue] = []
        skipBlanks(bytes)
        if try take(UInt8(ascii: "]"), bytes) { return elements }
        repeat {
            elements.append(try value(bytes, depth: depth, isBounded: true))
            skipBlanks(bytes)
        } while try take(UInt8(ascii: ","), bytes)
        guard try take(UInt8(ascii: "]"), bytes) else { throw .syntax(.unexpectedByte, at: at) }
        return elements
    }

    private mutating func open(depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw .limit(.depth, at: at) }
        at += 1
    }

    private mutating func integer(_ bytes: Span<UInt8>) throws(JSONError) -> Int64 {
        let start = at
        let isNegative = try take(UInt8(ascii: "-"), bytes)
        let firstDigit = at
        var magnitude: Int64 = 0
        while at < bytes.count, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
            magnitude = min(magnitude * 10 + Int64(digit), JSONValue.largestInteger + 1)
            at += 1
        }
        guard at > firstDigit else { throw .syntax(at < bytes.count ? .unexpectedByte : .unexpectedEnd, at: at) }
        if at > firstDigit + 1, bytes[firstDigit] == UInt8(ascii: "0") { throw .syntax(.leadingZero, at: start) }
        if at < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[at]) {
            throw .syntax(.notAnInteger, at: start)
        }
        guard magnitude <= JSONValue.largestInteger else { throw .syntax(.integerOutOfRange, at: start) }
        return isNegative ? -magnitude : magnitude
    }

    private mutating func literal(
        _ word: StaticString, _ value: Bool, _ bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        for index in 0..<word.utf8CodeUnitCount {
            guard try take(unsafe word.utf8Start[index], bytes) else { throw .syntax(.unexpectedByte, at: at) }
        }
        return value
    }

    private mutating func string(_ bytes: Span<UInt8>, isBounded: Bool) throws(JSONError) -> String {
        var reader = JSONStringReader(at: at, longest: isBounded ? limits.stringBytes : .max)
        let text = try reader.read(bytes)
        at = reader.at
        return text
    }

    private func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
        guard at < bytes.count else { throw .syntax(.unexpectedEnd, at: at) }
        return bytes[at]
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
        guard try peek(bytes) == byte else { return false }
        at += 1
        return true
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while at < bytes.count, case let byte = bytes[at],
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
        { at += 1 }
    }
}
