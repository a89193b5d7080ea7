import Foundation
import Testing

/// A lab of two members whose nodes run, as processes of their own that reach one another over TLS.
final class ServedLab {
    let lab: TrialLab
    private var nodes: [Process] = []

    init() throws {
        lab = try TrialLab()
        let ports = try ["org.a", "org.b"].map(start)
        for (member, peer, port) in [("org.a", "org.b", ports[1]), ("org.b", "org.a", ports[0])] {
            try #require(try lab.run(["peer", "add", peer, "https://127.0.0.1:\(port)"], at: member).status == 0)
        }
    }

    deinit {
        for node in nodes where node.isRunning { node.terminate() }
        for node in nodes { node.waitUntilExit() }
    }

    /// - Returns: the port at which others reach it.
    private func start(_ member: String) throws -> Int {
        let node = Process()
        node.executableURL = lab.program.executable
        node.arguments = [
            "serve", "--home", lab.home(member), "--members-address", "127.0.0.1:0", "--local-address", "127.0.0.1:0",
        ]
        node.standardOutput = FileHandle.nullDevice
        node.standardError = FileHandle.nullDevice
        try node.run()
        nodes.append(node)
        let notice = URL(filePath: lab.home(member) + "/run/serving.json")
        try until("\(member) listens") { FileManager.default.fileExists(atPath: notice.path) }
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: notice)) as? [String: Any]
        return try #require(object?["members_port"] as? Int)
    }

    /// Waits until something is so; that it comes at all is meant, not when.
    func until(_ what: String, _ isSo: () throws -> Bool) throws {
        for _ in 0..<1_200 {
            if try isSo() { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        Issue.record("\(what): not in two minutes")
    }
}
