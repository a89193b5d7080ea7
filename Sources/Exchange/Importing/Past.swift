internal import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

/// Something that happened to a store.
enum Past {
    /// A stream was taken in at a time.
    case stream(String, at: Timestamp)
    /// Something was decided about a chain.
    case decision(ChainDecision)

    /// Everything that the ledger names, in its order: the streams of the log, and each decision after as many lines of the
    /// log as it says.
    ///
    /// - Throws: `FileError`.
    static func logged(in node: Node) throws -> [Past] {
        let lines = try node.importLog.lines()
        let counting = Set(ImportLog.counting(lines))
        let moments = try lines.enumerated().map { place, line in
            counting.contains(place) ? try Moment(stream: node.path(of: line), at: line.time) : nil
        }
        var decisions: [Int: [ChainDecision]] = [:]
        for decision in try node.chainDecisions() {
            let place = decision.after ?? place(of: decision, among: moments)
            decisions[min(max(place, 0), lines.count), default: []].append(decision)
        }
        var events = decisions[0, default: []].map(Past.decision)
        for (place, line) in lines.enumerated() {
            if counting.contains(place) { events.append(.stream(node.path(of: line), at: line.time)) }
            events += decisions[place + 1, default: []].map(Past.decision)
        }
        return events
    }

    /// For decisions of before there was a log: before the first stream that came later.
    private static func place(of decision: ChainDecision, among moments: [Moment?]) -> Int {
        let order = Moment(decision).order
        return moments.firstIndex { $0.map { $0.order > order } ?? false } ?? moments.count
    }

    /// For homes of before there was a log: every stream that lies there, in the order of the files' times, and the decisions
    /// between them.
    ///
    /// - Throws: `FileError`.
    static func guessed(in node: Node) throws -> [Past] {
        var moments = try node.chainDecisions().map { (Moment($0), Past.decision($0)) }
        for path in try node.streamsLying() {
            guard let head = try? IncomingFile.head(of: path, identity: { throw NodeError.notForUs }) else { continue }
            let time = NodeStore.firstTaken(streamAt: path) ?? head.created
            moments.append((Moment(head, at: time), .stream(path, at: time)))
        }
        return moments.sorted { $0.0.order < $1.0.order }.map(\.1)
    }
}

/// When something happened as far as times tell, which count whole seconds.
private struct Moment {
    /// Within one second, beginnings and accepted gaps come before the next number of their chain, forks and resets after
    /// everything.
    let order: (Int64, Int, String, String, Int, Int)

    init(_ head: Manifest, at time: Timestamp) {
        order = (time.secondsSinceEpoch, 0, head.publisher.name, head.audience.name, head.sequence, 1)
    }

    /// Nothing for a file that is gone or is no bundle.
    init?(stream path: String, at time: Timestamp) throws {
        guard let head = try? IncomingFile.head(of: path, identity: { throw NodeError.notForUs }) else { return nil }
        self.init(head, at: time)
    }

    init(_ decision: ChainDecision) {
        let isEarly = decision.act == .begin || decision.act == .gap
        order = (
            decision.time.secondsSinceEpoch, isEarly ? 0 : 1, decision.publisher.name, decision.audience.name,
            decision.place.sequence, 0
        )
    }
}
