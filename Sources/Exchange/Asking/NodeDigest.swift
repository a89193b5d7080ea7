public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine
public import NodeStore

/// What a node holds, in one document that equal nodes print equally.
public struct NodeDigest {
    /// The state digest in hex.
    public let digestHex: String
    /// How many bundles wait for an officer of this node, or were refused by one: they are under the digest, and their reports in no count of
    /// what is corroborated.
    public let quarantinedBundleCount: Int
    /// The counts.
    public let summary: StoreSummary

    /// Computes it.
    ///
    /// - Throws: `StoreError`, ``NodeError``.
    public init(_ node: Node, at time: Timestamp) throws {
        let surroundings = try Surroundings(node, node.store(for: .reading), at: time)
        quarantinedBundleCount = surroundings.context.held.count
        digestHex = try surroundings.store.digest().hex
        summary = try surroundings.store.summary(
            asking: StateQuestion(at: time, in: surroundings.context, protected: surroundings.tags.protectedKeys()))
    }

    /// The document of `tocsin digest --json`.
    public var json: JSONValue {
        var publishers = JSONObject()
        for (member, sequence) in summary.publishers { publishers[member.name] = .integer(Int64(sequence)) }
        let chains = summary.chains.map { chain -> JSONValue in
            ["aud": .string(chain.audience.name), "pub": .string(chain.publisher.name), "seq": .integer(Int64(chain.sequence))]
        }
        return [
            "chains": .array(chains), "claims": .integer(Int64(summary.claims)),
            "corroborated": Self.counts(summary.corroborated),
            "digest": .string(digestHex), "indicators": Self.counts(summary.indicators), "publishers": .object(publishers),
            "quarantined": .integer(Int64(quarantinedBundleCount)), "retracted": Self.counts(summary.retracted),
        ]
    }

    private static func counts(_ counts: [IndicatorKind: Int]) -> JSONValue {
        var object = JSONObject()
        for (kind, count) in counts { object[kind.name] = .integer(Int64(count)) }
        return .object(object)
    }
}
