/// One member of a JSON object, as far as a sample shows it.
struct JSONOutline {
    var name: [UInt8]
    /// The first token of its value.
    var first: JSONScanner.Token
    /// How many texts stand in its list.
    var texts = 0
    /// How many objects stand in its list.
    var objects = 0
    /// The names in the first object of its list.
    var shape: [[UInt8]] = []
    /// The members of its object.
    var members: [JSONOutline] = []

    /// How many elements of a list may be rows.
    var elements: Int { texts + objects }

    /// The members of the object at the root; a sample may end anywhere, and what was seen until then is enough.
    static func members(of sample: Span<UInt8>, limits: FeedLimits) -> [JSONOutline] {
        var reader = OutlineReader(sample, limits)
        return reader.next() == .beginObject ? reader.members(depth: deepest) : []
    }

    /// The members of the first object of a list at the root.
    static func firstElement(of sample: Span<UInt8>, limits: FeedLimits) -> [JSONOutline] {
        var reader = OutlineReader(sample, limits)
        return reader.next() == .beginArray && reader.next() == .beginObject ? reader.members(depth: 1) : []
    }

    private static let deepest = 3
}

extension [JSONOutline] {
    /// Whether there is a member of a name.
    func has(_ name: StaticString) -> Bool {
        contains { $0.name.span.isText(name) }
    }

    /// The members of the object of a name.
    func members(of name: StaticString) -> [JSONOutline] {
        first { $0.name.span.isText(name) && $0.first == .beginObject }?.members ?? []
    }
}

/// Reads the outline of a sample and stops where it breaks off.
private struct OutlineReader: ~Copyable {
    private var stream: ByteStream
    private var scanner: JSONScanner

    init(_ sample: Span<UInt8>, _ limits: FeedLimits) {
        stream = ByteStream(MemorySupply(sample.array), name: "", limits: limits)
        scanner = JSONScanner(limits: limits)
    }

    /// The next token, or nothing where the sample ends.
    mutating func next() -> JSONScanner.Token? {
        try? scanner.next(&stream)
    }

    /// The members of an object that was just opened.
    mutating func members(depth: Int) -> [JSONOutline] {
        var members: [JSONOutline] = []
        while next() == .key {
            let name = scanner.text
            guard let first = next() else { break }
            var member = JSONOutline(name: name, first: first)
            switch first {
            case .beginArray: readList(into: &member)
            case .beginObject where depth > 1: member.members = self.members(depth: depth - 1)
            default: skip(first)
            }
            if members.count < Self.limit { members.append(member) }
        }
        return members
    }

    private mutating func readList(into member: inout JSONOutline) {
        while let element = next(), element != .endArray {
            switch element {
            case .beginObject:
                member.objects += 1
                if member.objects == 1 { member.shape = members(depth: 1).map(\.name) } else { skip(element) }
            case .string:
                member.texts += 1
            default: skip(element)
            }
        }
    }

    private mutating func skip(_ token: JSONScanner.Token) {
        try? scanner.skip(token, &stream)
    }

    private static let limit = 256
}
