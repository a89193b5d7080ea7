internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import SignedBundles

/// A member's own redaction of a bundle as it lies in the outbox: made once, and served from the same bytes until it is confirmed.
struct ServedBundle {
    let transfer: Digest256
    /// The transfer document with its line feed.
    let document: [UInt8]
    let sealedPath: String
    let sealedBytes: Int

    /// What goes over the wire.
    var body: MessageBody {
        .joined([.bytes(document), .file(path: sealedPath, first: 0, count: UInt64(sealedBytes))])
    }

    func answer(to request: PeerRequest) throws(Problem) -> PeerAnswer {
        try .whole(body, .transfer, entityTag: transfer.hex, for: request)
    }
}

extension PeerQuestion {
    /// The peer's redaction of a bundle.
    ///
    /// - Throws: `Problem` for a bundle that is not here or not for the peer, and what ``Disclosure`` throws when it may not pass.
    func served(_ manifest: Digest256) throws -> ServedBundle {
        try node.redaction(of: manifest, for: peer, in: Set(sharedGroups), book, at: time)
    }
}

extension Node {
    /// A member's own redaction of a bundle that is held here; made, decided about and logged the first time it is asked for.
    ///
    /// - Throws: `Problem` for a bundle that is not here or not for the member, and what ``Disclosure`` throws when it may not pass.
    func redaction(
        of manifest: Digest256, for peer: MemberID, in groups: Set<GroupID>, _ book: TransferBook, at time: Timestamp
    ) throws -> ServedBundle {
        let heads = PeerHeads(self, of: peer)
        guard !heads.isForked else { throw TransferError.fork(peer.name, evidence: heads.evidence) }
        guard try isHeld(manifest, in: groups) else { throw Problem(.notFound) }
        let path = paths.served(manifest.hex, to: peer.name)
        if let kept = try served(at: path), book.sent(manifest, to: peer)?.transfer == kept.transfer { return kept }
        let stream = try richestStream(of: manifest, in: groups)
        try Directory.create("\(paths.outbox)/\(peer.name)")
        _ = try Disclosure(self, at: time, for: .usual("sync")).disclose(stream, to: peer, output: path)
        guard let made = try served(at: path) else { throw Problem(.internalError) }
        return made
    }

    func served(at path: String) throws -> ServedBundle? {
        let documentPath = TransferFile.path(beside: path)
        guard Directory.exists(path), Directory.exists(documentPath) else { return nil }
        let document = try FileReader.contents(of: documentPath, limitBytes: TransferFile.limitBytes)
        guard let envelope = try? DSSEEnvelope(parsing: document),
            let transfer = try? TransferDocument(verifying: envelope, keys: registry()).transfer
        else { return nil }
        return ServedBundle(
            transfer: transfer, document: document, sealedPath: path, sealedBytes: try Directory.byteCount(of: path))
    }

    /// Of the streams held of a bundle the one that shows most; of an own one the full stream.
    func richestStream(of manifest: Digest256, in groups: Set<GroupID>) throws -> String {
        let folder = paths.bundle(manifest.hex)
        guard Directory.isDirectory(folder) else { throw Problem(.notFound) }
        if let full = try publishedStreamDigest(of: manifest), Directory.exists("\(folder)/\(full.hex)") {
            return "\(folder)/\(full.hex)"
        }
        let streams = try Directory.names(in: folder).map { "\(folder)/\($0)" }
        guard let richest = try streams.max(by: { try Directory.byteCount(of: $0) < Directory.byteCount(of: $1) }) else {
            throw Problem(.gone)
        }
        return richest
    }

    /// Whether a bundle stands in a chain for one of the groups and may be handed on.
    private func isHeld(_ manifest: Digest256, in groups: Set<GroupID>) throws -> Bool {
        try StandingChains(store(for: .reading), under: registry()).all().contains {
            groups.contains($0.audience) && $0.hands(on: manifest)
        }
    }

    /// Removes the sealed file of a transfer that has ended: what left is kept under `sent/`. A later transfer of the same bundle stays.
    func removeServed(_ receipt: TransferReceipt, to peer: MemberID) {
        let path = paths.served(receipt.manifest.hex, to: peer.name)
        if let kept = try? served(at: path), kept.transfer != receipt.transfer { return }
        for file in [path, TransferFile.path(beside: path)] where Directory.exists(file) { try? Directory.remove(file) }
    }
}

extension HomePaths {
    /// A member's own redaction of a bundle, sealed, until it is confirmed.
    func served(_ manifestHex: String, to peer: String) -> String { "\(outbox)/\(peer)/\(manifestHex).six.age" }
    /// This node's receipt for a transfer it received.
    func ownReceipt(_ transferHex: String) -> String { "\(receiptOutbox)/\(transferHex).receipt.json" }
}
