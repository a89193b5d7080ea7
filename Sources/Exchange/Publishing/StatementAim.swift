internal import CanonicalCoding
public import Indicators
internal import MergeEngine
internal import NodeStore

/// Finds what a person means who names a value without its kind: the reading of it that is reported.
///
/// A bare name can stand in a bundle as a domain, a host or an address, each with a tag of its own; a retraction under the
/// wrong one would take nothing back.
public struct StatementAim {
    private let tags: NodeTags
    private let store: NodeStore
    private let member: MemberID

    /// Prepares to look values up in the store of a node.
    ///
    /// - Throws: ``NodeError``, `StoreError`, `FileError`.
    public init(_ node: Node) throws {
        tags = try NodeTags(node)
        store = try node.store(for: .reading)
        member = node.settings.member
    }

    /// What a text stands for.
    public struct Finding: Sendable {
        /// The reading to speak about: the guessed one when none is reported.
        public let named: NamedIndicator
        /// Whether there is a report that the statement can be about.
        public let isReported: Bool
        /// Further kinds under which the same text is reported; the statement does not touch them.
        public let otherKinds: [IndicatorKind]
    }

    /// Reads a text as what is reported under it: for a retraction by this node's member, else by anybody.
    ///
    /// - Parameter kind: nil tries the guess first, then its siblings.
    /// - Throws: `IndicatorError`, `StoreError`.
    public func find(
        _ text: String, kind: IndicatorKind?, region: RegionCode?, for act: NamedStatement.Act
    ) throws -> Finding {
        let guess = try NamedIndicator(text, kind: kind, region: region)
        let siblings = kind == nil ? Self.siblings(of: guess.kind) : []
        let readings = [guess] + siblings.compactMap { try? NamedIndicator(text, kind: $0, region: region) }
        let reported = try readings.filter { try isReported($0, for: act) }
        guard let aimed = reported.first else { return Finding(named: guess, isReported: false, otherKinds: []) }
        return Finding(named: aimed, isReported: true, otherKinds: reported.dropFirst().map(\.kind))
    }

    private func isReported(_ named: NamedIndicator, for act: NamedStatement.Act) throws -> Bool {
        let isOwn = if case .retract = act { true } else { false }
        return try store.claims(of: tags.keys(of: named.kind, named.canonical)).contains { claim in
            claim.statement.type == .report && (!isOwn || claim.origin.publisher == member)
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
