public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Sealing
public import SignedBundles
internal import TransparencyLog

/// What is to be told to a member.
public struct MessageDraft: Sendable {
    /// Whom.
    public let to: MemberID
    /// What it is.
    public let verb: MessageDocument.Verb
    /// What it is about; empty where it is about nothing that has a name.
    public let regarding: String
    /// What stands in it.
    public let content: MessageDocument.Content

    /// States what is to be told.
    public init(to: MemberID, verb: MessageDocument.Verb, regarding: String = "", content: MessageDocument.Content) {
        self.to = to
        self.verb = verb
        self.regarding = regarding
        self.content = content
    }
}

extension Node {
    /// Signs messages, seals those that could name an indicator, keeps and logs them; rounds deliver them.
    ///
    /// - Returns: the names, in the order of the drafts.
    /// - Throws: ``MessageError``, `BundleError` for a draft whose parts do not go together, ``NodeError``, `RegistryError`, `LedgerError`,
    ///   `FileError`; no message of them was logged then, and none leaves. Only after a `LedgerError` or a `FileError` of the log itself does the log alone
    ///   say whether they leave.
    @discardableResult
    public func send(_ drafts: [MessageDraft], at time: Timestamp) throws -> [MessageID] {
        let desk = try SentMessages(self, at: time)
        var made: [SentMessages.Made] = []
        do { for draft in drafts { made.append(try desk.make(draft)) } } catch {
            for message in made { try? Directory.remove("\(paths.messageOutbox)/\(message.id.hex)") }
            throw error
        }
        // From here on the entries may be durable although logging them failed: the files stay, and what is logged is delivered.
        try log(made.map(\.event))
        try? AppendOnlyFile.append(made.flatMap { Array($0.id.hex.utf8) + [UInt8(ascii: "\n")] }, to: paths.messageMarks)
        return made.map(\.id)
    }
}

/// Makes the messages of one verb.
private struct SentMessages {
    struct Made {
        let id: MessageID
        let event: LoggedEvent
    }

    private let node: Node
    private let registry: VerifiedRegistry
    private let peers: Set<MemberID>
    private let book: MessageBook
    private let time: Timestamp

    init(_ node: Node, at time: Timestamp) throws {
        self.node = node
        self.time = time
        registry = try node.registryInForce(at: time)
        peers = Set(try node.peers())
        var book = TransferBook()
        try book.update(from: node)
        self.book = book.messages
        let own = try node.keys().signing.publicKey.bytes
        let listed = registry.usableKeys(of: node.settings.member, for: .sign, at: time)
        guard listed.contains(where: { $0.publicKey == own }) else { throw NodeError.notAMember(node.settings.member.name) }
    }

    func make(_ draft: MessageDraft) throws -> Made {
        guard peers.contains(draft.to) else { throw MessageError.noPeer(draft.to) }
        let waiting = book.items.count { $0.state == .waiting }
        guard waiting < MessageLimits.waitingCount else { throw MessageError.outboxFull(limit: MessageLimits.waitingCount) }
        guard let id = MessageID(String(SecureRandom.digest().hex.prefix(32))) else { throw MessageError.unknown("") }
        let document = try MessageDocument(
            id: id, from: node.settings.member, to: draft.to, verb: draft.verb, regarding: draft.regarding,
            content: draft.content,
            time: time)
        let envelope = try node.sign(document.envelope())
        let bytes = try travelling(envelope, document)
        guard bytes.count <= MessageLimits.fileBytes else { throw MessageError.tooLarge(limitBytes: MessageLimits.fileBytes) }
        try MessageBoxes(node: node).keepOwn(bytes, as: id, book)
        return Made(id: id, event: event(document, envelope, byteCount: bytes.count))
    }

    /// What a person wrote is sealed, since it may name an indicator: to the recipient, and to this node, which shows it to its own people.
    private func travelling(_ envelope: DSSEEnvelope, _ document: MessageDocument) throws -> [UInt8] {
        guard case .text(let text) = document.content, !text.isEmpty else { return envelope.fileBytes() }
        let keys = registry.usableKeys(of: document.to, for: .seal, at: time)
        guard !keys.isEmpty else { throw NodeError.noSealingKey(document.to.name) }
        let own = try SealingIdentity(secret: node.keys().sealing).recipient
        return try SealedFile.seal(envelope.fileBytes(), to: keys.map { try SealingRecipient(bytes: $0.publicKey) } + [own])
    }

    private func event(_ document: MessageDocument, _ envelope: DSSEEnvelope, byteCount: Int) -> LoggedEvent {
        LoggedEvent(
            .messageSend,
            [
                (.recipient, .string(document.to.name)), (.message, .string(document.id.hex)),
                (.verb, .string(document.verb.rawValue)), (.digest, .string(envelope.payloadDigest.hex)),
            ],
            further: [
                ("re", .item, .string(document.regarding)), ("size", .item, .integer(Int64(byteCount))),
            ])
    }
}
