import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import LocalInterface
import Logging
import NodeAPI
import NodeServer
import PeerClient
import ServiceLifecycle
import UnixSignals

/// `tocsin serve`: run the node.
struct ServeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the node: answer other members, and keep in step with them.",
        discussion: """
            Other members reach it at members_address of settings.toml, with TLS keys that the registry lists; the organisation's own \
            systems and monitoring at local_address. What verbs change meanwhile (publish, retract, agreements, registry) is handed \
            on at once. Log lines are JSON on standard error and name no indicator. SIGTERM or Ctrl-C ends it after what is under \
            way, at most ten seconds.

            EXAMPLES
              tocsin serve
              tocsin serve --members-address 0.0.0.0:7443 --local-address 127.0.0.1:7480
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "Instead of members_address of the settings; port 0 takes any that is free.")
    var membersAddress: String?
    @Option(name: .long, help: "Instead of local_address of the settings.") var localAddress: String?
    @Option(name: .long, help: "Log from this level on: debug, info, notice, warning, error.") var logLevel = "info"

    func validate() throws {
        try ParserCheck.run {
            guard Logger.Level(rawValue: logLevel) != nil else {
                throw Failure(.usage, "--log-level is none", hint: "debug, info, notice, warning or error")
            }
            if let local = localAddress.flatMap({ SocketAddress($0) }), !local.isLoopback {
                throw Failure(
                    .usage, "--local-address is not on this machine alone", hint: "name a loopback address, like 127.0.0.1:7480")
            }
            for text in [membersAddress, localAddress].compactMap(\.self) where SocketAddress(text) == nil {
                throw Failure(.usage, "\(text) is no address", hint: "write it as host:port")
            }
        }
    }

    func run() async throws {
        NodeProcess.prepare()
        let wiring = try NodeWiring(home, secrets)
        var serving = wiring.settings.serving
        if let address = membersAddress.flatMap({ SocketAddress($0) }) { serving.membersAddress = address }
        if let address = localAddress.flatMap({ SocketAddress($0) }) { serving.localAddress = address }
        let mark = try ServingMark(wiring.paths)
        var logger = Logger(label: "tocsin") { _ in JSONLogHandler() }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        logger[metadataKey: "member"] = "\(wiring.settings.member.name)"
        let (settings, log) = (serving, logger)
        try await mark.held {
            try await wiring.withClient { client in
                try await OwnHeads(wiring.home, client, log).compare()
                try await RunningNode(wiring, client, settings, log, mark).run()
            }
        }
    }
}

/// The services of a node that runs, started in this order and stopped in the other.
struct RunningNode {
    private let wiring: NodeWiring
    private let client: PeerClient
    private let serving: ServingSettings
    private let logger: Logger
    private let mark: ServingMark

    init(_ wiring: NodeWiring, _ client: PeerClient, _ serving: ServingSettings, _ logger: Logger, _ mark: ServingMark) {
        self.mark = mark
        self.wiring = wiring
        self.client = client
        self.serving = serving
        self.logger = logger
    }

    func run() async throws {
        let bell = PeerBell()
        let desk = PeerDesk(wiring.home, spool: try spool(), evaluator: try wiring.evaluator(logger)) { news in
            if case .heads(let peer) = news { bell.ring(for: peer) }
        }
        let metrics = MetricsExposition()
        let listener = MemberListener(
            answering: desk,
            identity: try ListenerIdentity(certificateDER: wiring.certificate, privateKeyPEM: wiring.keyPEM),
            address: ListenerAddress(host: serving.membersAddress.host, port: serving.membersAddress.port), limits: limits,
            logger: logger, metrics: metrics, onListening: { [mark] in mark.note(membersPort: $0) })
        let local = LocalListener(
            desk: LocalDesk(wiring.home, paths: wiring.paths, spool: try spool(), opening: wiring.opening, evaluators: client),
            address: ListenerAddress(host: serving.localAddress.host, port: serving.localAddress.port), limits: limits,
            logger: logger, metrics: metrics, onListening: { [mark] in mark.note(localPort: $0) })
        var pace = SyncPace()
        pace.pollSeconds = Double(serving.pollSeconds)
        let log = RoundLog(wiring.home, logger)
        let sync = SyncService(wiring.home, client, pace: pace, bell: bell, directory: wiring.directory) { log.take($0) }
        let services: [any Service] = [listener, local, KeepingUp(sync: sync), NodeProcess.LettingGo()]
        let configuration = ServiceGroupConfiguration(
            services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await ServiceGroup(configuration: configuration).run()
    }

    private func spool() throws -> String {
        let path = "\(wiring.paths.run)/spool"
        try Directory.create(path)
        return path
    }

    private var limits: ListenerLimits {
        var limits = ListenerLimits()
        limits.connections = Int(serving.connectionLimit)
        limits.requestsPerSecond = Int(serving.requestsPerSecond)
        limits.requestsUnderWay = Int(serving.requestsAtOnce)
        return limits
    }
}

/// The rounds with peers as a service: cancelled when the node is to stop, since each can break off anywhere.
private struct KeepingUp: Service {
    let sync: SyncService

    func run() async throws { await cancelWhenGracefulShutdown { await sync.run() } }
}

/// One line for each round that moved something or failed, and the mark of the last contact.
private struct RoundLog: Sendable {
    private let home: HomeDesk
    private let logger: Logger

    init(_ home: HomeDesk, _ logger: Logger) {
        self.home = home
        self.logger = logger
    }

    func take(_ event: SyncService.Event) {
        switch event {
        case .round(let report, let seconds): note(report, seconds)
        case .fault(let peer, let sentence):
            logger.error("round", metadata: ["peer": "\(peer.name)", "fault": "\(sentence)"])
        }
    }

    private func note(_ report: RoundReport, _ seconds: Double) {
        var fields: Logger.Metadata = ["peer": "\(report.peer.name)", "milliseconds": "\(Int(seconds * 1_000))"]
        if let failure = report.failure {
            fields["failure"] = "\(failure.reason.rawValue)"
            return logger.warning("round", metadata: fields)
        }
        guard report.hasNews else { return logger.debug("round", metadata: fields) }
        fields["given"] = "\(report.givenCount)"
        fields["taken"] = "\(report.takenCount)"
        fields["confirmed"] = "\(report.receiptCount)"
        fields["documents"] = "\(report.documentCount)"
        if report.messageCount > 0 { fields["messages"] = "\(report.messageCount)" }
        if !report.refusals.isEmpty { fields["refused"] = "\(report.refusals.map(\.code).joined(separator: ","))" }
        logger.info("round", metadata: fields)
    }
}
