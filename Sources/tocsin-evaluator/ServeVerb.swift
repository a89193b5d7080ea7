import ArgumentParser
import CProcessMemory
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import Logging
import MemberRegistry
import NodeAPI
import NodeServer
import ServiceLifecycle
import UnixSignals

/// `tocsin-evaluator serve`: answer members until a signal comes.
struct ServeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer members' blinded requests.",
        discussion: """
            Members reach it with TLS keys that the registry lists; it shows its own, and answers POST /six/v1/oprf, \
            GET /six/v1/oprf/usage, GET /six/v1/oprf/allowance and GET /healthz, nothing else. A new registry, epoch or share in the home counts at the next \
            request. Log lines are JSON on standard error. SIGTERM or Ctrl-C ends it after what is under way.

            EXAMPLE
              tocsin-evaluator serve --home evaluator --listen 0.0.0.0:7443
            """)

    @OptionGroup var options: EvaluatorOptions
    @Option(name: .long, help: "Where to listen; port 0 takes any that is free.") var listen = "0.0.0.0:7443"
    @Option(name: .long, help: "Log from this level on: debug, info, notice, warning, error.") var logLevel = "info"

    func run() async throws {
        guard let address = SocketAddress(listen) else {
            throw EvaluatorFailure(.usage, "--listen is no address", hint: "write it as host:port")
        }
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw EvaluatorFailure(.usage, "--log-level is none", hint: "debug, info, notice, warning or error")
        }
        Self.prepare()
        let keys = try options.keys()
        let home = try options.opened(keys)
        let reading = try home.reading(at: machineClock())
        var logger = Logger(label: "tocsin-evaluator") { _ in EvaluatorLog() }
        logger.logLevel = level
        logger[metadataKey: "member"] = "\(reading.standing.member.name)"
        for (epoch, why) in reading.refused.sorted(by: { $0.key < $1.key }) {
            logger.warning("share refused", metadata: ["epoch": "\(epoch)", "why": "\(why)"])
        }
        try await serve(home, try Self.identity(keys.tls, reading.standing), address, logger)
    }

    private func serve(
        _ home: EvaluatorHome, _ identity: ListenerIdentity, _ address: SocketAddress, _ logger: Logger
    ) async throws {
        let queue = EvaluationQueue(threads: ProcessInfo.processInfo.activeProcessorCount)
        let desk = EvaluatorDesk(home, queue: queue, now: machineClock) { sentence in
            logger.error("evaluator", metadata: ["fault": "\(sentence)"])
        }
        // Whatever is wrong with the record is said before anybody is answered.
        let shares = try desk.stateUsage()
        logger.info("shares", metadata: ["count": "\(shares)"])
        let spool = try options.path() + "/run/evaluator-spool"
        try Directory.create(spool)
        let listener = MemberListener(
            answering: EvaluatorAnswering(desk: desk, spool: spool), identity: identity,
            address: ListenerAddress(host: address.host, port: address.port), logger: logger)
        let services: [any Service] = [listener, DailyStatements(desk: desk, logger: logger)]
        let configuration = ServiceGroupConfiguration(
            services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do { try await ServiceGroup(configuration: configuration).run() } catch {
            logger.debug("ended", metadata: ["why": "\(type(of: error))"])
            throw EvaluatorFailure(
                .network, "the address \(address) cannot be listened on", hint: "name another with --listen, or end what uses it")
        }
    }

    /// A certificate made at each start; members hold its key against the registry and believe nothing else of it.
    private static func identity(_ key: P256PrivateKey, _ standing: EvaluatorStanding) throws -> ListenerIdentity {
        let time = machineClock()
        let listed = standing.registry.usableKeys(of: standing.member, for: .tls, at: time)
        guard listed.contains(where: { $0.publicKey == key.publicKey.bytes }) else {
            throw EvaluatorFailure(
                .stateRefuses, "the registry does not list the TLS key of this home", hint: "install the registry that lists it")
        }
        let certificate = try TLSCertificate.leaf(
            for: standing.member.name, key: key,
            validDuring: time.adding(days: -1).secondsSinceEpoch..<time.adding(days: 90).secondsSinceEpoch)
        var pem = try PrivateKeyFile.encode(.p256(key)).withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&pem) }
        return try ListenerIdentity(certificateDER: certificate, privateKeyPEM: pem)
    }

    /// Gives memory back after a burst, and opens as many files as the system lets this user.
    private static func prepare() {
        tocsin_keep_little_memory()
        var files = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return }
        files.rlim_cur = files.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    }
}

/// Signs the statements of each day soon after it began, whether anybody asks or not.
struct DailyStatements: Service {
    let desk: EvaluatorDesk
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try desk.stateUsage() } catch { logger.error("statement of usage", metadata: ["fault": "\(error)"]) }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private static let pause = Duration.seconds(600)
}
