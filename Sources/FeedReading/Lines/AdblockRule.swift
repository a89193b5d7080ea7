/// A rule of an ad blocker, as far as it names a site.
enum AdblockRule: Equatable {
    /// The rule blocks a site, whose name or address stands at a place of the line.
    case site(Range<Int>)
    /// The rule lifts the block of a site.
    case exception(Range<Int>)
    /// The rule names no site.
    case refused(FeedRefusalReason)

    /// Reads a line; one that is no rule gives nothing.
    ///
    /// - Parameter isRuleFile: whether the file consists of rules, so that rules without `||` are meant too.
    init?(_ line: Span<UInt8>, isRuleFile: Bool) {
        if line.hasText("@@") {
            switch Self.pattern(in: line, from: line.hasText("||", at: 2) ? 4 : 2) {
            case .site(let range): self = .exception(range)
            default: self = .refused(.exceptionRule)
            }
        } else if line.hasText("||") {
            self = Self.pattern(in: line, from: 2)
        } else if isRuleFile, Self.isCosmetic(line) || Self.hasCosmeticPart(line) {
            self = .refused(.cosmeticRule)
        } else if isRuleFile, line[0] == Byte.slash || line[0] == Byte.bar {
            self = .refused(.patternRule)
        } else if isRuleFile, Self.holdsSigns(line) {
            self = Self.pattern(in: line, from: 0)
        } else {
            return nil
        }
    }

    /// Whether a line of a rule file that begins as a name goes on as a rule: with options, an end or a pattern.
    private static func holdsSigns(_ line: Span<UInt8>) -> Bool {
        line.firstIndex(of: Byte.dollar) != nil || line.firstIndex(of: Byte.caret) != nil
            || line.firstIndex(of: Byte.asterisk) != nil
    }

    /// Whether a line begins as a rule about page elements on every site.
    static func isCosmetic(_ line: Span<UInt8>) -> Bool {
        if line.hasText("#@#") || line.hasText("#?#") || line.hasText("#$#") { return true }
        guard line.hasText("##"), line.count > 2 else { return false }
        return line[2] != Byte.hash && !Byte.isBlank(line[2])
    }

    private static func hasCosmeticPart(_ line: Span<UInt8>) -> Bool {
        var start = 0
        while let place = line.firstIndex(of: Byte.hash, from: start) {
            if line.hasText("##", at: place) || line.hasText("#@#", at: place) || line.hasText("#?#", at: place) { return true }
            start = place + 1
        }
        return false
    }

    /// Reads the pattern and the options behind it.
    private static func pattern(in line: Span<UInt8>, from start: Int) -> AdblockRule {
        let options = line.firstIndex(of: Byte.dollar, from: start) ?? line.count
        guard options == line.count || hold(line.extracting(options + 1..<line.count)) else { return .refused(.ruleOptions) }
        if hasCosmeticPart(line) { return .refused(.cosmeticRule) }
        var end = options
        while end > start, line[end - 1] == Byte.caret || line[end - 1] == Byte.bar { end -= 1 }
        let first = line.hasText("*.", at: start) ? start + 2 : start
        guard first < end else { return .refused(.patternRule) }
        for index in first..<end where line[index] == Byte.asterisk || line[index] == Byte.caret || line[index] == Byte.bar {
            return .refused(.patternRule)
        }
        return .site(first..<end)
    }

    /// Whether every option leaves the whole site blocked.
    private static func hold(_ options: Span<UInt8>) -> Bool {
        var start = 0
        while start <= options.count {
            let end = options.firstIndex(of: Byte.comma, from: start) ?? options.count
            let option = options.extracting(start..<end)
            guard
                option.isText("third-party") || option.isText("3p") || option.isText("document") || option.isText("doc")
                    || option.isText("all") || option.isText("important") || option.isText("popup")
            else { return false }
            start = end + 1
        }
        return true
    }
}
