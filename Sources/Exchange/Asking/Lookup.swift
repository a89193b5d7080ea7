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
    private let protectedKeys = ProtectedKeys()

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
    /// The first expression that somebody acts on answers. When of none a report is active, the longest that is known answers: an
    /// expired or retracted report about one page must not hide that its host is reported.
    ///
    /// - Throws: `IndicatorError` for a text that is no indicator, `StoreError`.
    public func ask(_ text: String, kind: IndicatorKind?, region: RegionCode? = nil) throws -> Answer {
        let region = region ?? self.region
        let named = try NamedIndicator(text, kind: kind, region: region)
        let canonical = String(decoding: named.canonical, as: UTF8.self)
        var longest: Answer?
        for expression in LookupPlan(named, alsoRead: kind == nil ? text : nil).expressions {
            for state in try states(of: expression) where state.status != .unknown {
                let answer = Answer(
                    input: text, kind: named.kind, canonical: canonical, state: state, matched: expression.text)
                if state.status == .protected || state.tier != .none { return answer }
                longest = longest ?? answer
            }
        }
        if let longest { return longest }
        let unknown = try state(of: LookupPlan.Expression(kind: named.kind, canonical: named.canonical))
        return Answer(input: text, kind: named.kind, canonical: canonical, state: unknown, matched: "")
    }

    /// The state of the expression itself, then those of indicators whose reporters named it beside them, the one most acted on
    /// first. They stay apart: an alternative is a key for lookup and joins nothing.
    private func states(of expression: LookupPlan.Expression) throws -> [IndicatorState] {
        let own = try state(of: expression)
        guard let rowKind = expression.alternativeOf else { return [own] }
        var named: [IndicatorState] = []
        for (key, secret) in surroundings.tags.secrets(of: expression.kind, expression.canonical) {
            for row in try surroundings.store.rows(namingAsAlternative: key) where row.kind == rowKind {
                let namers = try namers(of: key, secret, in: row)
                // Who copied the name's tag proved nothing: the row then has nothing to do with the name.
                guard !namers.isEmpty else { continue }
                named.append(try state(of: row, namedBy: namers, platform: Self.platform(of: expression)))
            }
        }
        return [own] + named.sorted { ($0.tier, $0.score) > ($1.tier, $1.score) }
    }

    private func state(of expression: LookupPlan.Expression) throws -> IndicatorState {
        let isProtected = surroundings.tags.protected.contains(expression.kind, expression.canonical)
        let topic = IndicatorTopic(kind: expression.kind, platform: Self.platform(of: expression), isProtected: isProtected)
        return IndicatorState.folding(try claims(of: expression), topic: topic, at: time, in: surroundings.context)
    }

    /// The state of a row's indicator as far as those speak of it who named the value asked for and proved that they knew it.
    ///
    /// Whoever does not name it reports another thing; objections, outcomes and retractions count whoever makes them.
    private func state(of row: TagKey, namedBy namers: Set<MemberID>, platform: String?) throws -> IndicatorState {
        let claims = try surroundings.store.claims(of: [row]).filter { claim in
            claim.statement.type != .report || namers.contains(claim.origin.publisher)
        }
        let isProtected = surroundings.tags.protected.count > 0 && protectedKeys.all(of: surroundings.tags).contains(row)
        let topic = IndicatorTopic(kind: row.kind, platform: platform, isProtected: isProtected)
        return IndicatorState.folding(claims, topic: topic, at: time, in: surroundings.context)
    }

    /// The claims under the expression's own tags; of a range only what speaks of numbers as long as the one asked for.
    private func claims(of expression: LookupPlan.Expression) throws -> [Claim] {
        let secrets = surroundings.tags.secrets(of: expression.kind, expression.canonical)
        let known = Dictionary(uniqueKeysWithValues: secrets)
        let keys = secrets.map(\.0)
        guard let digits = expression.digitCount else { return try surroundings.store.claims(of: keys, knowing: known) }
        return try keys.flatMap { key in
            let others = try surroundings.store.reports(ofOtherLengthsThan: digits, under: key)
            return try surroundings.store.claims(of: [key], knowing: known).filter { !others.contains($0.id) }
        }
    }

    private func namers(of key: TagKey, _ secret: MatchSecret, in row: TagKey) throws -> Set<MemberID> {
        var namers: Set<MemberID> = []
        for stored in try surroundings.store.history(of: row) where stored.claim.exclusion == nil {
            let publisher = stored.claim.origin.publisher
            let pop = secret.pop(epoch: key.epoch, publisher: publisher)
            guard let cell = stored.value(of: "alt"), let entries = try? AlternativeTag.list(cell.span) else { continue }
            if entries.contains(where: { $0.kind == key.kind && $0.tag == key.tag && $0.pop == pop }) {
                namers.insert(publisher)
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
        return try surroundings.tags.secrets(of: named.kind, named.canonical).flatMap { key, secret in
            try surroundings.store.history(of: key, knowing: secret)
        }
    }
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

/// The tags of all protected indicators, computed when they are first asked for.
private final class ProtectedKeys {
    private var known: Set<TagKey>?

    func all(of tags: NodeTags) -> Set<TagKey> {
        if let known { return known }
        let keys = tags.protectedKeys()
        known = keys
        return keys
    }
}
