internal import BodyFlow
public import Exchange
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import Metrics
internal import NIOCore
internal import NodeAPI
public import NodeServer
public import ServiceLifecycle

/// Answers the organisation's own people and systems on this machine: plain HTTP/1.1 with bearer tokens, limits on everything, and no
/// decision of its own.
public struct LocalListener: Service {
    private let desk: LocalDesk
    private let address: ListenerAddress
    private let limits: ListenerLimits
    private let logger: Logger
    private let metrics: MetricsExposition
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// Prepares a listener.
    ///
    /// - Parameters:
    ///   - desk: Answers, and knows whose token is whose.
    ///   - address: Of this machine alone; the settings refuse any other.
    ///   - metrics: Where counts go, and what `/metrics` shows.
    ///   - onListening: Told the port when connections are taken.
    public init(
        desk: LocalDesk, address: ListenerAddress, limits: ListenerLimits = .init(), logger: Logger, metrics: MetricsExposition,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.desk = desk
        self.address = address
        self.limits = limits
        self.logger = logger
        self.metrics = metrics
        self.onListening = onListening
    }

    /// Listens until shut down; requests under way may end within the grace period, and then everything is closed.
    ///
    /// - Throws: when the address cannot be had.
    public func run() async throws {
        let desk = ConnectionDesk(limits)
        let application = application(desk)
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { try await closeAfterGrace(desk) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } onCancel: {
            desk.closeAll()
        }
    }

    private func closeAfterGrace(_ desk: ConnectionDesk) async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: .milliseconds(limits.graceMilliseconds))
        desk.closeAll()
        while !Task.isCancelled { try await Task.sleep(for: .seconds(1)) }
    }

    private func application(_ connections: ConnectionDesk) -> Application<LocalResponder> {
        let meters = ListenerMeters(factory: metrics, of: .local)
        let complaints = Complaints(logger: logger, linesPerSecond: limits.complaintsPerSecond, meters: meters)
        let house = CallRecord.House(desk: connections, logger: logger, meters: meters)
        let responder = LocalResponder(
            desk: desk, own: OwnAnswers(desk: desk, metrics: metrics), house: house, limits: limits)
        let limits = limits
        return Application(
            responder: responder,
            server: HTTPServerBuilder {
                LocalChannel(responder: $0, desk: connections, complaints: complaints, meters: meters, limits: limits)
            },
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { await listening(on: $0) }, logger: quiet)
    }

    private func listening(on channel: any Channel) async {
        let port = channel.localAddress?.port ?? address.port
        logger.info("listening for own systems", metadata: ["host": "\(address.host)", "port": "\(port)"])
        await onListening(port)
    }

    /// The library's own lines say nothing that ours do not.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }
}
