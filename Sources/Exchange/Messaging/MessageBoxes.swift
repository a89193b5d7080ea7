internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Sealing
public import SignedBundles

extension HomePaths {
    /// Messages, exactly as they travel.
    var messages: String { root + "/messages" }
    /// Those that came from a member.
    func messageInbox(_ peer: String) -> String { "\(messageInboxes)/\(peer)" }
    var messageInboxes: String { "\(messages)/in" }
    /// Those that this node wrote.
    var messageOutbox: String { "\(messages)/out" }
    /// One line for each message that was written, by which a node that runs notices it.
    var messageMarks: String { "\(run)/messages" }

    /// The file of a message.
    func file(of message: LoggedMessage) -> String {
        "\(message.isSent ? messageOutbox : messageInbox(message.peer.name))/\(message.id.hex)"
    }
}

/// The files of messages in a home.
struct MessageBoxes {
    let node: Node

    /// Keeps a message that came, durably; what is beyond the limit goes, the oldest first.
    ///
    /// - Throws: `FileError`.
    func keep(_ bytes: [UInt8], as id: MessageID, from peer: MemberID, _ book: MessageBook) throws {
        let folder = node.paths.messageInbox(peer.name)
        try Directory.create(folder)
        try makeRoom(in: folder, book.items.filter { $0.state == .received && $0.peer == peer })
        try DurableFile.write(bytes, to: "\(folder)/\(id.hex)", replacing: true)
    }

    /// Keeps a message that is to leave; what has ended and is beyond the limit goes, the oldest first.
    ///
    /// - Throws: `FileError`.
    func keepOwn(_ bytes: [UInt8], as id: MessageID, _ book: MessageBook) throws {
        try Directory.create(node.paths.messageOutbox)
        try makeRoom(in: node.paths.messageOutbox, book.items.filter { $0.state == .delivered || $0.state == .failed })
        try DurableFile.write(bytes, to: "\(node.paths.messageOutbox)/\(id.hex)")
    }

    private func makeRoom(in folder: String, _ candidates: [LoggedMessage]) throws(FileError) {
        var excess = try Directory.names(in: folder).count - MessageLimits.keptCount + 1
        for message in candidates where excess > 0 {
            let path = "\(folder)/\(message.id.hex)"
            guard Directory.exists(path) else { continue }
            try Directory.remove(path)
            excess -= 1
        }
    }

    /// Opens a message as it travels: sealed, or an envelope as it is.
    ///
    /// - Throws: `SealingError`, `RegistryError`, and what reading the own key throws.
    func envelope(in bytes: [UInt8]) throws -> DSSEEnvelope {
        guard SealedFile.isSealed(bytes.span) else { return try DSSEEnvelope(parsing: bytes) }
        let identity = try SealingIdentity(secret: node.keys().sealing)
        return try DSSEEnvelope(parsing: SealedFile.open(bytes, with: [identity]))
    }

    /// Reads the file of a message that is logged, and holds it against the log.
    ///
    /// Its signature was verified when it was logged, and is not judged again: its key may have been withdrawn since.
    ///
    /// - Throws: ``MessageError/damaged(_:)``, and what reading the own key throws.
    func document(of message: LoggedMessage) throws -> MessageDocument {
        let path = node.paths.file(of: message)
        guard Directory.exists(path) else { throw MessageError.damaged(message.id.hex) }
        let bytes = try FileReader.contents(of: path, limitBytes: MessageLimits.fileBytes)
        do {
            let envelope = try envelope(in: bytes)
            guard envelope.payloadDigest == message.digest else { throw MessageError.damaged(message.id.hex) }
            return try MessageDocument(StrictJSON.parseCanonical(envelope.payload))
        } catch let error where error is SealingError || error is RegistryError || error is BundleError || error is JSONError {
            throw MessageError.damaged(message.id.hex)
        }
    }
}

extension Node {
    /// The messages of this node's log, in its order.
    ///
    /// - Throws: `LedgerError`.
    public func messages() throws -> [LoggedMessage] {
        var book = TransferBook()
        try book.update(from: self)
        return book.messages.items
    }

    /// What a message says.
    ///
    /// - Throws: ``MessageError/damaged(_:)``, `FileError`, and what reading the own key throws.
    public func document(of message: LoggedMessage) throws -> MessageDocument {
        try MessageBoxes(node: self).document(of: message)
    }
}
