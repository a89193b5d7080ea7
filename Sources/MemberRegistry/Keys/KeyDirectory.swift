public import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// Says what is known of a key by its whole identifier, `<member>/<kid>`.
public protocol KeyDirectory: Sendable {
    /// The record of a key, or nothing when the directory does not know it.
    func signingKey(_ keyID: String) -> SigningKeyRecord?
}

/// What a directory says of one key.
public struct SigningKeyRecord: Sendable, Hashable {
    /// The whole identifier, `<member>/<kid>`.
    public let keyID: String
    /// The member the key speaks for.
    public let member: String
    /// The key itself; nothing when it is weak or of a kind that does not sign.
    public let verificationKey: VerificationKey?
    /// Whether the key breaks the key rule of its algorithm and so is never used.
    public let isWeak: Bool
    /// What the key is for.
    public let use: KeyUse
    /// Whether the key still speaks for its member.
    public let status: KeyStatus
    /// The first moment the key speaks for its member; nothing when the directory sets no window.
    public let notBefore: Timestamp?
    /// The first moment after its window; nothing when the directory sets no window.
    public let notAfter: Timestamp?
    /// Since when the key is in wrong hands, if it is.
    public let compromisedSince: Timestamp?
    /// What the key may sign; nothing when it may sign everything of its member.
    public let scope: KeyScope?

    /// States what is known of a key.
    public init(
        keyID: String, member: String, verificationKey: VerificationKey?, isWeak: Bool, use: KeyUse = .sign,
        status: KeyStatus = .active, notBefore: Timestamp? = nil, notAfter: Timestamp? = nil,
        compromisedSince: Timestamp? = nil, scope: KeyScope? = nil
    ) {
        self.keyID = keyID
        self.member = member
        self.verificationKey = verificationKey
        self.isWeak = isWeak
        self.use = use
        self.status = status
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.compromisedSince = compromisedSince
        self.scope = scope
    }

    /// Whether a moment lies in the key's window.
    public func isValid(at time: Timestamp) -> Bool {
        if let notBefore, time < notBefore { return false }
        if let notAfter, time >= notAfter { return false }
        return true
    }
}

/// What a key is for; no key serves two uses.
public enum KeyUse: String, Sendable, Hashable, CaseIterable {
    /// Everything the root does not sign: manifests, receipts, heads, transfers.
    case sign
    /// Files that only the member may open.
    case seal
    /// The certificate of its node.
    case tls
    /// Checkpoints of its ledger.
    case log
    /// Checkpoints of others' ledgers.
    case witness
    /// Sharing agreements.
    case agree
}

/// Whether a key still speaks for its member.
public enum KeyStatus: String, Sendable, Hashable, CaseIterable {
    case active
    /// No longer used; old signatures stay good.
    case retired
    /// In wrong hands; nothing it signed is taken any more.
    case compromised
}

/// What a delegated key may sign.
public struct KeyScope: Sendable, Hashable {
    /// The kinds, or nothing when every kind is allowed.
    public var kinds: Set<String>? { listedKinds.map(Set.init) }
    /// The kinds in the order of the document.
    let listedKinds: [String]?
    /// The highest marking, or nothing when every marking is allowed.
    public let maxMarking: Marking?
    /// Bundles are created before this moment, if it is set.
    public let until: Timestamp?

    /// States a scope.
    public init(kinds: Set<String>? = nil, maxMarking: Marking? = nil, until: Timestamp? = nil) {
        self.init(listedKinds: kinds?.sorted(), maxMarking: maxMarking, until: until)
    }

    init(listedKinds: [String]?, maxMarking: Marking?, until: Timestamp?) {
        self.listedKinds = listedKinds
        self.maxMarking = maxMarking
        self.until = until
    }

    /// Whether the scope lets the key sign at a moment.
    public func allows(createdAt time: Timestamp) -> Bool {
        until.map { time < $0 } ?? true
    }

    /// Whether the scope covers a segment; a marking that is not known is refused when there is a highest one.
    public func allows(kind: String, marking: String) -> Bool {
        if let listedKinds, !listedKinds.contains(kind) { return false }
        guard let maxMarking else { return true }
        return Marking(marking).map { $0 <= maxMarking } ?? false
    }
}
