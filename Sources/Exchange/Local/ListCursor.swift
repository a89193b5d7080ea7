internal import NodeStore

extension ListVersion {
    /// As it is handed out: `0123456789abcdef-7`.
    var text: String { "\(generation)-\(number)" }

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, ListCursor.isGeneration(parts[0]), let number = ListCursor.number(parts[1]) else { return nil }
        self.init(generation: parts[0], number: number)
    }
}

/// A place in a list: nothing of it is kept.
struct ListCursor {
    let generation: String
    /// The version the asker has; nothing when the whole list is wanted.
    let since: Int64?
    let target: Int64
    let after: Int64

    init(generation: String, since: Int64?, target: Int64, after: Int64) {
        (self.generation, self.since, self.target, self.after) = (generation, since, target, after)
    }

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, Self.isGeneration(parts[0]), let target = Self.number(parts[2]),
            let after = Self.number(parts[3])
        else { return nil }
        let since = Self.number(parts[1])
        guard since != nil || parts[1] == "x" else { return nil }
        self.init(generation: parts[0], since: since, target: target, after: after)
    }

    var text: String { "\(generation)-\(since.map(String.init) ?? "x")-\(target)-\(after)" }

    static func isGeneration(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func number(_ text: String) -> Int64? {
        guard let number = Int64(text), number >= 0, String(number) == text else { return nil }
        return number
    }
}
