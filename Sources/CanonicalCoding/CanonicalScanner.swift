/// Walks one line of canonical JSON and hands out the places of its parts, without an object per field.
///
/// Everything walked over is checked against RFC 8785, the strict domain and the limits of a signed line, so a walk
/// that ends with ``finish()`` proves the whole line. The questions `enter…` and `read…` that find another type
/// answer "no" and stay where they are; ask ``check(_:)`` about the line before judging its structure, for a fault of
/// JSON further on comes first.
@safe
public struct CanonicalScanner {
    private let text: CanonicalText
    /// The offset of the next byte.
    public private(set) var offset = 0
    private var depth = 0

    /// Begins at the start of a line, given without its line feed.
    ///
    /// The bytes stay alive and unchanged while the scanner is used.
    @unsafe
    public init(line: UnsafeRawBufferPointer) {
        unsafe self.text = CanonicalText(line)
    }

    /// Checks that bytes are exactly one canonical value.
    ///
    /// - Throws: ``JSONError``; a limit comes before any fault of syntax.
    public static func check(_ line: Span<UInt8>) throws(JSONError) {
        try unsafe line.withUnsafeBytes { (bytes) throws(JSONError) in
            var scanner = unsafe CanonicalScanner(line: bytes)
            _ = try scanner.skipValue()
            try scanner.finish()
        }
    }

    /// Checks that bytes are exactly one canonical value.
    ///
    /// - Throws: ``JSONError``; a limit comes before any fault of syntax.
    @unsafe
    public static func check(_ line: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = unsafe CanonicalScanner(line: line)
        _ = try scanner.skipValue()
        try scanner.finish()
    }

    /// Checks that the line ends here and that every container was closed.
    ///
    /// - Throws: ``JSONError`` when something follows or is missing.
    public mutating func finish() throws(JSONError) {
        guard depth == 0 else { throw judged(text.misfit(at: offset)) }
        guard offset == text.count else { throw judged(.syntax(.trailingBytes, at: offset)) }
    }

    /// A limit exceeded anywhere in the line comes before the error found.
    private func judged(_ error: JSONError) -> JSONError {
        let buffer = unsafe text.buffer
        let bytes = unsafe Span<UInt8>(_unsafeBytes: buffer)
        return JSONLimitScan.judge(error, in: bytes, limits: .signedLine)
    }
}

extension CanonicalScanner {
    /// How far a walk over the members or elements of one container has come.
    public struct Walk: Sendable {
        fileprivate var previous = ScannedString(start: 0, end: 0, hasEscapes: false)
        fileprivate var isFirst = true

        /// Begins before the first member or element.
        public init() {}
    }

    /// Steps into the object that comes next; says no and stays when something else comes next.
    ///
    /// - Throws: ``JSONError`` when the object would be nested too deeply.
    public mutating func enterObject() throws(JSONError) -> Bool {
        try enter(UInt8(ascii: "{"))
    }

    /// Steps into the array that comes next; says no and stays when something else comes next.
    ///
    /// - Throws: ``JSONError`` when the array would be nested too deeply.
    public mutating func enterArray() throws(JSONError) -> Bool {
        try enter(UInt8(ascii: "["))
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONError) -> Bool {
        guard offset < text.count, text.byte(offset) == bracket else { return false }
        guard depth < JSONLimits.signedLine.depth else { throw .limit(.depth, at: offset) }
        depth += 1
        offset += 1
        return true
    }

    /// The name of the next member, with the scanner before its value; nothing at the end of the object, which is
    /// left then.
    ///
    /// - Throws: ``JSONError`` when neither comes next or the names are not in order.
    public mutating func nextMember(_ walk: inout Walk) throws(JSONError) -> ScannedString? {
        if try leave(at: UInt8(ascii: "}"), walk) { return nil }
        do {
            let start = walk.isFirst ? offset : offset + 1
            let name = try text.nameBeforeColon(start)
            if !walk.isFirst { try text.requireOrder(walk.previous, name) }
            walk.previous = name
            walk.isFirst = false
            offset = name.end + 2
            return name
        } catch {
            throw judged(error)
        }
    }

