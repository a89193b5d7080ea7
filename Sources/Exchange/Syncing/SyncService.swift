public import Indicators
internal import LedgerFiles
public import NodeAPI
internal import Synchronization

/// Keeps a node in step with its peers as long as it runs: a round with each when there is news, and now and then without.
public struct SyncService: Sendable {
    private let home: HomeDesk
    private let transport: any PeerTransport
    private let pace: SyncPace
    private let bell: PeerBell
    private let directory: PeerDirectory?
    private let turns: Turns
    private let tell: @Sendable (Event) -> Void

    /// What happens while it runs.
    public enum Event: Sendable {
        /// A round came to its end.
        case round(RoundReport, seconds: Double)
        /// This node itself could not do a round.
        case fault(MemberID, String)
    }

    /// Prepares the service.
    ///
    /// - Parameters:
    ///   - bell: by which news reach it.
    ///   - directory: kept up to date with the home, for the transport's sake.
    ///   - tell: is told of each round, and must not wait.
    public init(
        _ home: HomeDesk, _ transport: any PeerTransport, pace: SyncPace = SyncPace(), bell: PeerBell,
        directory: PeerDirectory? = nil, tell: @escaping @Sendable (Event) -> Void
    ) {
        self.home = home
        self.transport = transport
        self.pace = pace
        self.bell = bell
        self.directory = directory
        self.tell = tell
        turns = Turns(pace.roundsAtOnce)
    }

    /// Runs until the task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await keepUsage() }
            var started: Set<MemberID> = []
            var seen = HomeMarks()
            while !Task.isCancelled {
                for peer in await currentPeers() where started.insert(peer).inserted {
                    group.addTask { await keepUp(with: peer) }
                }
                await change(after: &seen)
                bell.ringAll()
            }
        }
    }

    /// Evaluators state once a day; who did not answer is asked again sooner.
    private func keepUsage() async {
        while !Task.isCancelled {
            var seconds = pace.usageSeconds
            do {
                let result = try await UsageRound(home, transport).run()
                for refusal in result.refusals { tell(.fault(refusal.evaluator, refusal.sentence)) }
                if result.isIncomplete { seconds = pace.usageRetrySeconds }
            } catch is CancellationError { return } catch {
                try? await home.work(.reading) { node, _ in tell(.fault(node.settings.member, "\(error)")) }
            }
            await pause(seconds)
        }
    }

    private func currentPeers() async -> [MemberID] {
        try? await directory?.update(from: home)
        return ((try? await home.work(.reading) { node, _ in try node.peers() }) ?? []).filter(transport.reaches)
    }

    /// Waits until a verb changed what peers should know.
    private func change(after seen: inout HomeMarks) async {
        var paths: HomePaths?
        while !Task.isCancelled {
            await pause(pace.lookSeconds)
            if paths == nil { paths = try? await home.work(.reading) { node, _ in node.paths } }
            guard let marks = paths.map({ HomeMarks(of: $0) }), marks != seen else { continue }
            seen = marks
            return
        }
    }

    private func keepUp(with peer: MemberID) async {
        let memory = RoundMemory()
        let ring = bell.rings(for: peer)
        var failures = 0
        while !Task.isCancelled {
            failures = await round(with: peer, memory) ? 0 : failures + 1
            guard await isStillPeer(peer) else { return bell.forget(peer) }
            let seconds = pace.pauseSeconds(afterFailures: failures, chance: Double.random(in: 0...1))
            if await ring.wait(atMost: seconds, isHasty: failures == 0) { memory.forgetRefusals() }
        }
    }

    private func isStillPeer(_ peer: MemberID) async -> Bool {
        (try? await home.work(.reading) { node, _ in try node.isPeer(peer) }) ?? true
    }

    /// - Returns: whether the peer could be asked.
    private func round(with peer: MemberID, _ memory: RoundMemory) async -> Bool {
        await turns.take()
        let began = ContinuousClock.now
        let result = await outcome(of: peer, memory)
        await turns.give()
        switch result {
        case .success(let report):
            try? await home.work(.reading) { node, time in try node.note(report, at: time) }
            tell(.round(report, seconds: (ContinuousClock.now - began) / .seconds(1)))
            bell.note(peer, isAway: report.failure != nil || report.evaluatesOnly)
            return report.failure == nil
        case .failure(let fault):
            tell(.fault(peer, fault.sentence))
            return false
        }
    }

    private struct Fault: Error { let sentence: String }

    private func outcome(of peer: MemberID, _ memory: RoundMemory) async -> Result<RoundReport, Fault> {
        let bell = bell
        let round = PeerRound(home, transport, with: peer, memory: memory) { bell.isAway($0) }
        do { return .success(try await round.run()) } catch { return .failure(Fault(sentence: "\(error)")) }
    }

    private func pause(_ seconds: Double) async { try? await Task.sleep(for: .seconds(seconds)) }
}

/// Lets so many do something at once; the others wait in turn.
private actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
