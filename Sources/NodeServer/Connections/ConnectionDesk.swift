package import Indicators
package import NIOCore
internal import Synchronization

/// Counts connections and requests, and says when there are too many.
package final class ConnectionDesk: Sendable {
    private let limits: ListenerLimits
    private let counts = Mutex(Counts())

    package init(_ limits: ListenerLimits) { self.limits = limits }

    fileprivate struct Counts {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Connections that have not shown yet whose they are, by how many were taken in before them.
        var strangers: [ObjectIdentifier: Int] = [:]
        var taken = 0
        var connections: [MemberID: Int] = [:]
        var requests = 0
        var rates: [String: RequestRate] = [:]
    }

    /// How many connections there are.
    package var connectionCount: Int { counts.withLock { $0.channels.count } }
    /// How many requests are under way.
    var requestCount: Int { counts.withLock { $0.requests } }

    /// What becomes of a connection that comes.
    package enum Reception {
        case taken
        /// It is taken, and the one that has waited longest to say whose it is has to go: whoever opens connections and says nothing
        /// could otherwise keep the members out.
        case takenInsteadOf(any Channel)
        case refused
    }

    /// Takes a connection in, until it closes; not when there are enough.
    ///
    /// - Parameter isStranger: whether it is still to show whose it is, and ``knows(_:)`` is called when it has.
    package func takes(_ channel: any Channel, isStranger: Bool) -> Reception {
        let reception = counts.withLock { $0.takes(channel, isStranger: isStranger, limits) }
        if case .refused = reception { return .refused }
        channel.closeFuture.whenComplete { _ in self.counts.withLock { $0.leaves(channel) } }
        return reception
    }

    /// A connection has shown whose it is, and makes room for nobody any more.
    func knows(_ channel: any Channel) { counts.withLock { $0.strangers[ObjectIdentifier(channel)] = nil } }

    /// Counts a connection as a member's, until it closes; not when that has enough.
    func takes(_ connection: PeerConnection, of member: MemberID) -> Bool {
        let isTaken = counts.withLock { counts in
            guard counts.connections[member, default: 0] < limits.connectionsPerMember else { return false }
            counts.connections[member, default: 0] += 1
            return true
        }
        if isTaken { connection.channel.closeFuture.whenComplete { _ in self.left(member) } }
        return isTaken
    }

    private func left(_ member: MemberID) {
        counts.withLock { counts in
            let rest = counts.connections[member, default: 1] - 1
            counts.connections[member] = rest > 0 ? rest : nil
        }
    }

    /// What a request is told that cannot be taken now.
    package enum Admission: Sendable, Equatable {
        case granted
        case tooFast(retryAfterSeconds: Int)
        case tooMany
    }

    /// Begins a request of a member. What is granted must end with ``ends()``.
    package func begins(of member: MemberID, at now: ContinuousClock.Instant = .now) -> Admission {
        begins(of: member.name, at: now)
    }

    /// Begins a request of a caller, by a name of which there are few.
    package func begins(of caller: String, at now: ContinuousClock.Instant = .now) -> Admission {
        counts.withLock { counts in
            var rate = counts.rates[caller] ?? RequestRate(full: limits.requestBurst, at: now)
            let isInTime = rate.takes(limits, at: now)
            counts.rates[caller] = rate
            guard isInTime else { return .tooFast(retryAfterSeconds: rate.secondsToNext(limits)) }
            guard counts.requests < limits.requestsUnderWay else { return .tooMany }
            counts.requests += 1
            return .granted
        }
    }

    /// Ends a request that was granted.
    func ends() { counts.withLock { $0.requests -= 1 } }

    /// Closes what is still open.
    package func closeAll() {
        for channel in counts.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }
}

extension ConnectionDesk.Counts {
    fileprivate mutating func takes(
        _ channel: any Channel, isStranger: Bool, _ limits: ListenerLimits
    ) -> ConnectionDesk.Reception {
        var reception = ConnectionDesk.Reception.taken
        if channels.count >= limits.connections {
            guard isStranger, let oldest = strangers.min(by: { $0.value < $1.value })?.key, let other = channels[oldest] else {
                return .refused
            }
            leaves(other)
            reception = .takenInsteadOf(other)
        }
        taken += 1
        channels[ObjectIdentifier(channel)] = channel
        if isStranger { strangers[ObjectIdentifier(channel)] = taken }
        return reception
    }

    fileprivate mutating func leaves(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = nil
        strangers[ObjectIdentifier(channel)] = nil
    }
}

/// A token bucket: as many requests as it holds tokens, which come back at an even rate.
struct RequestRate: Sendable {
    private var tokens: Double
    private var last: ContinuousClock.Instant

    init(full: Int, at now: ContinuousClock.Instant) { (tokens, last) = (Double(full), now) }

    mutating func takes(_ limits: ListenerLimits, at now: ContinuousClock.Instant) -> Bool {
        let passed = (now - last) / .seconds(1)
        tokens = min(Double(limits.requestBurst), tokens + max(0, passed) * Double(limits.requestsPerSecond))
        last = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    func secondsToNext(_ limits: ListenerLimits) -> Int {
        max(1, Int(((1 - tokens) / Double(max(1, limits.requestsPerSecond))).rounded(.up)))
    }
}
