internal import Indicators
public import Logging
public import NodeServer
public import PeerClient
internal import ServiceLifecycle
internal import Synchronization

/// Runs a listener on a free port of the loopback interface while something is done with it.
public func withListener<Value: Sendable>(
    _ node: ScriptedNode, as party: Party, limits: ListenerLimits = .init(), log: LogLines = .init(),
    metrics: MetricsExposition = .init(), _ body: @Sendable (_ port: Int) async throws -> Value
) async throws -> Value {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let listener = MemberListener(
        answering: node, identity: try ListenerIdentity(certificateDER: party.leaf, privateKeyPEM: party.pem),
        address: ListenerAddress(host: "127.0.0.1", port: 0), limits: limits, logger: log.logger, metrics: metrics
    ) { found.yield($0) }
    let group = ServiceGroup(services: [listener], logger: LogLines().logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { found.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else { throw NotListening() }
        let value = try await body(port)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return value
    }
}

/// No listener came up.
public struct NotListening: Error {}

/// Uses a client of one party that knows others, all at one port.
public func withClient<Value: Sendable>(
    of party: Party, knowing others: [Party], port: Int, limits: ClientLimits = .patient,
    _ body: @Sendable (PeerClient) async throws -> Value
) async throws -> Value {
    let client = try PeerClient(
        certificateDER: party.leaf, privateKeyPEM: party.pem,
        addresses: { member in others.contains { $0.member == member } ? "https://127.0.0.1:\(port)" : nil },
        anchors: { member in others.filter { $0.member == member }.map(\.anchor) }, limits: limits)
    do {
        let value = try await body(client)
        try await client.shutdown()
        return value
    } catch {
        try? await client.shutdown()
        throw error
    }
}

/// Keeps the lines of a log.
public final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])

    /// Nothing yet.
    public init() {}

    /// The lines: message, then metadata by name.
    public var lines: [String] { kept.withLock { $0 } }

    /// Writes to here.
    public var logger: Logger { Logger(label: "test") { _ in Keeper(lines: self) } }

    fileprivate func keep(_ line: String) { kept.withLock { $0.append(line) } }
}

private struct Keeper: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        lines.keep(([event.message.description] + all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }).joined(separator: " "))
    }
}

extension ClientLimits {
    /// A machine that runs a thousand tests at once may take its time for a handshake.
    public static var patient: ClientLimits {
        var limits = ClientLimits()
        limits.connectMilliseconds = 30_000
        return limits
    }
}
