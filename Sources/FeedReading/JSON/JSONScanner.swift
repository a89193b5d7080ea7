internal import CanonicalCoding

/// Takes JSON apart token by token, from a stream of any length, in memory bounded by the longest text.
///
/// It is tolerant where feeds are: null, fractions and repeated members pass; texts that are not UTF-8 or too long are
/// marked and do not stop it. It is strict about the structure, since a wrong guess there would lose rows.
struct JSONScanner {
    /// One token; the text of keys, strings and numbers is in ``text``.
    enum Token: Equatable {
        case beginObject
        case endObject
        case beginArray
        case endArray
        case key
        case string
        case number
        case literal
        case end
    }

    private enum Expectation {
        case value
        case valueOrEnd
        case key
        case keyOrEnd
        case commaOrEnd
        case nothing
    }

    private let depthLimit: Int
    private let textLimit: Int
    private(set) var text: [UInt8] = []
    /// Why the text cannot be used.
    private(set) var textFault: FeedRefusalReason?
    /// The line, counted from 1, in which the token stands.
    private(set) var line: Int
    private var isObject: [Bool] = []
    private var expectation = Expectation.value

    init(limits: FeedLimits, line: Int = 1) {
        self.depthLimit = limits.jsonDepth
        self.textLimit = limits.lineBytes
        self.line = line
    }

    /// How many objects and arrays are open.
    var depth: Int { isObject.count }

    /// Starts anew, at a value on the given line.
    mutating func reset(line: Int) {
        isObject.removeAll(keepingCapacity: true)
        expectation = .value
        self.line = line
    }

    /// Takes the next token.
    mutating func next(_ stream: inout ByteStream) throws(FeedError) -> Token {
        while true {
            guard let byte = try nextByte(&stream) else {
                guard expectation == .nothing else { throw error(.jsonTruncated, stream) }
                return .end
            }
            switch expectation {
            case .nothing: throw error(.jsonSyntax, stream)
            case .commaOrEnd:
                guard byte == Byte.comma else { return try close(byte, &stream) }
                stream.consume(1)
                expectation = isObject.last == true ? .key : .value
            case .key, .keyOrEnd:
                if expectation == .keyOrEnd, byte == Byte.rightBrace { return try close(byte, &stream) }
                guard byte == Byte.quote else { throw error(.jsonSyntax, stream) }
                return try key(&stream)
            case .valueOrEnd where byte == Byte.rightBracket: return try close(byte, &stream)
            case .value, .valueOrEnd: return try value(byte, &stream)
            }
        }
    }

    /// Passes over the value whose first token was taken last.
    mutating func skip(_ first: Token, _ stream: inout ByteStream) throws(FeedError) {
        guard first == .beginObject || first == .beginArray else { return }
        let outside = depth - 1
        while depth > outside { _ = try next(&stream) }
    }
}

extension JSONScanner {
    private mutating func value(_ byte: UInt8, _ stream: inout ByteStream) throws(FeedError) -> Token {
        switch byte {
        case Byte.leftBrace: return try open(asObject: true, &stream)
        case Byte.leftBracket: return try open(asObject: false, &stream)
        case Byte.quote:
            try string(&stream)
            endScalar()
            return .string
        case Byte.minus, Byte.zero...UInt8(ascii: "9"):
            try word(&stream)
            guard JSONNumber.isValid(text.span) else { throw error(.jsonSyntax, stream) }
            endScalar()
            return .number
        default:
            try word(&stream)
            guard isName else { throw error(.jsonSyntax, stream) }
            endScalar()
            return .literal
        }
    }

    private var isName: Bool {
        text.span.isText("true") || text.span.isText("false") || text.span.isText("null")
    }

    private mutating func open(asObject: Bool, _ stream: inout ByteStream) throws(FeedError) -> Token {
        guard depth < depthLimit else { throw error(.jsonTooDeep(limit: depthLimit), stream) }
        stream.consume(1)
        isObject.append(asObject)
        expectation = asObject ? .keyOrEnd : .valueOrEnd
        return asObject ? .beginObject : .beginArray
    }

