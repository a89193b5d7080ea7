internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The TLS keys of the members, by the registry in force. Each question looks at the registry's files, so that a key that is revoked is
/// refused at the next request; whether it is rolled back or the settings changed is looked at each second.
actor RegistryPins {
    private let home: HomeDesk
    private var table = PinTable.empty
    private var paths: HomePaths?
    private var files: [FileStamp?] = []
    private var readAt: ContinuousClock.Instant?
    private var reading: Task<Void, Never>?

    /// A desk of its own answers, so that no connection waits for the end of an import.
    init(_ home: HomeDesk) { self.home = home.another() }

    func member(of point: [UInt8]) async -> MemberID? {
        // A reading that was under way may have begun before the change that this question is about.
        for _ in 0..<2 where isStale { await readOnce() }
        return table.member(of: point, at: home.now())
    }

    private var isStale: Bool {
        guard let readAt, readAt.duration(to: .now) <= .seconds(1), let paths else { return true }
        return files != Self.stamps(paths)
    }

    private static func stamps(_ paths: HomePaths) -> [FileStamp?] {
        [paths.currentRegistry, paths.trustedRoot].map { FileStamp(of: $0) }
    }

    /// Many connections ask at once, and one reading is for all.
    private func readOnce() async {
        if let reading { return await reading.value }
        let task = Task { await read() }
        reading = task
        await task.value
    }

    private func read() async {
        let known = table
        let found = try? await home.work(.reading) { node, _ in
            (node.paths, Self.stamps(node.paths), try known.brought(upTo: node.registry(), except: node.settings.member))
        }
        (paths, files, table) = (found?.0, found?.1 ?? [], found?.2 ?? .empty)
        readAt = .now
        reading = nil
    }
}

/// The TLS keys that one registry lists for the other members, each with the time for which it counts.
struct PinTable: Sendable {
    private struct Pin {
        let member: MemberID
        let notBefore: Timestamp
        let notAfter: Timestamp
    }

    private var registry: Digest256?
    private var expires: Timestamp?
    private var pins: [[UInt8]: [Pin]] = [:]

    /// Knows nobody.
    static let empty = PinTable()

    /// The member that may show a key at a moment; nobody under an expired registry, so that nobody is let in by an old one.
    func member(of point: [UInt8], at time: Timestamp) -> MemberID? {
        guard let expires, time < expires else { return nil }
        return pins[point]?.first { $0.notBefore <= time && time < $0.notAfter }?.member
    }

    /// The table of a registry; made anew where it is another than this one's.
    ///
    /// - Parameter own: this node's member, which has no business here.
    func brought(upTo registry: VerifiedRegistry, except own: MemberID) -> PinTable {
        guard registry.digest != self.registry else { return self }
        var table = PinTable()
        (table.registry, table.expires) = (registry.digest, registry.document.expires)
        for member in registry.document.members where member.id != own {
            for key in member.keys where key.use == .tls && key.status == .active {
                guard let point = try? P256PublicKey(parsing: key.publicKey).bytes else { continue }
                table.pins[point, default: []].append(
                    Pin(member: member.id, notBefore: key.notBefore, notAfter: key.notAfter))
            }
        }
        return table
    }
}
