public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import Blinding
internal import LedgerFiles
public import MergeEngine
public import NodeStore

/// Answers what is known of a value.
public struct Lookup {
    private let surroundings: Surroundings
    private let time: Timestamp
    /// The numbering plan of the node, for national numbers.
    private let region: RegionCode?

    /// Prepares answers; one of these serves any number of questions.
    ///
    /// - Throws: `StoreError`, ``NodeError``, `FileError`.
    public init(_ node: Node, at time: Timestamp) throws {
        surroundings = try Surroundings(node, node.store(for: .reading))
        self.time = time
        region = node.settings.region
    }

    /// What is known.
    public struct Answer {
        /// The text as it was asked.
        public let input: String
        /// The kind, named or guessed.
        public let kind: IndicatorKind
        /// The canonical form.
        public let canonical: String
        /// Status, score, tier and reasons.
        public let state: IndicatorState
        /// The expression that something is known of; empty when nothing is.
        public let matched: String

        /// Whether anything is known.
        public var isKnown: Bool { state.status != .unknown }
    }

    /// Asks about one value: its own form, then its shorter expressions, longest first.
    ///
    /// - Throws: `IndicatorError` for a text that is no indicator, `StoreError`.
    public func ask(_ text: String, kind: IndicatorKind?, region: RegionCode? = nil) throws -> Answer {
        let named = try NamedIndicator(text, kind: kind, region: region ?? self.region)
        let canonical = String(decoding: named.canonical, as: UTF8.self)
        for expression in LookupPlan(named).expressions {
            let state = try state(of: expression)
            guard state.status == .unknown else {
                return Answer(input: text, kind: named.kind, canonical: canonical, state: state, matched: expression.text)
            }
        }
        let unknown = try state(of: LookupPlan.Expression(kind: named.kind, canonical: named.canonical))
        return Answer(input: text, kind: named.kind, canonical: canonical, state: unknown, matched: "")
    }

    private func state(of expression: LookupPlan.Expression) throws -> IndicatorState {
        let isProtected = surroundings.tags.protected.contains(expression.kind, expression.canonical)
        var claims = try claims(of: expression)
        if expression.isAlternative { claims += try claimsNaming(expression) }
        let topic = IndicatorTopic(kind: expression.kind, platform: Self.platform(of: expression), isProtected: isProtected)
        return IndicatorState.folding(claims, topic: topic, at: time, in: surroundings.context)
    }

    /// The claims under the expression's own tags; of a range only what speaks of numbers as long as the one asked for.
    private func claims(of expression: LookupPlan.Expression) throws -> [Claim] {
        let keys = surroundings.tags.keys(of: expression.kind, expression.canonical)
        guard let digits = expression.digitCount else { return try surroundings.store.claims(of: keys) }
        return try keys.flatMap { key in
            let others = try surroundings.store.reports(ofOtherLengthsThan: digits, under: key)
            return try surroundings.store.claims(of: [key]).filter { !others.contains($0.id) }
        }
    }

    /// Claims about other values by publishers that named this one beside them and proved that they knew it.
    ///
    /// Naming welds nothing together: a publisher's own claims count, others' under the same tag do not, and the proof of
    /// possession that was checked is that of the name, not of the row's value.
    private func claimsNaming(_ expression: LookupPlan.Expression) throws -> [Claim] {
        guard let rowKind = expression.alternativeOf else { return [] }
        var claims: [Claim] = []
        for (key, secret) in surroundings.tags.secrets(of: expression.kind, expression.canonical) {
            for row in try surroundings.store.rows(namingAsAlternative: key) where row.kind == rowKind {
                let namers = try namers(of: key, secret, in: row)
                for var claim in try surroundings.store.claims(of: [row]) where namers.contains(claim.origin.publisher) {
                    if claim.pop == .valid { claim.pop = .unchecked }
                    claims.append(claim)
                }
            }
        }
        return claims
    }

