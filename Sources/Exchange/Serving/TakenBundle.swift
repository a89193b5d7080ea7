internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import SignedBundles

/// A bundle as it came over the wire: the transfer document and the sealed stream, each in a file.
struct ArrivedBundle {
    let documentPath: String
    let sealedPath: String

    /// Takes the bundle in; the files are removed, whatever comes of it.
    ///
    /// A transfer that was rejected is answered the same again: its sender may have given it up since, and makes another.
    ///
    /// - Parameters:
    ///   - manifest: the bundle that it has to be.
    ///   - peer: who has to have sent it.
    /// - Returns: the signed receipt, for the sender, and why it was refused, if it was.
    /// - Throws: what stops the node rather than the bundle.
    func take(
        into node: Node, of manifest: Digest256, from peer: MemberID, at time: Timestamp
    ) throws -> (receipt: DSSEEnvelope?, refusal: (any Error)?) {
        defer { remove() }
        do {
            let document = try TransferDocument(verifying: TransferFile.read(documentPath), keys: node.registry())
            guard document.from == peer, document.manifest == manifest else {
                throw Problem(.unprocessable, "the transfer is another than was named", code: "E_TRANSFER")
            }
            if let (receipt, code) = try node.rejection(of: document) {
                return (receipt, Problem(.unprocessable, "the bundle was refused", code: code))
            }
        } catch let error where error is Problem || error is BundleError || error is RegistryError {
            return (nil, error)
        }
        let importer = try Importer(node, at: time, for: .usual("sync"), transfer: documentPath)
        let outcome = try importer.take([sealedPath])[0]
        let receipt = try outcome.receiptPath.map(TransferFile.read)
        switch outcome.result {
        case .success: return (receipt, nil)
        case .failure(let error): return (receipt, error)
        }
    }

    func remove() {
        for path in [documentPath, sealedPath] where Directory.exists(path) { try? Directory.remove(path) }
    }
}

extension PeerQuestion {
    /// Takes a bundle that the peer hands over.
    ///
    /// - Returns: the receipt, also when it was rejected, and whether it was taken in.
    func take(_ body: MessageBody, of manifest: Digest256) throws -> (answer: PeerAnswer, isTaken: Bool) {
        let arrived = try spooled(body)
        defer { arrived.remove() }
        let (receipt, refusal) = try arrived.take(into: node, of: manifest, from: peer, at: time)
        if let receipt { return (.bytes(receipt.fileBytes()), refusal == nil) }
        throw Problem(explaining: refusal ?? Problem(.internalError))
    }

    /// Splits a body into the document, which ends at the first line feed, and the sealed stream.
    private func spooled(_ body: MessageBody) throws -> ArrivedBundle {
        let folder = node.paths.arrivals
        try Directory.create(folder)
        let name = "\(folder)/\(SecureRandom.digest().hex)"
        let arrived = ArrivedBundle(documentPath: name + ".transfer.json", sealedPath: name + ".age")
        let sink = BundleSink(arrived)
        for piece in body.pieces {
            switch piece {
            case .bytes(let bytes): try sink.take(bytes)
            case .file(let path, _, _):
                var reader = try FileReader(opening: path)
                while case let bytes = try reader.next(), !bytes.isEmpty { try sink.take(bytes) }
            case .joined: break
            }
        }
        guard sink.hasDocument else {
            arrived.remove()
            throw Problem(.unprocessable, "no transfer document stands before the stream", code: "E_TRANSFER")
        }
        return arrived
    }
}

extension Node {
    /// This node's receipt for a transfer that it rejected, with the code; nothing for any other transfer.
    fileprivate func rejection(of document: TransferDocument) throws -> (receipt: DSSEEnvelope, code: String)? {
        let path = paths.ownReceipt(document.transfer.hex)
        guard Directory.exists(path) else { return nil }
        let envelope = try TransferFile.read(path)
        let receipt = try TransferReceipt(verifying: envelope, keys: registry())
        return receipt.state == .rejected ? (envelope, receipt.code) : nil
    }
}

extension HomePaths {
    /// Bundles that are under way to this node.
    var arrivals: String { "\(run)/arrivals" }
}
