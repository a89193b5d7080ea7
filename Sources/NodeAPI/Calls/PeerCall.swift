public import CryptoPrimitives
public import HTTPTypes
public import Indicators

/// One thing that a member may ask another member's node for, as a value both ends share (docs/spec/node-api.md).
public enum PeerCall: Sendable, Hashable {
    /// Who the node speaks for, and how far it is.
    case node
    /// What the node says of the chains of a group.
    case heads(GroupID)
    /// The caller's own heads of a group: "I may have news". The answer is the node's heads.
    case giveHeads(GroupID)
    /// The bundles of a publisher for a group, after a number of its chain.
    case feed(GroupID, publisher: MemberID, after: Int)
    /// The caller's own redaction of a bundle: transfer document, line feed, sealed stream. In ranges where the caller likes.
    case bundle(Digest256)
    /// Hands the receiver its redaction of a bundle, in the same form.
    case giveBundle(Digest256)
    /// What the node says became of a transfer of the caller.
    case receipt(Digest256)
    /// The caller's receipt for a transfer of the node.
    case giveReceipt
    /// A signed message.
    case giveMessage
    /// Which registry, epochs, agreements and lists the node holds.
    case documents
    /// One of them.
    case document(SharedDocument)
    /// The digest over the transfers between the caller and the node that both sides should have, whole or by buckets.
    case transferDigest(byBuckets: Bool)
    /// The transfers between the caller and the node that the node's log has, from an index of it on: all, or those of a bucket.
    case transfers(from: UInt64, bucket: UInt8?)
    /// The digest of all that the node holds, whole or by buckets; only for members to whom it may show as much.
    case stateDigest(byBuckets: Bool)
    /// Items of a bucket of the state, from a number on.
    case stateItems(bucket: UInt16, from: UInt64)
    /// A published file of the node's audit log, by its path inside the log.
    case logFile(String)
    /// Asks the node, as a witness, to sign a head of the caller's log.
    case addCheckpoint
    /// The newest head of a log that the node has witnessed, by the digest of the log's origin.
    case witnessedHead(Digest256)
    /// Has the node, as an evaluator, evaluate blinded elements: a signed request, answered by a signed response.
    case evaluate
    /// What an evaluator says of how much each owner had evaluated in an epoch.
    case evaluationUsage(EpochNumber)
    /// What is left of the caller's quota at an evaluator.
    case evaluationAllowance(EpochNumber)
    /// Whether the process lives.
    case health
    /// How many bits name a bucket of a kind's tags.
    case bucketWidth(EpochNumber, IndicatorKind)
    /// What the node holds in a bucket: the question is the body.
    case match
}

/// A document that travels under its own signatures and version rules.
public enum SharedDocument: Sendable, Hashable {
    /// A version of the registry.
    case registry(version: Int64)
    /// The document of an epoch; never its pepper.
    case epoch(UInt32)
    /// An agreement's text, or the word that suspends one.
    case agreement(Digest256)
    /// The signatures of an agreement or of such a word.
    case agreementNote(Digest256)
    /// A list of indicators nobody acts on.
    case protectedList(Digest256)
}

extension PeerCall {
    /// The method of HTTP.
    public var method: HTTPRequest.Method {
        switch self {
        case .node, .heads, .feed, .bundle, .receipt, .documents, .document, .transferDigest, .transfers,
            .stateDigest, .stateItems, .logFile, .witnessedHead, .evaluationUsage, .evaluationAllowance,
            .health, .bucketWidth:
            .get
        case .giveHeads, .giveBundle, .giveReceipt, .giveMessage, .addCheckpoint, .evaluate, .match: .post
        }
    }

    /// A short name for logs and metrics, of which there are few: nothing of it comes from outside.
    public var name: String {
        switch self {
        case .node: "node"
        case .heads: "heads"
        case .giveHeads: "give-heads"
        case .feed: "feed"
        case .bundle: "bundle"
        case .giveBundle: "give-bundle"
        case .receipt: "receipt"
        case .giveReceipt: "give-receipt"
        case .giveMessage: "give-message"
        case .documents: "documents"
        case .document: "document"
        case .transferDigest: "digest"
        case .transfers: "transfers"
        case .stateDigest: "state"
        case .stateItems: "state-items"
        case .logFile: "log"
        case .addCheckpoint: "add-checkpoint"
        case .witnessedHead: "witnessed-head"
        case .evaluate: "evaluate"
        case .evaluationUsage: "evaluation-usage"
        case .evaluationAllowance: "evaluation-allowance"
        case .health: "health"
        case .bucketWidth: "bucket-width"
        case .match: "match"
        }
    }
}
