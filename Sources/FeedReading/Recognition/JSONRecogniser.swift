/// Looks at the beginning of a JSON feed: one document or one value a line, and where the rows are.
enum JSONRecogniser {
    /// `json` or `jsonl`, or nothing when the text is no JSON.
    static func format(of sample: Span<UInt8>, from first: Int) -> FeedFormat? {
        guard beginsJSON(sample, at: first) else { return nil }
        return isLineByLine(sample, from: first) ? .jsonl : .json
    }

    /// Where the rows of a document are.
    ///
    /// - Throws: ``FeedError`` when the document is known to be something else than a feed, or holds several lists of which
    ///   none has a known name.
    static func plan(_ sample: Span<UInt8>, options: FeedOptions, name: String) throws(FeedError) -> JSONPlan {
        var plan = JSONPlan()
        for mapping in options.mappings where mapping.field == nil {
            if case .named(let member) = mapping.origin { plan.rowsPath = Array(member.utf8) }
        }
        let root = JSONOutline.members(of: sample, limits: options.limits)
        try refuseForeign(root, name)
        if isListOfSTIX(JSONOutline.firstElement(of: sample, limits: options.limits)) {
            throw FeedError(
                .foreign(what: "a list of STIX objects", remedy: objectRemedy), source: name)
        }
        plan.layout = layout(root)
        var survey = JSONSurvey(plan: plan)
        survey.look(at: root, path: [])
        if survey.hasKeyedLists, plan.rowsPath == nil { throw FeedError(.keyedLists, source: name) }
        plan.maps = survey.maps
        plan.keyedMaps = survey.keyedMaps
        guard plan.rowsPath == nil, !survey.hasRows else { return plan }
        guard survey.unknownLists.count < 2 else {
            throw FeedError(.severalLists(survey.unknownLists.map { ShownName.text(ofList: $0.span) }), source: name)
        }
        plan.guessedPath = survey.unknownLists.first
        return plan
    }

    private static func refuseForeign(_ root: [JSONOutline], _ name: String) throws(FeedError) {
        if root.has("objects"), root.has("type"), root.has("id") || root.has("spec_version") {
            throw FeedError(.foreign(what: "a STIX bundle", remedy: objectRemedy), source: name)
        }
        if root.has("Event") || root.has("Attribute") {
            throw FeedError(.foreign(what: "a MISP event", remedy: objectRemedy), source: name)
        }
    }

    /// Exchange formats are no feeds: their objects say more than a value each.
    private static let objectRemedy = "export its values as CSV, or one a line"

    /// Whether the first object of a list says what STIX says of every object.
    private static func isListOfSTIX(_ object: [JSONOutline]) -> Bool {
        guard object.has("type"), object.has("id") else { return false }
        return object.has("spec_version") || object.has("pattern_type") || object.has("created_by_ref")
    }

    private static func layout(_ root: [JSONOutline]) -> FeedLayout {
        let names = root.members(of: "whitelist") + root.members(of: "blacklist")
        if !names.isEmpty, names.allSatisfy({ $0.first == .string }), JSONMap(names) == nil { return .accountNames }
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
        return JSONOutline.members(of: line, limits: .standard).contains {
            $0.first != .beginArray && $0.first != .beginObject && isValue($0.name.span)
        }
    }

    private static func isValue(_ name: Span<UInt8>) -> Bool {
        ColumnMeaning(name: name, layout: .plain)?.field == .value
    }
}

/// Goes through the outline of a document and notes where rows may be.
private struct JSONSurvey {
    let plan: JSONPlan
    /// Whether a list or an object of a known name, or a map, holds rows.
    private(set) var hasRows = false
    /// Whether names that are values have lists of other values.
    private(set) var hasKeyedLists = false
    /// Paths of lists of unknown name with something in them, at most ``FeedError/namesShown``.
    private(set) var unknownLists: [[UInt8]] = []
    private(set) var maps: Set<[UInt8]> = []
    private(set) var keyedMaps: Set<[UInt8]> = []

    init(plan: JSONPlan) {
        self.plan = plan
    }

    /// Looks at the members of an object that may hold lists.
    mutating func look(at members: [JSONOutline], path: [UInt8]) {
        if note(JSONMap(members), at: path) {
            hasRows = true
            return
        }
        for member in members {
            let path = path.isEmpty ? member.name : path + [Byte.dot] + member.name
            switch (JSONMember(name: member.name.span, path: path, plan: plan), member.first) {
            case (.rows, .beginObject):
                hasRows = true
                _ = note(JSONMap(member.members), at: path)
            case (.rows, .beginArray), (.wrapper, .beginArray): hasRows = true
            case (.wrapper, .beginObject): look(at: member.members, path: path)
            case (.other, .beginArray) where member.elements > 0 && unknownLists.count < FeedError.namesShown:
                unknownLists.append(path)
            default: break
            }
        }
    }

    /// Notes what the names in an object are, and whether they are known.
    private mutating func note(_ map: JSONMap?, at path: [UInt8]) -> Bool {
        switch map {
        case .keyed: keyedMaps.insert(path)
        case .numbered: maps.insert(path)
        case .keyedLists: hasKeyedLists = true
        case nil: return false
        }
        return true
    }
}
