import Exchange
import Foundation
import Indicators
import LedgerFiles

/// The three nodes of the demo as processes of their own: they listen on this machine, know one another's addresses, and go on when the
/// story is told.
struct DemoNodes {
    /// One of them.
    struct Running {
        let member: MemberID
        let process: Int32
        let port: Int
        let localPort: Int
    }

    private(set) var running: [Running] = []

    /// Starts the nodes on free ports and tells each where the others are.
    init(of members: [DemoMember]) throws {
        for member in members { try Self.start(member.home) }
        for member in members { running.append(try Self.awaited(member)) }
        for member in members {
            let node = try Node(opening: member.home, for: .writing)
            var peers = node.settings.peers
            for other in running where other.member != member.id {
                peers[other.member] = PeerAddress("https://127.0.0.1:\(other.port)")
            }
            try node.setPeers(peers)
        }
    }

    private static func start(_ home: String) throws {
        let log = "\(home)/run/serve.log"
        try DurableFile.write([], to: log, replacing: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["serve", "--home", home, "--members-address", "127.0.0.1:0", "--local-address", "127.0.0.1:0"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
    }

    private static func awaited(_ member: DemoMember) throws -> Running {
        for _ in 0..<longestWaitSteps {
            if let notice = ServingMark.notice(in: HomePaths(root: member.home)) {
                return Running(member: member.id, process: notice.process, port: notice.membersPort, localPort: notice.localPort)
            }
            Thread.sleep(forTimeInterval: stepSeconds)
        }
        throw Failure(.stateRefuses, "the node of \(member.id.name) did not start", hint: "see \(member.home)/run/serve.log")
    }

    /// Asks the nodes of a demo to end, and waits for it.
    static func stop(in directory: String) throws -> Int {
        let homes = try Directory.names(in: directory).map { HomePaths(root: "\(directory)/\($0)") }
            .filter { Directory.exists($0.settings) }
        let noticed = homes.compactMap { paths in ServingMark.notice(in: paths).map { (paths, $0.process) } }
        for (_, process) in noticed { kill(process, SIGTERM) }
        for (paths, _) in noticed {
            for _ in 0..<longestWaitSteps where ServingMark.isHeld(in: paths) { Thread.sleep(forTimeInterval: stepSeconds) }
        }
        return noticed.count
    }

    private static let stepSeconds = 0.05
    private static let longestWaitSteps = 400
}
