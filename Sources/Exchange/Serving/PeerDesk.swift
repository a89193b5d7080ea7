internal import CanonicalCoding
internal import CryptoPrimitives
public import Evaluation
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import NodeAPI

/// Answers the requests of other members' nodes, each as a job on the home.
public struct PeerDesk: PeerAnswering {
    /// What a peer's request tells the node beside what it asks.
    public enum News: Sendable, Hashable {
        /// The peer knows more of a chain, or something else: there may be bundles to fetch.
        case heads(from: MemberID)
        /// A bundle was taken in.
        case tookBundle(from: MemberID)
        /// A bundle was refused, and the peer has the receipt that says so.
        case refusedBundle(from: MemberID)
        /// A receipt was taken in.
        case receipt(from: MemberID)
        /// A message was taken in, now or before.
        case message(from: MemberID)
    }

    private let home: HomeDesk
    private let pins: RegistryPins
    private let patience = PeerPatience()
    private let room = WaitingRoom(limit: PeerDesk.waitingLimit, share: PeerDesk.waitingShare)
    /// Where long bodies lie until they are worked on.
    public let spool: String
    private let tell: @Sendable (News) -> Void
    private let messagesADay: Int
    private let evaluator: EvaluatorDesk?

    /// Prepares answers.
    ///
    /// - Parameters:
    ///   - spool: a directory of the home for bodies under way.
    ///   - evaluator: answers requests for evaluation; nothing when this member holds no share.
    ///   - tell: is told what a request brought, and must not wait.
    public init(
        _ home: HomeDesk, spool: String, evaluator: EvaluatorDesk? = nil, tell: @escaping @Sendable (News) -> Void = { _ in }
    ) {
        self.init(home, spool: spool, messagesADay: MessageLimits.dailyCount, evaluator: evaluator, tell: tell)
    }

    /// The same with a limit lowered, so that tests reach it cheaply.
    package init(
        _ home: HomeDesk, spool: String, messagesADay: Int, evaluator: EvaluatorDesk? = nil,
        tell: @escaping @Sendable (News) -> Void = { _ in }
    ) {
        self.home = home
        self.evaluator = evaluator
        self.messagesADay = messagesADay
        self.spool = spool
        self.tell = tell
        pins = RegistryPins(home)
    }

    /// The member whose key it is, by the registry as it stands.
    public func member(ofTLSKey point: [UInt8]) async -> MemberID? { await pins.member(of: point) }

    /// Answers; whatever goes wrong is an answer, too.
    public func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer {
        if let evaluator, Self.isForEvaluator(request.call) { return await evaluator.answer(request, from: peer) }
        let isLogged = Self.access(for: request.call) == .writing
        if isLogged, let problem = patience.problem(for: peer, at: home.now()) { return .problem(problem) }
        do {
            let messagesADay = messagesADay
            let (answer, news) = try await room.passing(peer.name) {
                try await home.work(Self.access(for: request.call)) { node, book, time in
                    var question = try PeerQuestion(node, book, peer, at: time)
                    question.messagesADay = messagesADay
                    let answer = try question.answer(request)
                    return (answer, question.news)
                }
            }
            if let news { tell(news) }
            if news == .refusedBundle(from: peer) { patience.refused(peer, at: home.now()) }
            return answer
        } catch {
            let problem = Problem(explaining: error)
            if isLogged, !problem.passes { patience.refused(peer, at: home.now()) }
            return .problem(problem)
        }
    }

    /// So many requests of members wait for the desk at once: each takes some milliseconds, so the last is answered within a second or two.
    public static let waitingLimit = 128
    /// So many of them of one member.
    public static let waitingShare = 32

    /// These calls need no job on the home, and must not wait for one.
    private static func isForEvaluator(_ call: PeerCall) -> Bool {
        switch call {
        case .evaluate, .evaluationUsage, .evaluationAllowance: true
        default: false
        }
    }

    private static func access(for call: PeerCall) -> Node.Access {
        switch call {
        case .bundle, .giveBundle, .giveReceipt, .giveMessage, .addCheckpoint: .writing
        default: .reading
        }
    }
}
