/// Looks at the beginning of a JSON feed: one document or one value a line, and where the rows are.
enum JSONRecogniser {
    /// `json` or `jsonl`, or nothing when the text is no JSON.
    static func format(of sample: Span<UInt8>, from first: Int) -> FeedFormat? {
        guard beginsJSON(sample, at: first) else { return nil }
        return isLineByLine(sample, from: first) ? .jsonl : .json
    }

    /// Where the rows of a document are.
    ///
    /// - Throws: ``FeedError`` when the document is known to be something else than a feed.
    static func plan(_ sample: Span<UInt8>, options: FeedOptions, name: String) throws(FeedError) -> JSONPlan {
        var plan = JSONPlan()
        for mapping in options.mappings where mapping.field == nil {
            if case .named(let member) = mapping.origin { plan.rowsMember = Array(member.utf8) }
        }
        let root = RootMembers(sample, limits: options.limits)
        if root.has("objects"), root.has("type"), root.has("id") || root.has("spec_version") {
            throw FeedError(.foreign(what: "a STIX bundle", remedy: "take it in with tocsin import"), source: name)
        }
        if root.has("Event") || root.has("Attribute") {
            throw FeedError(.foreign(what: "a MISP event", remedy: "take it in with tocsin import"), source: name)
        }
        plan.layout = layout(root)
        if !root.members.contains(where: { JSONMember(name: $0.name.span, plan: plan) != .other }) {
            plan.guessedMember = root.longestList
        }
        return plan
    }

    private static func layout(_ root: RootMembers) -> FeedLayout {
        if root.isObject("whitelist") || root.isObject("blacklist") { return .accountNames }
        if root.has("players") { return .playerList }
        if root.has("list"), root.has("description") || root.has("matching_attributes") || root.has("version") {
            return .warningList
        }
        return root.has("allow") || root.has("whitelist") ? .allowAndDeny : .plain
    }

    private static func beginsJSON(_ sample: Span<UInt8>, at first: Int) -> Bool {
        guard sample[first] == Byte.leftBrace || sample[first] == Byte.leftBracket else { return false }
        var place = first + 1
        while place < sample.count, Byte.isBlank(sample[place]) || sample[place] == Byte.lineFeed { place += 1 }
        guard place < sample.count else { return true }
        switch sample[place] {
        case Byte.quote: return true
        case Byte.rightBrace: return sample[first] == Byte.leftBrace
        case Byte.leftBrace, Byte.leftBracket, Byte.rightBracket: return sample[first] == Byte.leftBracket
        case Byte.minus, Byte.zero...UInt8(ascii: "9"):
            return sample[first] == Byte.leftBracket && endsNumber(sample, from: place)
        default:
            return sample.hasText("null", at: place) || sample.hasText("true", at: place) || sample.hasText("false", at: place)
        }
    }

    /// Whether a comma or the end of the list follows the digits, which is not so in `[2001:db8::1]`.
    private static func endsNumber(_ sample: Span<UInt8>, from start: Int) -> Bool {
        var place = start
        while place < sample.count, Byte.isDigit(sample[place]) || sample[place] == Byte.dot || sample[place] == Byte.minus {
            place += 1
        }
        while place < sample.count, Byte.isBlank(sample[place]) || sample[place] == Byte.lineFeed { place += 1 }
        return place == sample.count || sample[place] == Byte.comma || sample[place] == Byte.rightBracket
    }

    /// Whether the first two lines are objects of their own, or the feed is one object that is itself a row.
    private static func isLineByLine(_ sample: Span<UInt8>, from first: Int) -> Bool {
        guard sample[first] == Byte.leftBrace else { return false }
        let end = sample.firstIndex(of: Byte.lineFeed, from: first) ?? sample.count
        let line = sample.extracting(sample.trimming(first..<end))
        guard line[line.count - 1] == Byte.rightBrace else { return false }
        var next = end
        while next < sample.count, Byte.isBlank(sample[next]) || sample[next] == Byte.lineFeed { next += 1 }
        if next < sample.count { return sample[next] == Byte.leftBrace }
        let root = RootMembers(line, limits: .standard)
        return root.members.contains { $0.first != .beginArray && $0.first != .beginObject && isValue($0.name.span) }
    }

    private static func isValue(_ name: Span<UInt8>) -> Bool {
        ColumnMeaning(name: name, layout: .plain)?.field == .value
    }
}

/// The members at the root of a JSON object, as far as a sample shows them.
struct RootMembers {
    /// One member: its name, the first token of its value, and how many elements of a list the sample shows.
    struct Member {
        var name: [UInt8]
        var first: JSONScanner.Token
        var elements = 0
    }

    private(set) var members: [Member] = []

    init(_ sample: Span<UInt8>, limits: FeedLimits) {
        var stream = ByteStream(MemorySupply(sample.array), name: "", limits: limits)
        var scanner = JSONScanner(limits: limits)
        // A sample may end anywhere; what was seen until then is enough.
        try? read(&scanner, &stream)
    }

    private mutating func read(_ scanner: inout JSONScanner, _ stream: inout ByteStream) throws(FeedError) {
        guard try scanner.next(&stream) == .beginObject else { return }
        while try scanner.next(&stream) == .key, members.count < Self.limit {
            let name = scanner.text
            let first = try scanner.next(&stream)
            members.append(Member(name: name, first: first))
            guard first == .beginArray else {
                try scanner.skip(first, &stream)
                continue
            }
            while true {
                let element = try scanner.next(&stream)
                if element == .endArray { break }
                if element == .string || element == .beginObject { members[members.count - 1].elements += 1 }
                try scanner.skip(element, &stream)
            }
        }
    }

    /// Whether there is a member of a name.
    func has(_ name: StaticString) -> Bool {
        members.contains { $0.name.span.isText(name) }
    }

    /// Whether there is a member of a name that holds an object.
    func isObject(_ name: StaticString) -> Bool {
        members.contains { $0.name.span.isText(name) && $0.first == .beginObject }
    }

    /// The name of the member with the most elements.
    var longestList: String? {
        guard let longest = members.max(by: { $0.elements < $1.elements }), longest.elements > 0 else { return nil }
        return longest.name.span.string.lowercased()
    }

    private static let limit = 256
}
