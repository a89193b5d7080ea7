import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import NodeAPI
import SignedBundles

/// What happens to chains in simulations: copied homes, resets, lost bundles, gaps.
extension SimulatedFederation {
    /// Copies a member's home as it is; the copy speaks for the same member.
    func copyHome(of member: MemberID) throws -> String {
        let path = "\(directory)/copy-of-\(member.name)"
        try WorldFiles.copy(home(of: member), to: path)
        return path
    }

    /// Publishes from a copy of a member's home and gives the sealed bundle to another by hand.
    func publish(_ numbers: [String], fromCopy path: String, of member: MemberID, to victim: MemberID) async throws -> String {
        let copy = try Self.open(path, .writing, as: member, clock)
        let stream = try await publish(numbers, by: member, from: copy).path
        let sealed = "\(directory)/by-hand.six.age"
        WorldFiles.remove(sealed)
        _ = try Disclosure(copy, at: now(at: member)).disclose(stream, to: victim, output: sealed)
        WorldFiles.remove(TransferFile.path(beside: sealed))
        return sealed
    }

    /// Lets an officer take a file in by hand.
    func take(_ path: String, by member: MemberID) throws -> Importer.Outcome {
        try Importer(node(member, .writing), at: now(at: member)).take([path])[0]
    }

    /// Lets the chain of a member go on from a place, as the root officers decide; one member installs it.
    func reset(_ publisher: MemberID, to place: ChainPlace, at member: MemberID) throws {
        let path = "\(directory)/root/registry.json"
        let current = try DSSEEnvelope(parsing: Array(Data(contentsOf: URL(filePath: path))))
        var next = try RegistryDocument(parsing: current.payload).successor(issued: now(at: member))
        next.resets.append(
            ChainReset(publisher: publisher, audience: group, sequence: Int64(place.sequence), digest: place.digest))
        var envelope = try next.draft()
        for number in 1...2 {
            envelope = try envelope.signedByRoot(NodeKeys.readSigningKey("\(directory)/root/officer-\(number).pem") { nil })
        }
        try Data(envelope.fileBytes()).write(to: URL(filePath: path))
        try node(member, .writing).installRegistry(envelope, at: now(at: member))
    }

    /// The chain of a publisher as a member knows it.
    func chain(of publisher: MemberID, at member: MemberID) throws -> ChainState {
        try NodeChains(node(member, .reading), at: now(at: member)).all().first { $0.publisher == publisher }
            ?? ChainState(publisher: publisher, audience: group)
    }

    func chains(at member: MemberID) throws -> [ChainState] {
        try NodeChains(node(member, .reading), at: now(at: member)).all()
    }

    /// Lets an officer of a member step over what a publisher has lost, with the bundle after it, which was sent by hand.
    func stepOverGap(of publisher: MemberID, after place: Int, at member: MemberID) throws {
        guard let next = try chain(of: publisher, at: publisher).entries[place + 1]?.digest else { return }
        let folder = "\(home(of: publisher))/bundles/\(next.hex)"
        guard let stream = WorldFiles.names(in: folder).first else { return }
        let sealed = "\(directory)/gap.six.age"
        WorldFiles.remove(sealed)
        _ = try Disclosure(node(publisher, .writing), at: now(at: publisher))
            .disclose("\(folder)/\(stream)", to: member, output: sealed)
        try NodeChains(node(member, .writing), for: .writing, at: now(at: member))
            .acceptGap(before: sealed, officer: "R. Example", why: "\(publisher.name) lost it", skipLimit: 8)
    }

    /// The transfers between two members as the first one's log has them.
    func transfers(at member: MemberID, with peer: MemberID) async throws -> [TransferPage.Item] {
        guard let desk = desks[member] else { return [] }
        var items: [TransferPage.Item] = []
        var from: UInt64? = 0
        while let index = from {
            let answer = await PeerDesk(desk, spool: home(of: member)).answer(
                PeerRequest(.transfers(from: index, bucket: nil)), from: peer)
            let page = try TransferPage(parsing: answer.bytes)
            items += page.items
            from = page.next
        }
        return items
    }
}
