public import Agreements
public import CanonicalCoding
public import Indicators
internal import MergeEngine
internal import NodeStore

/// Finds what a person means who names a value without its kind: the reading of it that is reported.
///
/// A bare name can stand in a bundle as a domain, a host or an address, each with a tag of its own; a retraction under the
/// wrong one would take nothing back.
public struct StatementAim {
    private let surroundings: Surroundings
    private let member: MemberID
    private let time: Timestamp
    private let stage: QueryStage

    /// Prepares to look values up in the store of a node.
    ///
    /// - Parameter grounds: why; stage `query` of the agreements judges by them what may be looked at.
    /// - Throws: ``NodeError``, `StoreError`, `FileError`.
    public init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("state")) throws {
        surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        stage = try QueryStage(node, surroundings.store, owners: surroundings.context.owners, for: grounds, at: time)
        member = node.settings.member
        self.time = time
    }

    /// What a text stands for.
    public struct Finding: Sendable {
        /// The reading to speak about: the guessed one when none is reported.
        public let named: NamedIndicator
        /// Whether there is a report that the statement can be about.
        public let isReported: Bool
        /// Further kinds under which the same text is reported; the statement does not touch them.
        public let otherKinds: [IndicatorKind]
        /// What stage `query` decided; empty where no agreement rules.
        public let decisions: [Decision]
    }

    /// Reads a text as what is reported under it: for a retraction by this node's member, else by anybody.
    ///
    /// - Parameters:
    ///   - kind: nil tries the guess first, then its siblings.
    ///   - act: nil takes whatever was ever reported, for looking back.
    /// - Throws: `IndicatorError`, `StoreError`.
    public func find(
        _ text: String, kind: IndicatorKind?, region: RegionCode?, for act: NamedStatement.Act?
    ) throws -> Finding {
        let guess = try NamedIndicator(text, kind: kind, region: region)
        let siblings = kind == nil ? Self.siblings(of: guess.kind) : []
        let readings = [guess] + siblings.compactMap { try? NamedIndicator(text, kind: $0, region: region) }
        let reported = try readings.filter { try isReported($0, for: act) }
        let decisions = stage.finishQuestion().decisions
        guard let aimed = reported.first else {
            return Finding(named: guess, isReported: false, otherKinds: [], decisions: decisions)
        }
        return Finding(named: aimed, isReported: true, otherKinds: reported.dropFirst().map(\.kind), decisions: decisions)
    }

    /// Whether a report stands that was not taken back or replaced, active or not.
    private func isReported(_ named: NamedIndicator, for act: NamedStatement.Act?) throws -> Bool {
        let known = Dictionary(uniqueKeysWithValues: surroundings.tags.known(named.kind, named.canonical))
        let keys = known.keys.sorted()
        let claims = try stage.admitted(surroundings.store.claims(of: keys, knowing: known), under: keys)
        guard let act else { return claims.contains { $0.statement.type == .report } }
        let isOwn = if case .retract = act { true } else { false }
        let topic = IndicatorTopic(kind: named.kind)
        return IndicatorState.folding(claims, topic: topic, at: time, in: surroundings.context).standings.contains { standing in
            standing.isStandingReport && (!isOwn || standing.claim.origin.publisher == member)
        }
    }

    private static func siblings(of kind: IndicatorKind) -> [IndicatorKind] {
        switch kind {
        case .domain: [.host, .url]
        case .host: [.url]
        case .url: [.host, .domain]
        case .acct: [.handle]
        case .handle: [.acct]
        default: []
        }
    }
}
