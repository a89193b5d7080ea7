extension TextFinder {
    /// A site that is named without a scheme, with what of an address stands directly behind it.
    mutating func site(_ run: NameRun) -> TextFind? {
        let range = run.range
        guard !text.has("\\", at: run.next), text.atEnd(at: run.next) == nil,
            let kind = SiteText.kind(ofName: text.bytes.span.extracting(range), isListed: true)
        else { return nil }
        if range.upperBound == run.next, let tail = tailStart(at: run.next) {
            let end = addressEnd(from: tail, start: range.lowerBound, notBefore: range.upperBound)
            if end > range.upperBound, let address = find(.url, range.lowerBound..<end) { return address }
        }
        return find(kind, range)
    }

    /// Behind a port, or at what begins a path, a query or a fragment that is not the sentence's punctuation.
    private func tailStart(at index: Int) -> Int? {
        if text.has("/", at: index) { return index }
        if text.has("?", at: index) || text.has("#", at: index) { return text.isWord(at: index + 1) ? index : nil }
        guard text.has(":", at: index), text.isDigit(at: index + 1) else { return nil }
        var end = index + 1
        while end < index + 6, text.isDigit(at: end) { end += 1 }
        return text.isWord(at: end) ? nil : end
    }

    /// An e-mail address: a name, an at sign and the name of a site.
    func mail(at start: Int) -> TextFind? {
        guard let at = atSign(behindNameAt: start) else { return nil }
        let run = NameRun(in: text, at: at)
        guard run.hasDot, run.range.count <= ScanLimits.nameBytes else { return nil }
        return find(.email, start..<run.range.upperBound)
    }

    /// The end of the at sign behind the local part that begins at an index.
    private func atSign(behindNameAt start: Int) -> Int? {
        var index = start
        while index < text.count, index - start <= WebLimits.localPart {
            if index > start, let end = text.atEnd(at: index), text.isName(at: end) { return end }
            if text.bytes[index] < 0x80 {
                guard ByteSet.mailName.contains(text.bytes[index]), !text.has("%", at: index) else { return nil }
                index += 1
            } else {
                let (role, width) = text.role(at: index)
                guard role != .other else { return nil }
                index += width
            }
        }
        return nil
    }

    /// An account: a known platform, then a colon or an at sign or both, and a name.
    func account(at start: Int) -> TextFind? {
        guard text.isWord(at: start), !text.isWord(at: start - 1), let platform = platformEnd(from: start) else { return nil }
        let hasColon = text.has(":", at: platform)
        let mark = hasColon ? platform + 1 : platform
        let blanks = text.behindBlanks(from: mark, atMost: ScanLimits.blanksBeforeAccount)
        guard hasColon || platform > start + 1 && blanks > mark else { return nil }
        let hasSign = text.has("@", at: blanks)
        guard hasSign || hasColon && blanks == mark else { return nil }
        return account(start..<platform, name: nameRange(from: hasSign ? blanks + 1 : blanks), isNamed: hasSign)
    }

    private func account(_ platform: Range<Int>, name: Range<Int>, isNamed: Bool) -> TextFind? {
        guard !name.isEmpty, name.count <= WebLimits.accountName else { return nil }
        let next = name.upperBound
        guard !text.has("@", at: next), !text.has(":", at: next), !text.has("/", at: next) else { return nil }
        let spelling = text.bytes[platform] + [UInt8(ascii: ":")] + text.bytes[name]
        let isNumber = !isNamed && text.bytes[name].allSatisfy(ASCII.isDigit)
        return find(isNumber ? .acct : .handle, platform.lowerBound..<next, spelling: Array(spelling))
    }

    private func platformEnd(from start: Int) -> Int? {
        var end = start
        while end - start <= Self.longestPlatform, text.isWord(at: end) || text.has(".", at: end) || text.has("-", at: end) {
            end += 1
        }
        guard end - start <= Self.longestPlatform, !text.isName(at: end) else { return nil }
        return Platform(String(decoding: text.bytes[start..<end], as: UTF8.self))?.isKnown == true ? end : nil
    }

    private static let longestPlatform = 32

    private func nameRange(from start: Int) -> Range<Int> {
        var end = start
        while end < text.count {
            let (role, width) = text.role(at: end)
            guard role != .other || text.has(".", at: end) else { break }
            end += width
        }
        while end > start, text.has(".", at: end - 1) || text.has("-", at: end - 1) { end -= 1 }
        return start..<end
    }

    /// A wallet address: a whole run of letters and digits.
    func wallet(at start: Int) -> TextFind? {
        var end = start
        while end - start <= ScanLimits.walletBytes.upperBound, text.isWord(at: end) { end += 1 }
        guard ScanLimits.walletBytes.contains(end - start), !text.isName(at: end),
            let kind = WalletForm.guess(text.bytes.span.extracting(start..<end))
        else { return nil }
        if kind == .xrp, text.hasPrefix("?dt=", at: end), text.isDigit(at: end + 4) {
            var tag = end + 4
            while tag < end + 15, text.isDigit(at: tag) { tag += 1 }
            if let tagged = find(kind, start..<tag) { return tagged }
        }
        return find(kind, start..<end)
    }

    /// A bank account number, in one piece or in groups.
    func bankAccount(at start: Int) -> TextFind? {
        guard text.isDigit(at: start + 2), text.isDigit(at: start + 3), !text.isDigit(at: start), !text.isDigit(at: start + 1),
            let structure = IBANRegistry.structure(ofCountry: capital(at: start), capital(at: start + 1))
        else { return nil }
        var index = start
        var left = structure.count + 4
        while left > 0 {
            if index > start { index += text.blankWidth(at: index) }
            guard text.isWord(at: index) else { return nil }
            index += 1
            left -= 1
        }
        return text.isName(at: index) ? nil : find(.iban, start..<index)
    }

    private func capital(at index: Int) -> UInt8 { text.isWord(at: index) ? text.bytes[index] & 0xDF : UInt8(ascii: "A") }
}
