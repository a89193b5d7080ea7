internal import Indicators

/// Reads the rows of one JSON document: elements of lists, and members of objects that list values by name.
struct JSONRows: RowEngine {
    private let plan: JSONPlan
    private var scanner: JSONScanner
    private var reader = JSONRecordReader()
    private var record: KeyedRecord
    private var choice: ColumnChoice
    private var elements = ElementRows()
    private var open: [Container] = []
    private var hasList = false
    private(set) var skippedMembers: [String] = []

    /// An object or list that is being read.
    private enum Container {
        /// A list whose elements are rows.
        case list(Stance)
        /// An object whose members are rows or lists of rows.
        case map(Stance)
        /// An object whose members are rows by their names, which are the values.
        case keyedMap(Stance)
        /// An object whose members may be lists of rows, with its path.
        case members([UInt8])
    }

    init(plan: JSONPlan, options: FeedOptions) {
        self.plan = plan
        self.scanner = JSONScanner(limits: options.limits)
        self.record = KeyedRecord(limits: options.limits)
        self.choice = ColumnChoice(options: options, layout: plan.layout)
    }

    var columnNames: [String] { choice.names }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        if let step = elements.advance(&choice, &builder) { return step }
        while true {
            let token = try scanner.next(&stream)
            if token == .end {
                guard hasList else { throw FeedError(.noList, source: stream.name) }
                return .end
            }
            guard let container = open.last else {
                if let step = try begin(token, &stream, &builder) { return step }
                continue
            }
            if token == .endArray || token == .endObject {
                open.removeLast()
                continue
            }
            switch container {
            case .list(let stance): return try row(token, stance, &stream, &builder)
            case .map(let stance):
                let value = try scanner.next(&stream)
                if value == .beginArray {
                    open.append(.list(stance))
                } else {
                    return try row(value, stance, &stream, &builder)
                }
            case .keyedMap(let stance): return try keyedRow(stance, &stream, &builder)
            case .members(let path): try enterMember(below: path, &stream)
            }
        }
    }

    /// Starts on the value at the root; a lone value is a row.
    private mutating func begin(
        _ token: JSONScanner.Token, _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep? {
        hasList = token != .beginObject
        switch token {
        case .beginArray: open.append(.list(.accuses))
        case .beginObject: openObject(at: [], .members([]), .accuses)
        default: return try row(token, .accuses, &stream, &builder)
        }
        return nil
    }

    /// Opens an object as what its names are, or as what is given when they say what their members hold.
    private mutating func openObject(at path: [UInt8], _ otherwise: Container, _ stance: Stance) {
        let isMap = plan.maps.contains(path)
        let isKeyed = plan.keyedMaps.contains(path)
        if isMap || isKeyed { hasList = true }
        open.append(isKeyed ? .keyedMap(stance) : isMap ? .map(stance) : otherwise)
    }

    /// Decides what becomes of a member whose key was just taken.
    private mutating func enterMember(below path: [UInt8], _ stream: inout ByteStream) throws(FeedError) {
        let path = path.isEmpty ? scanner.text : path + [Byte.dot] + scanner.text
        let member = JSONMember(name: scanner.text.span, path: path, plan: plan)
        let value = try scanner.next(&stream)
        switch (member, value) {
        case (.rows(let stance), .beginArray):
            hasList = true
            open.append(.list(stance))
        case (.rows(let stance), .beginObject):
            hasList = true
            openObject(at: path, .map(stance), stance)
        case (.wrapper, .beginArray) where plan.rowsPath == nil:
            hasList = true
            open.append(.list(.accuses))
        case (.wrapper, .beginObject): openObject(at: path, .members(path), .accuses)
        case (_, .beginArray): try passOver(path, &stream)
        default: try scanner.skip(value, &stream)
        }
    }

    /// Passes over a list; one that may hold rows must not stand beside the one that was taken for the rows.
    private mutating func passOver(_ path: [UInt8], _ stream: inout ByteStream) throws(FeedError) {
        let outside = scanner.depth - 1
        let first = try scanner.next(&stream)
        while scanner.depth > outside { _ = try scanner.next(&stream) }
        if skippedMembers.count < FeedLimits.skippedMembers {
            skippedMembers.append(ShownName.text(ofList: path.span))
        }
        guard let guessed = plan.guessedPath, first == .string || first == .beginObject else { return }
        throw FeedError(.severalLists([guessed, path].map { ShownName.text(ofList: $0.span) }), source: stream.name)
    }

    /// Makes a row of the value whose first token was just taken.
    private mutating func row(
        _ token: JSONScanner.Token, _ stance: Stance, _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep {
        builder.begin(line: scanner.line, stance: stance)
        switch token {
        case .string, .number:
            if let fault = scanner.textFault { builder.blame(fault) }
            builder.takeValue(scanner.text.span, hint: plan.valueHint)
            if let platform = plan.platform { builder.takeDefaultPlatform(platform) }
        case .beginObject:
            let line = scanner.line
            record.removeAll()
            try reader.read(isList: false, &scanner, &stream, into: &record)
            return elements.start(&record, line: line, stance: stance, &choice, &builder)
        default:
            try scanner.skip(token, &stream)
            builder.blame(.notAValue)
        }
        return builder.finish()
    }

    /// Makes a row of a member whose name, just taken, is the value; `false`, `0` and `null` take it back.
    private mutating func keyedRow(
        _ stance: Stance, _ stream: inout ByteStream, _ builder: inout RowBuilder
    ) throws(FeedError) -> FeedStep {
        builder.begin(line: scanner.line, stance: stance)
        let (value, fault) = (scanner.text, scanner.textFault)
        let token = try scanner.next(&stream)
        switch token {
        case .beginObject:
            record.removeAll()
            try reader.read(isList: false, &scanner, &stream, into: &record)
            builder.take(&record, &choice, isKeyed: true)
        case .beginArray: throw FeedError(.keyedLists, source: stream.name, line: scanner.line)
        default:
            let text = scanner.text.span
            if text.isText("false") || text.isText("0") || text.isText("null") { builder.vouch() }
        }
        if let fault { builder.blame(fault) }
        builder.takeValue(value.span)
        return builder.finish()
    }
}

extension JSONPlan {
    /// The kind of bare texts.
    var valueHint: KindHint? { layout == .accountNames ? .exact(.handle) : nil }

    /// The platform of bare texts.
    var platform: String? { layout == .accountNames ? "twitter" : nil }
}