    private mutating func close(_ byte: UInt8, _ stream: inout ByteStream) throws(FeedError) -> Token {
        guard let wasObject = isObject.last, byte == (wasObject ? Byte.rightBrace : Byte.rightBracket) else {
            throw error(.jsonSyntax, stream)
        }
        stream.consume(1)
        isObject.removeLast()
        endScalar()
        return wasObject ? .endObject : .endArray
    }

    private mutating func key(_ stream: inout ByteStream) throws(FeedError) -> Token {
        try string(&stream)
        guard try nextByte(&stream) == Byte.colon else { throw error(.jsonSyntax, stream) }
        stream.consume(1)
        expectation = .value
        return .key
    }

    private mutating func endScalar() {
        expectation = isObject.isEmpty ? .nothing : .commaOrEnd
    }

    /// The next byte that is no white space, without taking it.
    private mutating func nextByte(_ stream: inout ByteStream) throws(FeedError) -> UInt8? {
        repeat {
            if let byte = stream.skipWhiteSpace(lineFeeds: &line) { return byte }
        } while try stream.fill()
        return nil
    }

    func error(_ reason: FeedError.Reason, _ stream: borrowing ByteStream) -> FeedError {
        FeedError(reason, source: stream.name, line: line, offset: stream.offset)
    }
}

extension JSONScanner {
    /// Takes a number or a name up to the next byte that belongs to neither.
    private mutating func word(_ stream: inout ByteStream) throws(FeedError) {
        text.removeAll(keepingCapacity: true)
        textFault = nil
        repeat {
            while stream.count > 0 {
                let byte = stream.storage[stream.start]
                guard Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dot || byte == Byte.minus || byte == Byte.plus
                else { return }
                guard text.count < Self.longestWord else { throw error(.jsonSyntax, stream) }
                text.append(byte)
                stream.consume(1)
            }
        } while try stream.fill()
    }

    /// Takes a string from its opening to its closing quote.
    private mutating func string(_ stream: inout ByteStream) throws(FeedError) {
        stream.consume(1)
        text.removeAll(keepingCapacity: true)
        textFault = nil
        var isASCII = true
        while true {
            guard try stream.hasByte() else { throw error(.jsonTruncated, stream) }
            let run = Self.plainRun(stream.storage.span.extracting(stream.start..<stream.end))
            append(stream.storage.span.extracting(stream.start..<stream.start + run.length))
            isASCII = isASCII && run.isASCII
            stream.consume(run.length)
            guard stream.count > 0 else { continue }
            switch stream.storage[stream.start] {
            case Byte.quote:
                stream.consume(1)
                if !isASCII, textFault == nil, !UTF8Text.isValid(text.span) { textFault = .notUTF8 }
                return
            case Byte.backslash: try escape(&stream, &isASCII)
            case Byte.lineFeed: throw error(.jsonSyntax, stream)
            default:
                textFault = textFault ?? .controlCharacter
                stream.consume(1)
            }
        }
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        guard text.count + bytes.count <= textLimit else {
            textFault = textFault ?? .lineTooLong
            return
        }
        text.append(bytes)
    }

    /// How many bytes follow that are neither quote nor backslash nor control character.
    private static func plainRun(_ bytes: Span<UInt8>) -> (length: Int, isASCII: Bool) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var high: UInt8 = 0
            var length = 0
            while length < bytes.count {
                let byte = unsafe bytes[length]
                if byte == Byte.quote || byte == Byte.backslash || byte < Byte.space { break }
                high |= byte
                length += 1
            }
            return (length, high < 0x80)
        }
    }

    private static let longestWord = 1_024
}

extension JSONScanner {
    /// Adds a character to the text.
    mutating func append(scalar: UInt32) {
        guard let scalar = Unicode.Scalar(scalar) else { return appendLoneSurrogate() }
        for byte in UTF8.encode(scalar) ?? .init() {
            guard text.count < textLimit else {
                textFault = textFault ?? .lineTooLong
                return
            }
            text.append(byte)
        }
    }

    /// Marks the text: half a pair of surrogates is no character.
    mutating func appendLoneSurrogate() {
        textFault = textFault ?? .notUTF8
    }
}
