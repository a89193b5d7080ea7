/// The bytes of one line and the rules of RFC 8785 over them, without an object per field.
///
/// Every function takes the offset where a part begins and gives the offset after it. Offsets stay within the
/// line: each access is preceded by a comparison with `count`.
@safe
struct CanonicalText {
    let base: UnsafeRawPointer
    let count: Int

    /// The bytes stay alive and unchanged as long as this value is used.
    @unsafe
    init(_ bytes: UnsafeRawBufferPointer) {
        self.count = bytes.count
        unsafe self.base = bytes.baseAddress ?? UnsafeRawPointer(("" as StaticString).utf8Start)
    }

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        unsafe base.load(fromByteOffset: offset, as: UInt8.self)
    }

    var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

    /// The error for a byte that does not fit, or for its absence.
    func misfit(at offset: Int) -> JSONError {
        .syntax(offset < count ? .unexpectedByte : .unexpectedEnd, at: offset)
    }
}

extension CanonicalText {
    /// The end of the value that begins at an offset, inside so many containers.
    @inline(__always)
    func valueEnd(_ start: Int, depth: Int) throws(JSONError) -> Int {
        if start < count, byte(start) == UInt8(ascii: "\"") { return try string(start).end &+ 1 }
        return try otherValueEnd(start, depth: depth)
    }

    /// The same for a value that is not a string.
    private func otherValueEnd(_ start: Int, depth: Int) throws(JSONError) -> Int {
        guard start < count else { throw misfit(at: start) }
        switch byte(start) {
        case UInt8(ascii: "{"): return try objectEnd(start, depth: depth + 1)
        case UInt8(ascii: "["): return try arrayEnd(start, depth: depth + 1)
        case UInt8(ascii: "t"): return try wordEnd(start, Self.wordTrue, length: 4)
        case UInt8(ascii: "f"): return try wordEnd(start + 1, Self.wordAlse, length: 4)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try integer(start).end
        case UInt8(ascii: "n"): throw .syntax(.null, at: start)
        default: throw misfit(at: start)
        }
    }

    func objectEnd(_ start: Int, depth: Int) throws(JSONError) -> Int {
        guard depth <= JSONLimits.signedLine.depth else { throw .limit(.depth, at: start) }
        var at = start &+ 1
        if at < count, byte(at) == UInt8(ascii: "}") { return at &+ 1 }
        var previous: ScannedString?
        repeat {
            let name = try nameBeforeColon(at)
            if let previous { try requireOrder(previous, name) }
            previous = name
            at = try valueEnd(name.end &+ 2, depth: depth) &+ 1
        } while at &- 1 < count && byte(at &- 1) == UInt8(ascii: ",")
        at &-= 1
        guard at < count, byte(at) == UInt8(ascii: "}") else { throw misfit(at: at) }
        return at + 1
    }

    func arrayEnd(_ start: Int, depth: Int) throws(JSONError) -> Int {
        guard depth <= JSONLimits.signedLine.depth else { throw .limit(.depth, at: start) }
        var at = start + 1
        if at < count, byte(at) == UInt8(ascii: "]") { return at + 1 }
        at = try valueEnd(at, depth: depth)
        while at < count, byte(at) == UInt8(ascii: ",") { at = try valueEnd(at + 1, depth: depth) }
        guard at < count, byte(at) == UInt8(ascii: "]") else { throw misfit(at: at) }
        return at + 1
    }

    /// The name that begins at an offset, when its closing quote is followed by a colon.
    @inline(__always)
    func nameBeforeColon(_ start: Int) throws(JSONError) -> ScannedString {
        guard start < count, byte(start) == UInt8(ascii: "\"") else { throw misfit(at: start) }
        let name = try self.name(start)
        let colon = name.end &+ 1
        guard colon < count, byte(colon) == UInt8(ascii: ":") else { throw misfit(at: colon) }
        return name
    }

    /// The name whose opening quote stands at an offset.
    ///
    /// Names are short and recur in every row, so a step a byte, each foreseen by the processor, beats the wide steps
    /// of other strings, whose ends must be computed before the next part can begin. From `_` to U+007F, small letters
    /// included, nothing needs an escape; a name with anything else is read like other strings.
    @inline(__always)
    private func name(_ quote: Int) throws(JSONError) -> ScannedString {
        let start = quote &+ 1
        let longest = min(count, start &+ Self.shortName)
        var at = start
        while at < longest, byte(at) &- UInt8(ascii: "_") < 0x21 { at &+= 1 }
        guard at < longest, byte(at) == UInt8(ascii: "\"") else { return try string(quote) }
        return ScannedString(start: start, end: at, hasEscapes: false)
    }

    private static let shortName = 16

    private func wordEnd(_ start: Int, _ word: UInt32, length: Int) throws(JSONError) -> Int {
        guard start + length <= count, unsafe base.loadUnaligned(fromByteOffset: start, as: UInt32.self) == word else {
            throw misfit(at: min(start, count))
        }
        return start + length
    }

    private static let wordTrue = UInt32(littleEndian: 0x6575_7274)
    private static let wordAlse = UInt32(littleEndian: 0x6573_6C61)
}

extension CanonicalText {
    /// An integer of the domain in its only form, and the offset after it.
    func integer(_ start: Int) throws(JSONError) -> (value: Int64, end: Int) {
        let isNegative = start < count && byte(start) == UInt8(ascii: "-")
        let firstDigit = isNegative ? start + 1 : start
        var at = firstDigit
        var magnitude: Int64 = 0
        while at < count, case let digit = byte(at) &- UInt8(ascii: "0"), digit < 10 {
            guard at - firstDigit < Self.mostDigits else { throw .syntax(.integerOutOfRange, at: start) }
            magnitude = magnitude &* 10 &+ Int64(digit)
            at += 1
        }
        guard at > firstDigit else { throw misfit(at: at) }
        if byte(firstDigit) == UInt8(ascii: "0"), isNegative || at > firstDigit + 1 {
            throw .syntax(.notCanonical, at: start)
        }
        guard magnitude <= JSONValue.largestInteger else { throw .syntax(.integerOutOfRange, at: start) }
        return (isNegative ? -magnitude : magnitude, at)
    }

    /// Demands that a name comes after the one before it.
    @inline(__always)
    func requireOrder(_ previous: ScannedString, _ name: ScannedString) throws(JSONError) {
        let (left, right) = (byte(previous.start), byte(name.start))
        let isPlain = left < right && right < 0x80 && left > UInt8(ascii: "\\")
        if !isPlain { try requireOrderThroughout(previous, name) }
    }

    private func requireOrderThroughout(_ previous: ScannedString, _ name: ScannedString) throws(JSONError) {
        let shared = min(previous.end - previous.start, name.end - name.start)
        var index = 0
        while index < shared, byte(previous.start + index) == byte(name.start + index) { index += 1 }
        let isAscending: Bool
        if previous.hasEscapes || name.hasEscapes {
            isAscending = MemberNameOrder.precedes(decoded(previous).span, decoded(name).span)
        } else if index < shared {
            isAscending = MemberNameOrder.bytePrecedes(byte(previous.start + index), byte(name.start + index))
        } else {
            isAscending = previous.end - previous.start < name.end - name.start
        }
        guard isAscending else { throw .syntax(.notCanonical, at: name.start - 1) }
    }

    private static let mostDigits = 16
}
