import Exchange
import Indicators
import LedgerFiles
import NodeAPI
import PeerClient
import Synchronization

/// A crowd of members that poll one node and are polled by it, in one process. It does what lines on standard input say, and answers
/// each on standard output: `listen` (then `peers.toml` in the place names their addresses), `poll PORT SECONDS` (then a line of figures
/// every ten seconds), and the end of input ends it.
///
/// usage: peer-crowd PLACE MEMBERS PUBLISHERS
@main
enum PeerCrowd {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let count = Int(arguments[2]), let publishers = Int(arguments[3]) else {
            throw CrowdError.arguments
        }
        let crowd = try Crowd(at: arguments[1], count: count, publishers: publishers)
        try Directory.create("\(crowd.place)/spool")
        say("made")
        guard readLine() == "listen" else { throw CrowdError.arguments }
        let heads = try crowd.heads()
        let nodes = try crowd.members.map { try CrowdNode($0, of: crowd, knowing: heads) }
        try await withThrowingTaskGroup { group in
            try await listen(nodes, in: crowd, &group)
            say("listening")
            let words = await words()
            guard words.first == "poll", words.count == 3, let port = Int(words[1]), let seconds = Double(words[2]) else {
                throw CrowdError.arguments
            }
            let figures = Figures()
            for node in nodes { group.addTask { try await keepPolling(node, port, seconds, figures) } }
            group.addTask { await report(figures) }
            _ = await Task.detached { while readLine() != nil {} }.value
            group.cancelAll()
        }
    }

    private static func words() async -> [String] {
        await Task.detached { (readLine() ?? "").split(separator: " ").map(String.init) }.value
    }

    private static func say(_ line: String) { try? StandardStream.writeResults(Array("\(line)\n".utf8)) }

    private static func listen(
        _ nodes: [CrowdNode], in crowd: Crowd, _ group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        let (ports, found) = AsyncStream.makeStream(of: (MemberID, Int).self)
        for node in nodes { group.addTask { try await node.listen { found.yield((node.member.id, $0)) } } }
        var lines: [String] = []
        for await (member, port) in ports {
            lines.append("\"\(member.name)\" = \"https://127.0.0.1:\(port)\"\n")
            if lines.count == nodes.count { break }
        }
        try DurableFile.write(Array(lines.sorted().joined().utf8), to: "\(crowd.place)/peers.toml", replacing: true)
    }

    private static func keepPolling(_ node: CrowdNode, _ port: Int, _ seconds: Double, _ figures: Figures) async throws {
        let client = try node.client(toPort: port)
        // At first anywhere in a period, then a fifth more or less, as a node does.
        var pause = Double.random(in: 0...seconds)
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(pause))
            let began = ContinuousClock.now
            do {
                try await node.poll(client)
                figures.took((ContinuousClock.now - began) / .milliseconds(1))
            } catch { figures.failed("\(error)") }
            pause = seconds * Double.random(in: 0.8...1.2)
        }
        try? await client.shutdown()
    }

    private static func report(_ figures: Figures) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(10))
            say(figures.taken())
        }
    }
}

/// What happened since it was asked last.
private final class Figures: Sendable {
    private let state = Mutex((polls: [Double](), failures: 0, lastFailure: ""))

    func took(_ milliseconds: Double) { state.withLock { $0.polls.append(milliseconds) } }

    func failed(_ why: String) {
        state.withLock { state in
            state.failures += 1
            state.lastFailure = why
        }
    }

    func taken() -> String {
        state.withLock { state in
            let polls = state.polls.sorted()
            let median = polls.isEmpty ? 0 : polls[polls.count / 2]
            let line = "polls \(polls.count) median_ms \(Int(median)) most_ms \(Int(polls.last ?? 0)) failures \(state.failures)"
            defer { state = ([], 0, "") }
            return state.lastFailure.isEmpty ? line : "\(line) \(state.lastFailure)"
        }
    }
}