    /// Whether another element follows, with the scanner before it; at the end of the array it is left.
    ///
    /// - Throws: ``JSONError`` when neither comes next.
    public mutating func nextElement(_ walk: inout Walk) throws(JSONError) -> Bool {
        if try leave(at: UInt8(ascii: "]"), walk) { return false }
        if walk.isFirst { walk.isFirst = false } else { offset += 1 }
        return true
    }

    /// Steps over a closing bracket; otherwise demands a comma unless nothing was read yet.
    private mutating func leave(at bracket: UInt8, _ walk: Walk) throws(JSONError) -> Bool {
        guard offset < text.count else { throw judged(text.misfit(at: offset)) }
        let byte = text.byte(offset)
        if byte == bracket {
            offset += 1
            depth -= 1
            return true
        }
        guard walk.isFirst || byte == UInt8(ascii: ",") else { throw judged(text.misfit(at: offset)) }
        return false
    }
}

extension CanonicalScanner {
    /// Checks the next value, whatever it is, and gives the offsets of its bytes.
    ///
    /// - Throws: ``JSONError``.
    public mutating func skipValue() throws(JSONError) -> Range<Int> {
        let start = offset
        do {
            offset = try text.valueEnd(start, depth: depth)
        } catch {
            throw judged(error)
        }
        return start..<offset
    }

    /// Steps over the next value when its bytes are those of one that was found good at the same depth of another line;
    /// otherwise gives nothing and stays.
    ///
    /// Only strings, arrays and objects can be known again, since their bytes say where they end.
    public mutating func skipValue(sameAs known: Span<UInt8>) -> Range<Int>? {
        guard known.count > 0, text.count - offset >= known.count, Self.endsItself(known[0]) else { return nil }
        let rest = unsafe Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(rebasing: text.buffer[offset...]))
        guard rest.starts(with: known) else { return nil }
        offset += known.count
        return offset - known.count..<offset
    }

    private static func endsItself(_ first: UInt8) -> Bool {
        first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
    }

    /// Reads the string that comes next; gives nothing and stays when something else comes next.
    ///
    /// - Throws: ``JSONError`` when it is not a good string.
    public mutating func readString() throws(JSONError) -> ScannedString? {
        guard offset < text.count, text.byte(offset) == UInt8(ascii: "\"") else { return nil }
        do {
            let string = try text.string(offset)
            offset = string.end + 1
            return string
        } catch {
            throw judged(error)
        }
    }

    /// Reads the integer that comes next; gives nothing and stays when something else comes next.
    ///
    /// - Throws: ``JSONError`` when it is not a good integer.
    public mutating func readInteger() throws(JSONError) -> Int64? {
        guard offset < text.count, case let byte = text.byte(offset),
            byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10
        else { return nil }
        do {
            let (value, end) = try text.integer(offset)
            offset = end
            return value
        } catch {
            throw judged(error)
        }
    }
}

extension CanonicalScanner {
    /// Whether a string's text is exactly an ASCII word without characters that need escapes.
    public func matches(_ string: ScannedString, _ word: StaticString) -> Bool {
        requireInside(string.range)
        guard string.end - string.start == word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount {
            guard unsafe word.utf8Start[index] == text.byte(string.start + index) else { return false }
        }
        return true
    }

    /// Whether the raw bytes of a range of the line are the same as those of a span.
    public func matches(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        requireInside(range)
        guard range.count == bytes.count else { return false }
        for index in bytes.indices where text.byte(range.lowerBound + index) != bytes[index] { return false }
        return true
    }

    /// Lends the raw bytes of a range of the line.
    public func lend(_ range: Range<Int>, _ body: (Span<UInt8>) -> Void) {
        requireInside(range)
        let bytes = unsafe Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(rebasing: text.buffer[range]))
        body(bytes)
    }

    /// The text of a string that this scanner found, escapes resolved.
    public func decodedBytes(_ string: ScannedString) -> [UInt8] {
        requireInside(string.range)
        return text.decoded(string)
    }

    /// The text of a string that this scanner found, escapes resolved.
    public func decoded(_ string: ScannedString) -> String {
        String(decoding: decodedBytes(string), as: UTF8.self)
    }

    private func requireInside(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range is of another line")
    }
}
