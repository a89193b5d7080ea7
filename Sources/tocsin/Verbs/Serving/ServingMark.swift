import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import Synchronization

/// That a node runs in this home: a second `tocsin serve` is refused, and others find out where it listens.
final class ServingMark: Sendable {
    /// What the mark says, for whoever looks.
    struct Notice: Sendable {
        let process: Int32
        let membersPort: Int
        let localPort: Int
    }

    private let ports = Mutex((members: 0, local: 0))

    private let lock: DirectoryLock
    private let path: String

    init(_ paths: HomePaths) throws {
        lock = try Self.lock(paths)
        path = Self.path(in: paths)
    }

    private static func lock(_ paths: HomePaths) throws -> DirectoryLock {
        do throws(FileError) {
            return try DirectoryLock(taking: "\(paths.run)/serving")
        } catch {
            guard error.reason == .locked else { throw error }
            throw Failure(.stateRefuses, "a node runs in this home already", hint: "stop it first, or name another --home")
        }
    }

    /// Runs the node while the mark stands.
    func held<Result>(_ body: () async throws -> Result) async throws -> Result {
        defer { try? Directory.remove(path) }
        return try await body()
    }

    /// Says where other members reach the node.
    func note(membersPort: Int) {
        write(
            ports.withLock { ports in
                ports.members = membersPort; return ports
            })
    }

    /// Says where the own systems reach it.
    func note(localPort: Int) {
        write(
            ports.withLock { ports in
                ports.local = localPort; return ports
            })
    }

    private func write(_ ports: (members: Int, local: Int)) {
        guard ports.members > 0, ports.local > 0 else { return }
        let notice: JSONValue = [
            "local_port": .integer(Int64(ports.local)), "members_port": .integer(Int64(ports.members)),
            "pid": .integer(Int64(ProcessInfo.processInfo.processIdentifier)),
        ]
        try? DurableFile.write(notice.canonicalBytes() + [0x0A], to: path, replacing: true)
    }

    /// The node that runs in a home; nothing when none does, or it does not listen yet.
    static func notice(in paths: HomePaths) -> Notice? {
        guard isHeld(in: paths), let bytes = try? FileReader.contents(of: path(in: paths), limitBytes: 4 << 10),
            let object = try? StrictJSON.parse(bytes).object, let members = object["members_port"]?.integer,
            let local = object["local_port"]?.integer,
            let process = object["pid"]?.integer.flatMap({ Int32(exactly: $0) })
        else { return nil }
        return Notice(process: process, membersPort: Int(members), localPort: Int(local))
    }

    /// Whether a node runs in a home.
    static func isHeld(in paths: HomePaths) -> Bool {
        guard Directory.exists("\(paths.run)/serving") else { return false }
        do throws(FileError) {
            _ = try DirectoryLock(taking: "\(paths.run)/serving")
            return false
        } catch {
            return error.reason == .locked
        }
    }

    private static func path(in paths: HomePaths) -> String { "\(paths.run)/serving.json" }
}
