public import CryptoPrimitives
public import Indicators
public import NodeAPI

/// What one round with one peer came to.
public struct RoundReport: Sendable, Hashable {
    /// The member.
    public let peer: MemberID
    /// Bundles taken in.
    public var takenCount = 0
    /// Bundles that the peer has taken in.
    public var givenCount = 0
    /// Receipts that came for what had been sent before.
    public var receiptCount = 0
    /// Registry versions, epochs, agreements and lists that were new.
    public var documentCount = 0
    /// Messages that the peer has taken in.
    public var messageCount = 0
    /// Bundles that one side refused, and documents that cannot be used, with the code or a sentence.
    public var refusals: [Refusal] = []
    /// Whether the peer answered that it is no node, and only evaluates: there is nothing to be in step with.
    public var evaluatesOnly = false
    /// Why the round ended early.
    public var failure: PeerFailure?

    /// What was refused, by whom, and why.
    public struct Refusal: Sendable, Hashable {
        /// Who refused it.
        public enum Side: String, Sendable, Hashable {
            case here
            case there
        }

        /// The digest of the bundle's manifest; nothing for other documents.
        public let manifest: Digest256?
        /// Who refused it.
        public let side: Side
        /// A code of the protocol, a reason of a decision, or a short sentence.
        public let code: String
    }

    init(_ peer: MemberID) { self.peer = peer }

    /// Whether anything moved.
    public var hasNews: Bool { takenCount + givenCount + receiptCount + documentCount + messageCount > 0 || !refusals.isEmpty }
}
