internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
public import Metrics
internal import NIOCore
internal import NIOSSL
public import NodeAPI
public import ServiceLifecycle

/// Where a listener listens.
public struct ListenerAddress: Sendable, Hashable {
    /// A name or an address of this machine.
    public let host: String
    /// The port; 0 takes a free one.
    public let port: Int

    /// States one.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// Answers the requests of other members' nodes: mutual TLS with keys that the registry lists, HTTP/2 and HTTP/1.1, limits on
/// everything, and no decision of its own.
public struct MemberListener: Service {
    private let answering: any PeerAnswering
    private let identity: ListenerIdentity
    private let address: ListenerAddress
    private let limits: ListenerLimits
    private let logger: Logger
    private let meters: ListenerMeters
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// Prepares a listener.
    ///
    /// - Parameters:
    ///   - answering: Answers, and knows whose key is whose.
    ///   - metrics: Where counts go.
    ///   - onListening: Told the port when connections are taken.
    public init(
        answering: any PeerAnswering, identity: ListenerIdentity, address: ListenerAddress, limits: ListenerLimits = .init(),
        logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.answering = answering
        self.identity = identity
        self.address = address
        self.limits = limits
        self.logger = logger
        meters = ListenerMeters(factory: metrics)
        self.onListening = onListening
    }

    /// Listens until shut down; requests under way may end within the grace period, and then everything is closed.
    ///
    /// - Throws: when the address cannot be had.
    public func run() async throws {
        let desk = ConnectionDesk(limits)
        let application = try application(desk)
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

    private func application(_ desk: ConnectionDesk) throws -> Application<MemberResponder> {
        let complaints = Complaints(logger: logger, linesPerSecond: limits.complaintsPerSecond, meters: meters)
        let house = CallRecord.House(desk: desk, logger: logger, meters: meters)
        let responder = MemberResponder(answering: answering, house: house, complaints: complaints, limits: limits)
        let doorkeeper = Doorkeeper(answering: answering, desk: desk, complaints: complaints, meters: meters)
        let tls = try NIOSSLContext(configuration: identity.configuration)
        let limits = limits
        return Application(
            responder: responder,
            server: HTTPServerBuilder { MemberChannel(responder: $0, tls: tls, doorkeeper: doorkeeper, limits: limits) },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), backlog: min(limits.connections, Self.backlogLimit)),
            onServerRunning: { await listening(on: $0) }, logger: quiet)
    }

    /// Connections that wait to be accepted; what is beyond that the system turns away.
    private static let backlogLimit = 1_024

    private func listening(on channel: any Channel) async {
        let port = channel.localAddress?.port ?? address.port
        logger.info("listening", metadata: ["host": "\(address.host)", "port": "\(port)"])
        await onListening(port)
    }

    /// The library's own lines say nothing that ours do not.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }
}
