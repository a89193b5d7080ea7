/// The members of a JSON object, each name once, in the order of RFC 8785: by UTF-16 code units.
public struct JSONObject: Sendable {
    /// A name and its value.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let key: String
        /// The value.
        public fileprivate(set) var value: JSONValue

        /// Names are compared by their bytes.
        public static func == (left: Self, right: Self) -> Bool {
            left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
        }

        /// Equal bytes hash equally.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(key)
            hasher.combine(value)
        }
    }

    /// The members in canonical order.
    public private(set) var members: [Member]

    /// An object without members.
    public init() {
        self.members = []
    }

    /// Puts members into canonical order; a name that stands twice gives nothing.
    public init?(_ pairs: [(key: String, value: JSONValue)]) {
        var members = pairs.map { Member(key: $0.key, value: $0.value) }
        if !members.isStrictlyAscending {
            members.sort { MemberNameOrder.precedes($0.key, $1.key) }
            guard members.isStrictlyAscending else { return nil }
        }
        self.members = members
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in canonical order.
    public var keys: [String] { members.map(\.key) }

    /// The value under a name; setting nothing takes the member out.
    public subscript(key: String) -> JSONValue? {
        get {
            let (index, isFound) = position(of: key)
            return isFound ? members[index].value : nil
        }
        set {
            let (index, isFound) = position(of: key)
            switch (isFound, newValue) {
            case (true, .some(let value)): members[index].value = value
            case (true, .none): members.remove(at: index)
            case (false, .some(let value)): members.insert(Member(key: key, value: value), at: index)
            case (false, .none): break
            }
        }
    }

    /// Where a name is, or would be put.
    private func position(of key: String) -> (index: Int, isFound: Bool) {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if MemberNameOrder.precedes(members[middle].key, key) { low = middle + 1 } else { high = middle }
        }
        return (low, low < members.count && members[low].key.utf8.elementsEqual(key.utf8))
    }
}

extension JSONObject: Hashable {}

extension [JSONObject.Member] {
    fileprivate var isStrictlyAscending: Bool {
        indices.dropFirst().allSatisfy { MemberNameOrder.precedes(self[$0 - 1].key, self[$0].key) }
    }
}

/// The order of member names: by UTF-16 code units, judged on UTF-8 bytes.
///
/// The two orders differ in one place only: characters beyond U+FFFF, whose UTF-8 begins with F0 or more, are
/// written with surrogates in UTF-16, and those stand before U+E000 to U+FFFF, whose UTF-8 begins with EE or EF.
enum MemberNameOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        precedes(left.utf8.span, right.utf8.span)
    }

    static func precedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return bytePrecedes(left[index], right[index])
        }
        return left.count < right.count
    }

    /// The order of the first bytes in which two names differ.
    @inline(__always)
    static func bytePrecedes(_ left: UInt8, _ right: UInt8) -> Bool {
        if left >= 0xEE, right >= 0xEE, (left >= 0xF0) != (right >= 0xF0) { return left > right }
        return left < right
    }
}
