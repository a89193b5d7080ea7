public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// What a receiver says became of one transfer; goes back to the sender (docs/spec/transfer.md).
public struct TransferReceipt: Sendable, Hashable {
    /// How far the receiver has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// The bytes are durable.
        case received
        /// The rows are in the receiver's state.
        case applied
        /// Nothing was taken.
        case rejected
    }

    /// What became of the rows of one class.
    public struct Counts: Sendable, Hashable {
        /// Rows that are the first of their kind.
        public let new: Int
        /// Rows that replace an older one or add cells.
        public let updated: Int
        /// Rows that were held already.
        public let duplicate: Int
        /// Rows that came after a later one.
        public let superseded: Int
        /// Rows that were refused.
        public let refused: Int

        /// The rows read: the sum of all.
        public var read: Int { new + updated + duplicate + superseded + refused }

        /// States counts.
        public init(new: Int = 0, updated: Int = 0, duplicate: Int = 0, superseded: Int = 0, refused: Int = 0) {
            self.new = new
            self.updated = updated
            self.duplicate = duplicate
            self.superseded = superseded
            self.refused = refused
        }
    }

    /// The entry of the receiver's audit log that says so.
    public struct Entry: Sendable, Hashable {
        /// The origin of the log.
        public let origin: String
        /// The index of the entry.
        public let index: UInt64

        /// Names an entry.
        public init(origin: String, index: UInt64) {
            self.origin = origin
            self.index = index
        }
    }

    /// The digest of the transfer.
    public let transfer: Digest256
    /// The digest of the bundle's manifest.
    public let manifest: Digest256
    /// The member that handed over.
    public let from: MemberID
    /// The member that received, and signs this.
    public let to: MemberID
    /// How far it came.
    public let state: State
    /// Why it was rejected: an error code of the protocol, or a reason code of the decision; empty otherwise.
    public let code: String
    /// What became of the rows by class: `report`, `retract`, `outcome`, `object`, and `other` for rows refused before their class
    /// was read.
    public let counts: [String: Counts]
    /// Indicators that are retracted now and were not before.
    public let retracted: Int
    /// Where the receiver's audit log says so.
    public let entry: Entry
    /// When.
    public let time: Timestamp

    /// States what became of a transfer.
    public init(
        transfer: Digest256, manifest: Digest256, from: MemberID, to: MemberID, state: State, code: String = "",
        counts: [String: Counts] = [:], retracted: Int = 0, entry: Entry, time: Timestamp
    ) {
        self.transfer = transfer
        self.manifest = manifest
        self.from = from
        self.to = to
        self.state = state
        self.code = code
        self.counts = counts
        self.retracted = retracted
        self.entry = entry
        self.time = time
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.receipt.v1+json"
    /// Classes that one receipt counts.
    public static let classLimit = 64
    /// Bytes of a class, a code and an origin.
    static let nameByteLimit = 128
}

extension TransferReceipt {
    /// Reads a receipt whose signatures verify and of which one is by a key of its receiver.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_KEY`, `E_SIG`, `E_SCOPE` or `E_MANIFEST`.
    public init(verifying envelope: DSSEEnvelope, keys: any KeyDirectory) throws(BundleError) {
        let document = try SignedDocument(envelope, type: Self.payloadType, keys: keys)
        try self.init(document.value)
        try document.requireSigner(to, at: time)
    }
}
