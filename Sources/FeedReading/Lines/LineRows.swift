/// Reads what comes line by line: plain values, hosts files and rules of ad blockers, mixed as they come.
struct LineRows: RowEngine {
    private let format: FeedFormat
    private let isForced: Bool
    private let limit: Int
    /// The configuration whose rules the lines are.
    private let dialect: ResolverRule.Dialect?
    /// What the first line says the values below it are.
    private let heading: ColumnMeaning?
    private var awaitsHeading: Bool
    private var line = 0
    /// What is left of a hosts line with several names; it lies in the stream, which is not filled before it is used.
    private var pendingNames: Range<Int>?

    /// - Parameter isForced: whether the person named the format, so that lines are taken as they are.
    init(
        format: FeedFormat, isForced: Bool, limits: FeedLimits, heading: ColumnMeaning? = nil,
        dialect: ResolverRule.Dialect? = nil
    ) {
        self.dialect = dialect
        self.heading = heading
        self.awaitsHeading = heading != nil
        self.format = format
        self.isForced = isForced
        self.limit = limits.lineBytes
    }

    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep {
        if let names = pendingNames { return takeName(names, stream.storage.span, &builder) }
        while true {
            let step = try stream.nextLine(limit: limit)
            line += 1
            switch step {
            case .end: return .end
            case .tooLong: return builder.refuse(line: line, .lineTooLong)
            case .line(let range):
                let bytes = stream.storage.span
                let content = bytes.trimming(range)
                if content.isEmpty {
                    builder.counts.blanks += 1
                } else if let step = read(content, bytes, &builder) {
                    return step
                }
            }
        }
    }

    /// Reads a line that is not blank; nothing means that it is no row.
    private mutating func read(_ range: Range<Int>, _ bytes: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep? {
        let line = bytes.extracting(range)
        if isComment(line) {
            builder.counts.comments += 1
            return nil
        }
        if awaitsHeading {
            awaitsHeading = false
            builder.counts.headers += 1
            return nil
        }
        if format != .lines || !isForced {
            if format == .adblock, line.hasText("[Adblock") {
                builder.counts.headers += 1
                return nil
            }
            if let dialect, let rule = ResolverRule(line, dialect) { return take(rule, line, &builder) }
            if mayBeRule(line[0]), let rule = AdblockRule(line, isRuleFile: format == .adblock) {
                return take(rule, line, &builder)
            }
            if format == .hosts, HostsLine.isSink(line) { return builder.refuse(line: self.line, .localName, excerpt: line) }
            if let names = HostsLine.names(in: line) {
                return takeName(range.lowerBound + names.lowerBound..<range.upperBound, bytes, &builder)
            }
        }
        return takeValue(line, &builder)
    }

    /// Takes what the line holds before a comment.
    private func takeValue(_ line: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep {
        builder.begin(line: self.line)
        let contents = line.contents
        let isAlone = !contents.hasHash && line.firstIndex(of: Byte.semicolon) == nil
        if isAlone {
            builder.takeTrimmedValue(line, contents: contents, hint: heading?.hint)
        } else {
            builder.takeValue(line.extracting(0..<endOfValue(line)), hint: heading?.hint)
        }
        if let platform = heading?.platform { builder.takeDefaultPlatform(platform.description) }
        return builder.finish()
    }

    private func take(_ rule: AdblockRule, _ line: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep {
        switch rule {
        case .refused(let reason): return builder.refuse(line: self.line, reason, excerpt: line)
        case .exception(let pattern):
            builder.begin(line: self.line, stance: .vouches)
            builder.takeValue(line.extracting(pattern), hint: .site)
            return builder.finish()
        case .site(let pattern):
            builder.begin(line: self.line)
            builder.takeValue(line.extracting(pattern), hint: .site)
            return builder.finish()
        }
    }

    private func take(_ rule: ResolverRule, _ line: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep? {
        switch rule {
        case .setting:
            builder.counts.headers += 1
            return nil
        case .refused(let reason): return builder.refuse(line: self.line, reason, excerpt: line)
        case .exception(let name), .site(let name):
            if case .exception = rule {
                builder.begin(line: self.line, stance: .vouches)
            } else {
                builder.begin(line: self.line)
            }
            builder.takeValue(line.extracting(name), hint: .site)
            return builder.finish()
        }
    }

    /// Takes the next name of a hosts line and keeps the others for later.
    private mutating func takeName(_ range: Range<Int>, _ bytes: Span<UInt8>, _ builder: inout RowBuilder) -> FeedStep {
        let name = HostsLine.firstName(in: bytes, range)
        let rest = bytes.trimming(name.upperBound..<range.upperBound)
        pendingNames = rest.isEmpty || bytes[rest.lowerBound] == Byte.hash ? nil : rest
        let text = bytes.extracting(name)
        if HostsLine.isPattern(text) { return builder.refuse(line: line, .patternRule, excerpt: text) }
        if HostsLine.isLocal(text) { return builder.refuse(line: line, .localName, excerpt: text) }
        builder.begin(line: line)
        builder.takeValue(text, hint: .site)
        return builder.finish()
    }

    /// Where a value ends before a comment on the same line: a blank, `#` and then neither `#` nor a digit, or `;` between
    /// blanks.
    private func endOfValue(_ line: Span<UInt8>) -> Int {
        var start = 1
        while let place = line.firstIndex(of: Byte.semicolon, from: start) {
            let isBeforeBlank = place + 1 == line.count || Byte.isBlank(line[place + 1])
            if isBeforeBlank, Byte.isBlank(line[place - 1]) { return endOfValue(line.extracting(0..<place)) }
            start = place + 1
        }
        start = 1
        while let place = line.firstIndex(of: Byte.hash, from: start) {
            let next = place + 1 < line.count ? line[place + 1] : Byte.space
            if Byte.isBlank(line[place - 1]), next != Byte.hash, !Byte.isDigit(next) { return place }
            start = place + 1
        }
        return line.count
    }

    private func mayBeRule(_ first: UInt8) -> Bool {
        first == Byte.bar || first == Byte.at || format == .adblock
    }

    private func isComment(_ line: Span<UInt8>) -> Bool {
        switch line[0] {
        case Byte.hash: format != .adblock || isForced && format == .lines || !AdblockRule.isCosmetic(line)
        case Byte.semicolon, Byte.exclamation: true
        case Byte.slash: line.count > 1 && line[1] == Byte.slash
        default: false
        }
    }
}
