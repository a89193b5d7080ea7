internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import Synchronization

/// What rounds of this process remember of one peer: bundles and messages that were refused and are not tried again at once, how often the
/// documents were asked for, and whether the own head was compared.
///
/// It is forgotten when the process ends; then each of them is tried once more.
public final class RoundMemory: Sendable {
    private struct State {
        var refusals: [Digest256: (tries: Int, notBefore: Timestamp)] = [:]
        var forgiven: Set<Digest256> = []
        var quietRounds = 0
        var registryVersion: Int64 = 0
        var hasComparedOwnHead = false
        var wideningRounds = 0
    }

    private let state = Mutex(State())

    /// Remembers nothing yet.
    public init() {}

    /// Whether a bundle was refused so lately that it is not tried again.
    func rests(_ manifest: Digest256, at time: Timestamp) -> Bool {
        state.withLock { $0.refusals[manifest].map { time < $0.notBefore } ?? false }
    }

    /// Notes a refusal: the next try comes a minute later, then two, four, and so on up to six hours.
    func refused(_ manifest: Digest256, at time: Timestamp) {
        state.withLock { state in
            if state.refusals.count >= Self.limit { state.refusals.removeAll() }
            let tries = (state.refusals[manifest]?.tries ?? 0) + 1
            let seconds = min(Self.firstPauseSeconds << Int64(min(tries - 1, 20)), Self.longestPauseSeconds)
            state.refusals[manifest] = (tries, time.adding(seconds: seconds))
        }
    }

    /// Forgets the refusal of a bundle whose place in its chain is judged anew: once, or it would be fetched at every round.
    func forgetRefusalOnce(of manifest: Digest256) {
        state.withLock { state in
            if state.forgiven.count >= Self.limit { state.forgiven.removeAll() }
            if state.forgiven.insert(manifest).inserted { state.refusals[manifest] = nil }
        }
    }

    /// Forgets refusals, because something changed that may end them.
    public func forgetRefusals() {
        state.withLock { state in
            state.refusals.removeAll()
            state.wideningRounds = 0
        }
    }

    /// Whether this round asks if the peer is due more of what it got: the first does, each tenth, and after news.
    var isWideningDue: Bool {
        state.withLock { state in
            defer { state.wideningRounds += 1 }
            return state.wideningRounds % Self.roundsBetweenDocuments == 0
        }
    }

    /// The next round goes on where this one stopped.
    func wideningGoesOn() { state.withLock { $0.wideningRounds = 0 } }

    /// Whether the documents of the peer are to be looked at: when its registry is another, and else each tenth round.
    func needsDocuments(peerVersion: Int64, ownVersion: Int64) -> Bool {
        state.withLock { state in
            defer { state.quietRounds += 1 }
            return peerVersion > ownVersion || state.quietRounds % Self.roundsBetweenDocuments == 0
        }
    }

    /// Whether the peer, as a witness, has yet to be asked what it keeps of this node's log.
    var needsOwnHead: Bool { state.withLock { !$0.hasComparedOwnHead } }

    /// Notes that it was asked, and did not contradict.
    func noteOwnHead() { state.withLock { $0.hasComparedOwnHead = true } }

    private static let limit = 10_000
    private static let firstPauseSeconds: Int64 = 60
    private static let longestPauseSeconds: Int64 = 6 * 3_600
    private static let roundsBetweenDocuments = 10
}
