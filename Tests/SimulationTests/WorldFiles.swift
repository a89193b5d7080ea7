import CanonicalCoding
import Exchange
import Foundation
import Indicators
import Synchronization

/// Files of a simulated world.
enum WorldFiles {
    static func read(_ path: String, from first: UInt64, count: UInt64) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return Array(data.dropFirst(Int(first)).prefix(Int(count)))
    }

    /// In memory where the machine has such a place, since a world syncs thousands of times.
    static func newDirectory() -> String {
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        return "\(base)/tocsin-world-\(UUID().uuidString.lowercased())"
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func copy(_ path: String, to target: String) throws {
        if exists(target) { try FileManager.default.removeItem(atPath: target) }
        try FileManager.default.copyItem(atPath: path, toPath: target)
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    static func names(in path: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

/// Labs that were made once and are copied for each world, since keys, logs and agreements cost more than all that follows.
enum LabShelf {
    private static let kept = Mutex<[String: (path: String, time: Timestamp)]>([:])

    /// Copies a lab of this shape to a directory.
    ///
    /// - Returns: when the lab was made, before which its logs know nothing.
    static func take(
        _ shape: [(member: String, role: String)], group: GroupID, protectedList: [UInt8]? = nil, to directory: String
    ) throws -> Timestamp {
        let list = protectedList.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let name = shape.map { "\($0.member):\($0.role)" }.joined(separator: ",") + list
        let template = try kept.withLock { kept in
            if let template = kept[name] { return template }
            let (path, time) = (WorldFiles.newDirectory(), HomeDesk.machineClock())
            let members = try shape.map { try Lab.Member(parsing: "\($0.member):\($0.role)") }
            _ = try Lab(at: path, members: members, group: group, protectedList: protectedList, time: time)
            kept[name] = (path, time)
            if kept.count == 1 { _ = atexit { LabShelf.clear() } }
            return (path, time)
        }
        try WorldFiles.copy(template.path, to: directory)
        return template.time
    }

    private static func clear() { kept.withLock { for template in $0.values { WorldFiles.remove(template.path) } } }
}

/// A clock that a simulation sets; each member's may go wrong.
final class WorldClock: Sendable {
    private struct State {
        var seconds: Int64
        var skews: [MemberID: Int64] = [:]
    }

    private let state: Mutex<State>

    init(at time: Timestamp) { state = Mutex(State(seconds: time.secondsSinceEpoch)) }

    func advance(_ more: Int64) { state.withLock { $0.seconds += more } }
    func skew(_ member: MemberID, by seconds: Int64) { state.withLock { $0.skews[member] = seconds } }

    /// What a member takes for now.
    func now(at member: MemberID) -> Timestamp {
        state.withLock { Timestamp(secondsSinceEpoch: $0.seconds + ($0.skews[member] ?? 0)) }
    }
}
