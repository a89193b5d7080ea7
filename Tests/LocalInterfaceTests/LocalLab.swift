import CanonicalCoding
import Exchange
import Foundation
import FoundationNetworking
import Indicators
import LedgerFiles
import LocalInterface
import Logging
import NodeAPI
import NodeServer
import ServiceLifecycle
import Synchronization
import TransparencyLog

/// A lab of two members whose first answers its own systems on a free port.
final class LocalLab: Sendable {
    let directory: String
    let home: String
    let metrics = MetricsExposition()
    let lines = LineBox()
    private let passedDays = Mutex<Int64>(0)

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tocsin-local-\(UUID().uuidString)").path
        home = "\(directory)/org.a"
        guard let group = GroupID("lab") else { throw CocoaError(.featureUnsupported) }
        let members = try ["org.a:platform", "org.b:vendor"].map { try Lab.Member(parsing: $0) }
        _ = try Lab(at: directory, members: members, group: group, time: HomeDesk.machineClock())
        try FileManager.default.createDirectory(atPath: "\(home)/run/spool", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func node(_ access: Node.Access = .reading) throws -> Node { try Node(opening: home, for: access) }

    /// The clock of the node: the machine's, and the days that a test lets pass.
    func now() -> Timestamp {
        Timestamp(secondsSinceEpoch: HomeDesk.machineClock().secondsSinceEpoch + passedDays.withLock { $0 } * 86_400)
    }

    func pass(days: Int64) { passedDays.withLock { $0 += days } }

    var desk: LocalDesk {
        let home = home
        let opening: @Sendable (Node.Access) throws -> Node = { access in
            let node = try Node(opening: home, for: access)
            node.actor = Actor.node
            return node
        }
        return LocalDesk(
            HomeDesk(now: { [self] in now() }, opening: opening), paths: HomePaths(root: home), spool: "\(home)/run/spool",
            opening: opening)
    }

    /// Issues a token and shows its secret.
    func token(_ role: TokenRole, _ name: String? = nil, scopes: [String] = [], days: Int64 = 1, at time: Timestamp? = nil) throws
        -> String
    {
        let tokens = NodeTokens(try node(.writing), at: time ?? HomeDesk.machineClock())
        return try tokens.issue(name: name ?? role.rawValue, role: role, scopes: scopes.compactMap { TokenScope($0) }, days: days)
            .secret.revealed()
    }

    /// The types of the entries in the log, with whoever acted.
    func entries() throws -> [(type: String, actor: String, fields: DetailRecord)] {
        var found: [(String, String, DetailRecord)] = []
        try node().ledger().forEach { record throws(LedgerError) in
            found.append((record.typeName, record.details["actor"]?.string ?? "", record.details))
        }
        return found.map { (type: $0.0, actor: $0.1, fields: $0.2) }
    }

    func count(_ type: String) throws -> Int { try entries().count { $0.type == type } }

    /// Runs the listener while `body` asks it.
    func serving<Value: Sendable>(
        _ limits: ListenerLimits = .init(), _ body: @escaping @Sendable (LocalClient) async throws -> Value
    ) async throws -> Value {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let lines = lines
        let listener = LocalListener(
            desk: desk, address: ListenerAddress(host: "127.0.0.1", port: 0), limits: limits,
            logger: Logger(label: "local") { _ in BoxedLog(lines: lines) }, metrics: metrics
        ) { told.yield($0) }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await listener.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(LocalClient(port: port)) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }
}

/// Asks over HTTP.
struct LocalClient: Sendable {
    let port: Int

    struct Answer: Sendable {
        let status: Int
        let text: String
        let fields: [String: String]

        var json: JSONObject { (try? StrictJSON.parse(Array(text.utf8)).object) ?? JSONObject() }
        func field(_ name: String) -> String? { fields[name.lowercased()] }
    }

    func ask(
        _ path: String, _ method: String = "GET", token: String? = nil, type: String = "application/json", body: String? = nil,
        fields more: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: URL(string: "http://127.0.0.1:\(port)\(path)")!)
        request.httpMethod = method
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in more { request.setValue(value, forHTTPHeaderField: name) }
        if let body {
            request.httpBody = Data(body.utf8)
            request.setValue(type, forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let named = response.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Answer(
            status: response.statusCode, text: String(decoding: data, as: UTF8.self),
            fields: Dictionary(named, uniquingKeysWith: { first, _ in first }))
    }

    func post(_ path: String, _ body: String, token: String?, type: String = "application/json") async throws -> Answer {
        try await ask(path, "POST", token: token, type: type, body: body)
    }
}

/// Log lines as they came.
final class LineBox: Sendable {
    private let held = Mutex<[String]>([])
    func add(_ line: String) { held.withLock { $0.append(line) } }
    var all: [String] { held.withLock { $0 } }
}

struct BoxedLog: LogHandler {
    let lines: LineBox
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    init(lines: LineBox) { self.lines = lines }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.add("\(event.message) \(event.metadata ?? [:])") }
}
