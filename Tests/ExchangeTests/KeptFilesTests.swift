import CSQLite
import CanonicalCoding
import Exchange
import Foundation
import NodeStore
import SignedBundles
import Testing

extension Sandbox {
    /// Runs a statement on a member's store behind the node's back.
    fileprivate func damage(_ member: String, _ sql: String) throws {
        var database: OpaquePointer?
        defer { unsafe sqlite3_close(database) }
        try #require(unsafe sqlite3_open(home(member) + "/store.sqlite", &database) == SQLITE_OK)
        try #require(unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }

    /// Every file under a member's bundles.
    fileprivate func keptFiles(_ member: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: home(member) + "/bundles").sorted()
    }
}

@Suite struct `The bytes of a bundle` {
    @Test func `are not kept when a limit of the store refuses it`() async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publishHost("a", by: "org.a", second: 1)
        let now = sandbox.time.adding(seconds: 10)
        try sandbox.damage(
            "org.b",
            """
            WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 4095)
            INSERT INTO epochs SELECT n, n + 1000 FROM number
            """)
        let refused = try sandbox.take([published.path], by: "org.b", at: now)[0].result
        #expect(throws: StoreError.self) { try refused.get() }
        #expect(try sandbox.keptFiles("org.b") == [])
        try sandbox.damage("org.b", "DELETE FROM epochs")
        #expect(try sandbox.refusal(of: published.path, by: "org.b", at: now) == nil)
        #expect(try sandbox.keptFiles("org.b").count == 2)
    }

    @Test(arguments: [true, false])
    func `left by a killed import are used or replaced by the next`(isWhole: Bool) async throws {
        let sandbox = try Sandbox()
        let published = try await sandbox.publishHost("a", by: "org.a", second: 1)
        let kept = URL(filePath: published.path)
        let folder = sandbox.home("org.b") + "/bundles/" + kept.deletingLastPathComponent().lastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let bytes = try Data(contentsOf: kept)
        let left = URL(filePath: folder + "/" + kept.lastPathComponent)
        try (isWhole ? bytes : bytes.prefix(100)).write(to: left)
        try bytes.prefix(50).write(to: URL(filePath: sandbox.home("org.b") + "/bundles/incoming.4194000.7.partial"))
        #expect(try sandbox.refusal(of: published.path, by: "org.b", at: sandbox.time.adding(seconds: 10)) == nil)
        #expect(try Data(contentsOf: left) == bytes)
        #expect(try sandbox.keptFiles("org.b").count == 2)
        #expect(try sandbox.ask("a.example", at: "org.b").isKnown)
    }
}

@Suite struct `A store that fails while a chain is read` {
    @Test func `stops the import with its own error`() async throws {
        let sandbox = try Sandbox()
        let first = try await sandbox.publishHost("a", by: "org.a", second: 1)
        let second = try await sandbox.publishHost("b", by: "org.a", second: 2)
        let now = sandbox.time.adding(seconds: 10)
        try sandbox.take([first.path], by: "org.b", at: now)
        let importer = try Importer(sandbox.node("org.b", .writing), at: now)
        try sandbox.damage("org.b", "UPDATE chain_entries SET standing = 'nonsense'")
        let error = #expect(throws: StoreError.self) { try importer.take([second.path]) }
        #expect(error?.reason == .damaged)
    }
}
