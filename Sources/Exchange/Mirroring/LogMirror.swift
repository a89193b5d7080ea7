internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import NodeAPI
internal import TransparencyLog

/// Keeps a copy of what another member's audit log publishes: fetched over its interface, verified, and fit for every verifier.
public struct LogMirror: Sendable {
    private let home: HomeDesk
    private let transport: any PeerTransport
    private let member: MemberID
    private let named: String?

    /// Prepares a mirror.
    ///
    /// - Parameter directory: where it is; nothing for a place of the home, one for each log.
    public init(_ home: HomeDesk, _ transport: any PeerTransport, of member: MemberID, in directory: String? = nil) {
        self.home = home
        self.transport = transport
        self.member = member
        named = directory
    }

    /// Brings the mirror up to date. What was fetched before a failure is there the next time.
    ///
    /// - Throws: ``MirrorError``; ``TransferError/fork(_:evidence:)`` where the log shows two histories: both heads are kept then, and nothing
    ///   passes to or from the member; `PeerFailure`, `Problem`, and what is wrong with this node itself.
    public func update() async throws -> MirrorReport {
        for _ in 0..<Self.attempts {
            let found = try await shownHead()
            let place = try await place(for: found)
            let old = try await compared(found, in: place)
            guard let fetched = try await fetch(found.head.size, to: place) else { continue }
            try await verify(found, from: old, in: place, fetched)
            return MirrorReport(
                member: member, origin: found.head.origin, size: found.head.size, fetchedCount: fetched.addresses.count,
                hasEntries: fetched.hasEntries, witnessCount: found.witnessCount, hasQuorum: found.hasQuorum)
        }
        throw MirrorError.moving
    }

    /// A log that grows meanwhile no longer has the partial files of the head that was shown: it is asked for the next one.
    private static let attempts = 5

    private func asked(_ path: String) async throws -> [UInt8] {
        let answer = try await transport.send(.logFile(path), to: member)
        if let problem = answer.problem { throw problem }
        return answer.bytes
    }

    private func shownHead() async throws -> MirroredHead {
        let (head, policy) = (try await asked(LedgerLayout.checkpoint), try await asked(LedgerLayout.policy))
        let member = member
        return try await home.work(.reading) { node, time in
            try MirroredHead(head, policy: policy, of: member, under: node.registry(), at: time)
        }
    }

    private func place(for found: MirroredHead) async throws -> MirrorPlace {
        let (member, named) = (member, named)
        return try await home.work(.reading) { node, _ in
            let generation = found.head.origin.split(separator: "/").last.map(String.init) ?? "0"
            let directory = named ?? "\(node.paths.mirrors)/\(member.name)/\(generation)"
            try Directory.create(directory)
            return MirrorPlace(directory: directory)
        }
    }

    /// Holds the head against the mirror, and against every head of the log that this node has seen.
    ///
    /// - Returns: the size up to which the mirror was verified before.
    private func compared(_ found: MirroredHead, in place: MirrorPlace) async throws -> UInt64 {
        let member = member
        return try await home.work(.reading) { node, time in
            let known = try place.known()
            if let known, !known.head.isOf(origin: found.head.origin) { throw MirrorError.otherLog(known.head.origin) }
            let heads = PeerHeads(node, of: member)
            if let known, HeadFork(known.note, found.note) != nil {
                try heads.keepFork(known.note, found.note, size: known.head.size)
            }
            try heads.take(found.note.bytes, under: node.registry(), at: time)
            if let known, known.head.size > found.head.size {
                let evidence = try place.keepRollback(known.note, found.note)
                throw MirrorError.rollback(kept: known.head.size, shown: found.head.size, evidence: evidence)
            }
            return known?.head.size ?? 0
        }
    }

    private struct Fetched {
        var addresses: [TileAddress] = []
        var hasEntries = true
    }

    /// Fetches the files that are not here.
    ///
    /// - Returns: nothing when the log no longer has one of them.
    private func fetch(_ size: UInt64, to place: MirrorPlace) async throws -> Fetched? {
        var fetched = Fetched()
        for address in LogCopy(in: place.directory, hasEntries: true).missing(upTo: size) {
            try Task.checkCancellation()
            if address.content == .entries, !fetched.hasEntries { continue }
            do throws(any Error) {
                let bytes = try await asked(address.path)
                try place.keep(bytes, as: address)
                fetched.addresses.append(address)
            } catch let problem as Problem {
                switch problem.kind {
                case .forbidden where address.content == .entries: fetched.hasEntries = false
                case .notFound: return nil
                default: throw problem
                }
            }
        }
        return fetched
    }

    /// Verifies what was fetched, then puts the head in place.
    private func verify(_ found: MirroredHead, from old: UInt64, in place: MirrorPlace, _ fetched: Fetched) async throws {
        let member = member
        try await home.work(.reading) { node, _ in
            // Entries that came to hashes which were here before are judged, too.
            let start = fetched.hasEntries ? min(old, place.entriesSize) : old
            let copy = LogCopy(in: place.directory, hasEntries: fetched.hasEntries)
            let unverified = fetched.addresses + TileAddress.files(from: old, to: found.head.size)
            do throws(LedgerError) { try copy.requireTree(of: found.head, from: start) } catch {
                place.remove(unverified)
                throw MirrorError.mismatch(error.description)
            }
            // The leaves are now those of the head: a smaller head of the log that is not of them was signed over another history. One of
            // the same size was held against it before.
            let seen = try PeerHeads(node, of: member).seen(of: found.head.origin)
            for (note, head) in try seen + [place.known(), node.witnessKept(of: found.head.origin)].compactMap(\.self)
            where head.size > 0 && head.size < found.head.size {
                guard let other = try copy.otherHistory(note, of: head.size, than: found.note, of: found.head.size) else {
                    continue
                }
                place.remove(unverified)
                try PeerHeads(node, of: member).keepFork(note, found.note, size: head.size, proof: other)
            }
            try place.commit(found, hasEntries: fetched.hasEntries)
        }
    }
}
