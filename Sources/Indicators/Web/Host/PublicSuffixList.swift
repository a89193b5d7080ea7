import CIndicatorTables

/// The public suffix list of publicsuffix.org, ICANN and PRIVATE sections, compiled in.
public enum PublicSuffixList {
    /// The commit of the list, which every epoch document pins.
    public static var commit: String { unsafe String(cString: tocsin_psl_commit_text()) }

    /// Where in a canonical host name its registrable domain begins; nothing when the name is a public suffix itself.
    public static func startOfRegistrableDomain(in host: Span<UInt8>) -> Int? {
        let suffix = startOfSuffix(in: host)
        guard suffix > 1 else { return nil }
        var start = suffix - 1
        while start > 0, host[start - 1] != dot { start -= 1 }
        return start
    }

    /// Whether the list has a rule for the last label of a canonical host name, or as for `za` for the last two, which makes
    /// it a top-level domain that exists.
    static func namesTopLevelDomain(of host: Span<UInt8>) -> Bool {
        var hash = firstHash
        var index = host.count
        for _ in 0..<2 {
            while index > 0, host[index - 1] != dot {
                index -= 1
                hash = (hash ^ UInt32(host[index])) &* hashFactor
            }
            if !rules(of: host.extracting(index...), hash: hash).isEmpty { return true }
            guard index > 0 else { return false }
            index -= 1
            hash = (hash ^ UInt32(dot)) &* hashFactor
        }
        return false
    }

    /// Walks from the right and keeps the longest suffix that a rule names; an exception ends the walk one label short.
    private static func startOfSuffix(in host: Span<UInt8>) -> Int {
        var suffix = host.count
        var hash = firstHash
        var labels: UInt32 = 0
        var isUnderWildcard = true
        var index = host.count
        while index > 0, labels < tocsin_psl_deepest {
            index -= 1
            hash = (hash ^ UInt32(host[index])) &* hashFactor
            guard index == 0 || host[index - 1] == dot else { continue }
            labels += 1
            let rules = rules(of: host.extracting(index...), hash: hash)
            if rules.contains(.exception) { return endOfLabel(from: index, in: host) + 1 }
            if isUnderWildcard || rules.contains(.rule) { suffix = index }
            isUnderWildcard = rules.contains(.wildcard)
        }
        return suffix
    }

    private static func endOfLabel(from start: Int, in host: Span<UInt8>) -> Int {
        var index = start
        while index < host.count, host[index] != dot { index += 1 }
        return index
    }

    private static let dot = UInt8(ascii: ".")
    private static let firstHash: UInt32 = 0x811C_9DC5
    private static let hashFactor: UInt32 = 0x0100_0193
}

extension PublicSuffixList {
    private struct Rules: OptionSet {
        let rawValue: UInt32
        static let rule = Rules(rawValue: 1)
        static let wildcard = Rules(rawValue: 2)
        static let exception = Rules(rawValue: 4)
    }

    /// The rules for a suffix, by the table whose layout scripts/generate-psl-tables describes.
    private static func rules(of suffix: Span<UInt8>, hash: UInt32) -> Rules {
        let slots = unsafe tocsin_psl_slots_start()
        var index = hash & tocsin_psl_slot_mask
        while let slot = unsafe slots?[Int(index)], slot != 0 {
            if slot >> 27 == hash >> 27, Int(slot >> 18 & 0x3F) == suffix.count, isText(suffix, at: slot & 0x3FFFF) {
                return Rules(rawValue: slot >> 24 & 7)
            }
            index = (index + 1) & tocsin_psl_slot_mask
        }
        return []
    }

    private static func isText(_ suffix: Span<UInt8>, at offset: UInt32) -> Bool {
        guard let text = unsafe tocsin_psl_text_start() else { return false }
        for index in suffix.indices where unsafe text[Int(offset) + index] != suffix[index] { return false }
        return true
    }
}
