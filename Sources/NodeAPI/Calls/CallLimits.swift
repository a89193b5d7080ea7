/// What one call may cost: sizes and times, each limit named here and nowhere else.
public struct CallLimits: Sendable, Hashable {
    /// A request's body is at most this long.
    public let requestBytes: Int
    /// An answer's body is at most this long.
    public let answerBytes: Int
    /// The whole of it takes at most this long, unless bytes keep flowing.
    public let deadlineSeconds: Int
    /// At least so many bytes flow each ten seconds while a body is under way.
    public static let slowestBytesPerTenSeconds = 10 << 10
    /// Nothing at all flows for at most this long.
    public static let idleSeconds = 20

    /// A stream of 16 GiB, sealed: 16 bytes more for each 64 KiB, and the head of the file and the transfer document before it.
    static let sealedStreamBytes = (16 << 30) + (4 << 20) + (1 << 20)
    /// Documents that the root signs are at most this long.
    static let documentBytes = 8 << 20
    /// A list of values that are vouched for: a million names and more.
    static let protectedListBytes = 64 << 20
    /// A signed document of one member.
    static let envelopeBytes = 256 << 10
    /// A signed message of 8,192 elements, or the answer to one: 270,500 bytes in base64, with as many signatures as an envelope may have.
    public static let evaluationBytes = 384 << 10
    /// A page of a list.
    static let pageBytes = 1 << 20

    private init(request: Int = 0, answer: Int, seconds: Int = 30) {
        requestBytes = request
        answerBytes = answer
        deadlineSeconds = seconds
    }

    /// The limits of a call.
    public init(of call: PeerCall) {
        switch call {
        case .node: self.init(answer: 64 << 10)
        case .heads: self.init(answer: Self.documentBytes)
        case .giveHeads: self.init(request: Self.documentBytes, answer: Self.documentBytes)
        case .feed, .transfers, .documents: self.init(answer: Self.pageBytes)
        case .bundle: self.init(answer: Self.sealedStreamBytes, seconds: 600)
        case .giveBundle: self.init(request: Self.pushedBundleBytes, answer: Self.envelopeBytes, seconds: 120)
        case .receipt: self.init(answer: Self.envelopeBytes)
        case .giveReceipt, .giveMessage: self.init(request: Self.envelopeBytes, answer: Self.envelopeBytes)
        case .document(.protectedList): self.init(answer: Self.protectedListBytes, seconds: 120)
        case .document: self.init(answer: Self.documentBytes)
        case .stateDigest, .stateItems: self.init(answer: Self.pageBytes, seconds: 60)
        case .transferDigest: self.init(answer: Self.pageBytes, seconds: 60)
        case .logFile: self.init(answer: 32 << 20)
        case .addCheckpoint: self.init(request: 64 << 10, answer: 64 << 10)
        case .witnessedHead: self.init(answer: 64 << 10)
        case .evaluate: self.init(request: Self.evaluationBytes, answer: Self.evaluationBytes, seconds: 60)
        case .evaluationUsage: self.init(answer: Self.envelopeBytes)
        case .bucketWidth, .evaluationAllowance: self.init(answer: 4 << 10)
        case .match: self.init(request: 16 << 10, answer: Self.documentBytes)
        case .health: self.init(answer: 4 << 10)
        }
    }

    /// A bundle up to this length is handed over at once; a longer one the receiver fetches, in ranges where it likes.
    public static let pushedBundleBytes = 4 << 20
    /// A page of a list has at most so many items.
    public static let pageItems = 1_000
}
