internal import Indicators

/// Reads the rows of one JSON document: elements of lists, and members of objects that list values by name.
struct JSONRows: RowEngine {
    private let plan: JSONPlan
    private var scanner: JSONScanner
    private var reader = JSONRecordReader()
    private var record: KeyedRecord
    private var choice: ColumnChoice
    private var open: [Container] = []
    private var hasList = false
    private(set) var skippedMembers: [String] = []

    /// An object or list that is being read.
    private enum Container {
        /// A list whose elements are rows.
        case list(Stance)
        /// An object whose members are rows.
        case map(Stance)
        /// An object whose members may be lists of rows.
        case members
    }

    init(plan: JSONPlan, options: FeedOptions) {
        self.plan = plan
        self.scanner = JSONScanner(limits: options.limits)
        self.record = KeyedRecord(limits: options.limits)
        self.choice = ColumnChoice(options: options, layout: plan.layout)
    }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
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
            case .members: try enterMember(&stream)
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
        case .beginObject: open.append(.members)
        default: return try row(token, .accuses, &stream, &builder)
        }
        return nil
    }

    /// Decides what becomes of a member whose key was just taken.
    private mutating func enterMember(_ stream: inout ByteStream) throws(FeedError) {
        let member = JSONMember(name: scanner.text.span, plan: plan)
        let name = scanner.text
        let value = try scanner.next(&stream)
        if member != .other, member != .wrapper || value == .beginArray { hasList = true }
        switch (member, value) {
        case (.rows(let stance), .beginArray): open.append(.list(stance))
        case (.rows(let stance), .beginObject): open.append(.map(stance))
        case (.wrapper, .beginArray): open.append(.list(.accuses))
        case (.wrapper, .beginObject): open.append(.members)
        default:
            if value == .beginArray, skippedMembers.count < FeedLimits.skippedMembers {
                skippedMembers.append(String(decoding: name.prefix(64), as: UTF8.self))
            }
            try scanner.skip(value, &stream)
        }
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
            record.removeAll()
            try reader.read(isList: false, &scanner, &stream, into: &record)
            builder.take(&record, &choice)
        default:
            try scanner.skip(token, &stream)
            builder.blame(.notAValue)
        }
        return builder.finish()
    }
}

extension JSONPlan {
    /// The kind of bare texts.
    var valueHint: KindHint? { layout == .accountNames ? .exact(.handle) : nil }

    /// The platform of bare texts.
    var platform: String? { layout == .accountNames ? "twitter" : nil }
}