    private func namers(of key: TagKey, _ secret: MatchSecret, in row: TagKey) throws -> Set<MemberID> {
        var namers: Set<MemberID> = []
        for stored in try surroundings.store.history(of: row) where stored.claim.exclusion == nil {
            let publisher = stored.claim.origin.publisher
            let pop = secret.pop(epoch: key.epoch, publisher: publisher)
            for cell in stored.cells where cell.column == "alt" {
                guard case .value(let bytes) = cell.content, let entries = try? AlternativeTag.list(bytes.span) else { continue }
                if entries.contains(where: { $0.kind == key.kind && $0.tag == key.tag && $0.pop == pop }) {
                    namers.insert(publisher)
                }
            }
        }
        return namers
    }

    private static func platform(of expression: LookupPlan.Expression) -> String? {
        guard expression.kind == .acct || expression.kind == .handle else { return nil }
        return Platform(ofCanonical: expression.canonical.span)?.slug
    }

    /// Every claim about a value under its own tag, in the order of time, with what each says.
    ///
    /// - Throws: `IndicatorError`, `StoreError`.
    public func history(of text: String, kind: IndicatorKind?, region: RegionCode? = nil) throws -> [StoredClaim] {
        let named = try NamedIndicator(text, kind: kind, region: region ?? self.region)
        return try surroundings.tags.keys(of: named.kind, named.canonical).flatMap { try surroundings.store.history(of: $0) }
    }
}

/// What is asked for one value, in order.
struct LookupPlan {
    struct Expression {
        let kind: IndicatorKind
        let canonical: [UInt8]
        /// The kind of rows that count when they name it in their `alt` column.
        var alternativeOf: IndicatorKind?
        var isAlternative: Bool { alternativeOf != nil }
        /// For a range, how many digits the number has that is looked up.
        var digitCount: Int?

        var text: String { String(decoding: canonical, as: UTF8.self) }
    }

    let expressions: [Expression]

    init(_ named: NamedIndicator) {
        let own = Expression(kind: named.kind, canonical: named.canonical)
        switch named.kind {
        case .url:
            expressions = URLExpressions.expressions(ofURL: named.canonical.span).map {
                Expression(kind: $0.kind, canonical: $0.canonical)
            }
        case .host:
            expressions = URLExpressions.expressions(ofHost: named.canonical.span).map {
                Expression(kind: $0.kind, canonical: $0.canonical)
            }
        case .domain:
            expressions = [own, Expression(kind: .host, canonical: named.canonical)]
        case .phone:
            expressions = [own] + Self.ranges(of: named.canonical)
        case .email:
            let mailbox = named.mailbox.map { Expression(kind: .mbox, canonical: $0, alternativeOf: .email) }
            expressions = [own] + [mailbox].compactMap { $0 }
        case .mbox:
            expressions = [Expression(kind: named.kind, canonical: named.canonical, alternativeOf: .email)]
        case .handle:
            expressions = [Expression(kind: named.kind, canonical: named.canonical, alternativeOf: .acct)]
        default:
            expressions = [own]
        }
    }

    /// The ranges a number can lie in: its prefixes of five digits and more, longest first.
    private static func ranges(of number: [UInt8]) -> [Expression] {
        let digitCount = number.count - 1
        guard digitCount > shortestRangeDigits else { return [] }
        return (shortestRangeDigits..<digitCount).reversed().map { digits in
            Expression(kind: .phoneRange, canonical: Array(number.prefix(digits + 1)), digitCount: digitCount)
        }
    }

    private static let shortestRangeDigits = 5
}

extension NodeStore {
    /// The reports about a range that speak of no number with so many digits.
    func reports(ofOtherLengthsThan digitCount: Int, under key: TagKey) throws(StoreError) -> Set<ClaimID> {
        var others: Set<ClaimID> = []
        for stored in try history(of: key) where stored.claim.statement.type == .report {
            let covers = stored.cells.contains { cell in
                guard cell.column == RowSchema.coreColumn, case .value(let bytes) = cell.content,
                    let length = CoreFacts(reading: bytes.span)?.length
                else { return false }
                return length.contains(digitCount)
            }
            if !covers { others.insert(stored.claim.id) }
        }
        return others
    }
}
