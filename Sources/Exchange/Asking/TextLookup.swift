public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import MergeEngine

/// Asks what is known of the indicators that a free text holds (docs/spec/scan.md).
public struct TextLookup {
    /// One place of the text, and what is known of what stands there.
    public struct Found {
        /// The place.
        public let find: TextFind
        /// What stands there, as it stands there.
        public let input: String
        /// What is known.
        public let answer: Lookup.Answer
        /// Whether it was asked for this place; of a value that stands several times, the others have the same answer.
        public let isFirst: Bool
    }

    /// What a text holds.
    public struct Answer {
        /// In the order of the text.
        public let found: [Found]
        /// Whether all of the text was looked through.
        public let isComplete: Bool
    }

    private let lookup: Lookup
    let region: RegionCode?
    let kinds: Set<IndicatorKind>

    /// Prepares answers.
    ///
    /// - Parameters:
    ///   - region: in which numbers without a country code are dialled; nothing stands for the node's own.
    ///   - kinds: what alone is looked up; empty for everything.
    public init(_ lookup: Lookup, region: RegionCode? = nil, only kinds: Set<IndicatorKind> = []) {
        self.lookup = lookup
        self.region = region ?? lookup.region
        self.kinds = kinds
    }

    /// Asks about each indicator of a text; one that stands several times is asked once.
    ///
    /// - Parameter limit: how many finds are looked up at most.
    /// - Throws: `StoreError`.
    public func ask(_ text: [UInt8], atMost limit: Int = .max) throws -> Answer {
        var finder = TextFinder(text, region: region)
        var answers: [Indicator: Lookup.Answer] = [:]
        var found: [Found] = []
        while let find = finder.next() {
            guard kinds.isEmpty || kinds.contains(find.kind) else { continue }
            guard found.count < limit else { return Answer(found: found, isComplete: false) }
            let indicator = Indicator(kind: find.kind, canonical: String(decoding: find.canonical, as: UTF8.self))
            let known = answers[indicator]
            let answer = try known ?? ask(find, indicator)
            answers[indicator] = answer
            let input = String(decoding: text[find.bytes], as: UTF8.self)
            found.append(Found(find: find, input: input, answer: answer, isFirst: known == nil))
        }
        return Answer(found: found, isComplete: true)
    }

    /// An account is asked for as one whose kind nobody named: by id and by handle.
    private func ask(_ find: TextFind, _ indicator: Indicator) throws -> Lookup.Answer {
        if find.kind == .acct || find.kind == .handle {
            let spelling = String(decoding: find.spelling, as: UTF8.self)
            if KindGuess.kind(of: find.spelling.span) == find.kind { return try lookup.ask(spelling, kind: nil) }
            return try lookup.ask(spelling, kind: find.kind)
        }
        return try lookup.ask(indicator.canonical, kind: find.kind)
    }
}

extension TextLookup.Found {
    /// The answer for programs: an item of `/v1/scan`, and but for the line a line of `tocsin scan --json`.
    public var json: JSONObject {
        var object = answer.json.object ?? JSONObject()
        object["input"] = .string(input)
        object["bytes"] = Self.span(find.bytes)
        object["characters"] = Self.span(find.characters)
        return object
    }

    private static func span(_ range: Range<Int>) -> JSONValue {
        ["end": .integer(Int64(range.upperBound)), "start": .integer(Int64(range.lowerBound))]
    }
}
