import Exchange
import Foundation
import Indicators
import Testing

@Suite struct `What is left over in a home` {
    @Test func `after a kill goes when a process opens it for writing, what a living process writes stays`() throws {
        let sandbox = try Sandbox()
        let files = FileManager.default
        let dead = Process()
        dead.executableURL = URL(filePath: "/bin/true")
        try dead.run()
        dead.waitUntilExit()
        let living = Process()
        living.executableURL = URL(filePath: "/bin/sleep")
        living.arguments = ["60"]
        try living.run()
        defer { living.terminate() }
        let folders = [
            "keys", "sent", "ledger/transfers", "ledger/decisions", "ledger/peer-heads/org.b", "messages/out",
            "messages/in/org.b",
        ]
        func places(_ process: Process) -> [String] {
            folders.map { "\(sandbox.home("org.a"))/\($0)/a.six.\(process.processIdentifier).77.partial" }
        }
        for folder in folders {
            try files.createDirectory(atPath: "\(sandbox.home("org.a"))/\(folder)", withIntermediateDirectories: true)
        }
        for path in places(dead) + places(living) { try Data("rows in clear".utf8).write(to: URL(filePath: path)) }
        _ = try sandbox.node("org.a")
        #expect(places(dead).allSatisfy { files.fileExists(atPath: $0) })
        _ = try sandbox.node("org.a", .writing)
        #expect(!places(dead).contains { files.fileExists(atPath: $0) })
        #expect(places(living).allSatisfy { files.fileExists(atPath: $0) })
    }

    @Test func `of a home that could not be made is nothing, and it can be made again`() throws {
        let sandbox = try Sandbox()
        let files = FileManager.default
        let home = sandbox.home("new")
        let member = try #require(MemberID("org.n"))
        try files.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The ledger cannot be made where a file has its name.
        try Data().write(to: URL(filePath: "\(home)/ledger"))
        let settings = Settings(member: member, role: "platform")
        #expect(throws: (any Error).self) { try Node.create(at: home, settings: settings, keys: NodeKeys()) }
        #expect(try files.contentsOfDirectory(atPath: home) == ["ledger"])
        try files.removeItem(atPath: "\(home)/ledger")
        try Node.create(at: home, settings: settings, keys: NodeKeys())
        _ = try Node(opening: home)
    }
}
