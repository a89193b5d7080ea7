public import Agreements
public import CanonicalCoding
public import Indicators
public import MergeEngine
internal import NodeStore
public import SignedBundles

/// How claims come together under one value: by its own tags, by what publishers joined, and by names that rows carry.
public struct AliasExplanation: Sendable {
    /// The kind, named or guessed.
    public let kind: IndicatorKind
    /// The canonical form.
    public let canonical: String
    /// The expressions that a lookup asks, in its order, as far as something is known under them.
    public let expressions: [Expression]
    /// What stage `query` decided; empty where no agreement rules.
    public let decisions: [Decision]
    /// How many claims agreements withheld.
    public let withheldCount: Int

    /// What the audit log keeps of it.
    public var logged: JSONValue {
        [
            "aliases": .integer(Int64(expressions.reduce(0) { $0 + $1.aliases.count })),
            "claims": .integer(Int64(expressions.reduce(0) { $0 + $1.claims.count })),
        ]
    }

    /// One expression with what it leads to.
    public struct Expression: Sendable {
        /// Its kind.
        public let kind: IndicatorKind
        /// Its canonical form.
        public let text: String
        /// The claims that its own state is folded from.
        public let claims: [JoinedClaim]
        /// The indicators whose rows carry it as a name.
        public let aliases: [Alias]
    }

    /// A claim and what brought it here.
    public struct JoinedClaim: Sendable {
        /// The claim.
        public let claim: Claim
        /// What brought it.
        public let join: Join
    }

    /// What brings a claim under a value.
    public enum Join: String, Sendable, CaseIterable {
        /// It stands under the value's own tag.
        case tag
        /// Its publisher's `prev_tag` joins its tag to the value's.
        case previousTag = "prev_tag"
    }

    /// An indicator whose rows carry the expression as a name.
    public struct Alias: Sendable {
        /// Both tags.
        public let pair: AliasPair
        /// The indicator's value, when a row that carries the name shows it.
        public let value: String?
        /// The claims that carry the name, by members that proved it; nobody's when the tag was only copied.
        public let claims: [Claim]
        /// The last judgement of this node on the pair.
        public let judgement: RecordedJudgement?

        /// Whether a lookup of the expression answers by this indicator.
        public var leads: Bool { !claims.isEmpty && judgement?.document.act != .split }
    }
}

extension Lookup {
    /// Explains how the claims about a value come together.
    ///
    /// - Throws: `IndicatorError`, `StoreError`.
    public func explainAliases(of question: AliasQuestion) throws -> AliasExplanation {
        let plan = try plan(for: question)
        let named = try NamedIndicator(question.text, kind: question.kind, region: question.region ?? region)
        let expressions = try plan.expressions.map(explain)
        let (decisions, withheldCount) = finishQuestion()
        return AliasExplanation(
            kind: named.kind, canonical: String(decoding: named.canonical, as: UTF8.self),
            expressions: expressions.filter { !$0.claims.isEmpty || !$0.aliases.isEmpty }, decisions: decisions,
            withheldCount: withheldCount)
    }

    private func explain(_ expression: LookupPlan.Expression) throws -> AliasExplanation.Expression {
        let own = try surroundings.tags.keys(of: expression.kind, expression.canonical).flatMap { key in
            try surroundings.store.history(of: key).map(\.claim.id)
        }
        let underOwnTag = Set(own)
        let claims = try claims(of: expression).sorted { $0.id < $1.id }.map { claim in
            AliasExplanation.JoinedClaim(claim: claim, join: underOwnTag.contains(claim.id) ? .tag : .previousTag)
        }
        let aliases = try surroundings.leads(from: expression).map { lead in
            let rows = try rows(of: lead)
            return AliasExplanation.Alias(
                pair: lead.pair, value: rows.value, claims: rows.naming.map(\.claim), judgement: lastWords.word(on: lead.pair))
        }
        return AliasExplanation.Expression(
            kind: expression.kind, text: expression.text, claims: claims, aliases: aliases)
    }
}
