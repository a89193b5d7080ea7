internal import CryptoPrimitives
public import Foundation
public import Indicators
public import NodeAPI
internal import Synchronization

/// A node whose answers a test writes.
public final class ScriptedNode: PeerAnswering {
    /// What it answers.
    public typealias Script = @Sendable (PeerRequest, MemberID) async -> PeerAnswer

    private let script: Script
    private let members: Mutex<[[UInt8]: MemberID]>
    private let seen = Mutex<[PeerRequest]>([])
    /// The directory of the test.
    public let folder: URL

    /// A node that knows some parties.
    public init(knowing parties: [Party], _ script: @escaping Script) throws {
        members = Mutex(Dictionary(uniqueKeysWithValues: parties.map { ($0.key.publicKey.bytes, $0.member) }))
        self.script = script
        folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-edge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "spool"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Forgets a key.
    public func revoke(_ party: Party) { members.withLock { $0[party.key.publicKey.bytes] = nil } }

    /// The requests so far.
    public var requests: [PeerRequest] { seen.withLock { $0 } }

    /// What lies in the spool.
    public var spooled: [String] { (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? [] }

    /// Writes a file into the test's directory.
    public func file(_ bytes: [UInt8], _ name: String = "body") throws -> String {
        let place = folder.appending(path: name)
        try Data(bytes).write(to: place)
        return place.path
    }

    public var spool: String { folder.appending(path: "spool").path }

    public func member(ofTLSKey point: [UInt8]) async -> MemberID? { members.withLock { $0[point] } }

    public func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer {
        seen.withLock { $0.append(request) }
        return await script(request, peer)
    }
}
