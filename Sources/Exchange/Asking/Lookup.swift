public import Agreements
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import Blinding
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
public import NodeStore
internal import SignedBundles

/// Answers what is known of a value.
public struct Lookup {
    let surroundings: Surroundings
    /// What this node judged of names and where they lead.
    let lastWords: LastWords
    private let time: Timestamp
    /// The numbering plan of the node, for national numbers.
    let region: RegionCode?
    private let protectedKeys = ProtectedKeys()
    private let stage: QueryStage
    /// Epochs in which a value without its secret would be answered as unknown, whatever is known of it.
    private let evaluable: Set<EpochNumber>

    /// Prepares answers; one of these serves any number of questions.
    ///
    /// - Parameter grounds: why is asked; stage `query` of the agreements judges by them and by who acts at the node.
    /// - Throws: `StoreError`, ``NodeError``, ``JudgementError``, `FileError`.
    public init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("lookup")) throws {
        try self.init(node, under: JudgementRecord(of: node).lastWords, at: time, for: grounds)
    }

    init(_ node: Node, under lastWords: LastWords, at time: Timestamp, for grounds: QueryGrounds = .usual("lookup")) throws {
        surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        stage = try QueryStage(node, surroundings.store, owners: surroundings.context.owners, for: grounds, at: time)
        evaluable = Set(try node.evaluableEpochs(at: time).map(\.number))
        self.lastWords = lastWords
        self.time = time
        region = node.settings.region
    }

    /// Asks about one value: its own form, then its shorter expressions, longest first.
    ///
    /// The first expression that somebody acts on answers. When of none a report is active, the longest that is known answers: an
    /// expired or retracted report about one page must not hide that its host is reported.
    ///
    /// - Throws: `IndicatorError` for a text that is no indicator, `StoreError`, `BlindingError` for one that evaluators have yet to evaluate.
    public func ask(_ text: String, kind: IndicatorKind?, region: RegionCode? = nil) throws -> Answer {
        let named = try NamedIndicator(text, kind: kind, region: region ?? self.region)
        let found = try found(named, alsoRead: kind == nil ? text : nil)
        let (decisions, withheldCount) = stage.finishQuestion()
        return Answer(
            input: text, kind: named.kind, canonical: String(decoding: named.canonical, as: UTF8.self), state: found.state,
            matched: found.matched, decisions: decisions, withheldCount: withheldCount
        ).under(found.splits)
    }

    private func found(
        _ named: NamedIndicator, alsoRead text: String?
    ) throws -> (state: IndicatorState, matched: String, splits: Set<RecordedJudgement>) {
        let plan = LookupPlan(named, alsoRead: text)
        try surroundings.tags.requireSecrets(of: plan.expressions, in: evaluable)
        var longest: (IndicatorState, String)?
        var splits: Set<RecordedJudgement> = []
        for expression in plan.expressions {
            let found = try found(by: expression)
            splits.formUnion(found.splits)
            for state in found.states where state.status != .unknown {
                if state.status == .protected || state.tier != .none { return (state, expression.text, splits) }
                longest = longest ?? (state, expression.text)
            }
        }
        if let longest { return (longest.0, longest.1, splits) }
        return (try state(of: LookupPlan.Expression(kind: named.kind, canonical: named.canonical)), "", splits)
    }

    /// What an expression leads to, and the judgements that kept it from leading further.
    private struct Found {
        var states: [IndicatorState] = []
        var splits: [RecordedJudgement] = []
    }

    /// The state of the expression itself, then those of indicators whose reporters named it beside them, the one most acted on
    /// first. They stay apart: an alternative is a key for lookup and joins nothing.
    private func found(by expression: LookupPlan.Expression) throws -> Found {
        var found = Found()
        for lead in try surroundings.leads(from: expression) {
            if let split = lastWords.split(of: lead.pair) {
                found.splits.append(split)
                continue
            }
            let namers = try rows(of: lead).namers
            // Who copied the name's tag proved nothing: the row then has nothing to do with the name.
            guard !namers.isEmpty else { continue }
            let platform = Self.platform(of: expression)
            found.states.append(try state(of: lead.pair.rowKey, namedBy: namers, platform: platform))
        }
        found.states.sort { ($0.tier, $0.score) > ($1.tier, $1.score) }
        found.states.insert(try state(of: expression), at: 0)
        return found
    }

    private func state(of expression: LookupPlan.Expression) throws -> IndicatorState {
        let isProtected = surroundings.tags.protected.contains(expression.kind, expression.canonical)
        let topic = IndicatorTopic(
            kind: expression.kind, platform: Self.platform(of: expression), isProtected: isProtected,
            isPopular: surroundings.popular.guards(expression.kind, expression.canonical))
        return IndicatorState.folding(try claims(of: expression), topic: topic, at: time, in: surroundings.context)
    }

    /// The state of a row's indicator as far as those speak of it who named the value asked for and proved that they knew it.
    ///
    /// Whoever does not name it reports another thing; objections, outcomes and retractions count whoever makes them.
    private func state(of row: TagKey, namedBy namers: Set<MemberID>, platform: String?) throws -> IndicatorState {
        let claims = try stage.admitted(surroundings.store.claims(of: [row]), under: [row]).filter { claim in
            claim.statement.type != .report || namers.contains(claim.origin.publisher)
        }
        let isProtected = surroundings.tags.protected.count > 0 && protectedKeys.all(of: surroundings.tags).contains(row)
        let isPopular = try surroundings.popular.guards(row.kind, in: surroundings.store.history(of: row))
        let topic = IndicatorTopic(kind: row.kind, platform: platform, isProtected: isProtected, isPopular: isPopular)
        return IndicatorState.folding(claims, topic: topic, at: time, in: surroundings.context)
    }

    /// The claims under the expression's own tags; of a range only what speaks of numbers as long as the one asked for.
    func claims(of expression: LookupPlan.Expression) throws -> [Claim] {
        let known = Dictionary(uniqueKeysWithValues: surroundings.tags.known(expression.kind, expression.canonical))
        let keys = known.keys.sorted()
        guard let digits = expression.digitCount else {
            return try stage.admitted(surroundings.store.claims(of: keys, knowing: known), under: keys)
        }
        let claims = try keys.flatMap { key in
            let others = try surroundings.store.reports(ofOtherLengthsThan: digits, under: key)
            return try surroundings.store.claims(of: [key], knowing: known).filter { !others.contains($0.id) }
        }
        return try stage.admitted(claims, under: keys)
    }

    /// The rows that a lead ends at, as far as they may be shown.
    func rows(of lead: AliasLead) throws -> NamedRows { try lead.rows(in: surroundings.store, shownBy: stage) }

    /// What stage `query` decided for the question, and how many claims it withheld. The next question begins.
    func finishQuestion() -> (decisions: [Decision], withheldCount: Int) { stage.finishQuestion() }

    private static func platform(of expression: LookupPlan.Expression) -> String? {
        guard expression.kind == .acct || expression.kind == .handle else { return nil }
        return Platform(ofCanonical: expression.canonical.span)?.slug
    }

    /// What is held about a value under its own tag.
    public struct History {
        /// Every claim that may be shown, its cells in the forms that may be.
        public let claims: [StoredClaim]
        /// What stage `query` decided; empty where no agreement rules.
        public let decisions: [Decision]
        /// How many claims the agreements withhold.
        public let withheldCount: Int
    }

    /// Every claim about a value under its own tag, in the order of time, with what each says.
    ///
    /// - Throws: `IndicatorError`, `StoreError`, `BlindingError`.
    public func history(of text: String, kind: IndicatorKind?, region: RegionCode? = nil) throws -> History {
        let named = try NamedIndicator(text, kind: kind, region: region ?? self.region)
        try surroundings.tags.requireSecrets(
            of: [LookupPlan.Expression(kind: named.kind, canonical: named.canonical)], in: evaluable)
        let held = try surroundings.tags.known(named.kind, named.canonical).flatMap { key, known in
            try surroundings.store.history(of: key, knowing: known)
        }
        let claims = try stage.shown(held)
        let (decisions, withheldCount) = stage.finishQuestion()
        return History(claims: claims, decisions: decisions, withheldCount: withheldCount)
    }
}
