/// Lines of a hosts file: an address that leads nowhere, and the names that are sent there.
enum HostsLine {
    /// Where the names begin, when the line starts with an address that leads nowhere.
    static func names(in line: Span<UInt8>) -> Range<Int>? {
        guard Byte.isDigit(line[0]) || line[0] == Byte.colon || line.hasText("fe80::") else { return nil }
        var end = 0
        while end < line.count, !Byte.isBlank(line[end]) { end += 1 }
        guard end < line.count, isSink(line.extracting(0..<end)) else { return nil }
        let names = line.trimming(end..<line.count)
        return names.isEmpty || line[names.lowerBound] == Byte.hash ? nil : names
    }

    /// The first name of a range that does not begin with a blank.
    static func firstName(in bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var end = range.lowerBound
        while end < range.upperBound, !Byte.isBlank(bytes[end]) { end += 1 }
        return range.lowerBound..<end
    }

    /// Whether a name is one that hosts files give to the machine itself.
    static func isLocal(_ name: Span<UInt8>) -> Bool {
        switch name.count {
        case 5: name.isText("local")
        case 7: name.isText("0.0.0.0")
        case 9: name.isText("localhost") || name.isText("127.0.0.1")
        case 13: name.isText("broadcasthost") || name.isText("ip6-localhost")
        case 21: name.isText("localhost.localdomain")
        default: name.hasText("ip6-")
        }
    }

    /// Whether a name is what a converted rule of an ad blocker left behind: a path, or a pattern with signs of its own.
    static func isPattern(_ name: Span<UInt8>) -> Bool {
        if name[0] == Byte.slash || name[0] == Byte.colon || name[0] == Byte.dot && name.firstIndex(of: Byte.slash) != nil {
            return true
        }
        for index in (name.hasText("*.") ? 2 : 0)..<name.count {
            if name[index] == Byte.asterisk || name[index] == Byte.caret || name[index] == Byte.bar { return true }
        }
        return false
    }

    /// Whether an address leads nowhere.
    static func isSink(_ address: Span<UInt8>) -> Bool {
        switch address.count {
        case 1: address.isText("0")
        case 2: address.isText("::")
        case 3: address.isText("::1") || address.isText("::0")
        case 7: address.isText("0.0.0.0")
        case 9: address.isText("127.0.0.1") || address.isText("127.0.1.1") || address.isText("127.0.0.0")
        case 15: address.isText("255.255.255.255")
        default: address.hasText("fe80::")
        }
    }
}
