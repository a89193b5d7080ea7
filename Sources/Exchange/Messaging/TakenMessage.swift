internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import Sealing
internal import SignedBundles
internal import TransparencyLog

extension PeerQuestion {
    /// Takes a message of the peer: durable and logged before it is answered, and answered the same when it comes again.
    ///
    /// - Throws: `Problem` for a message that is not taken; what is wrong with this node itself.
    func takeMessage(in request: PeerRequest) throws -> PeerAnswer {
        let bytes = try MessageReading.bytes(of: request.body, limitBytes: CallLimits(of: request.call).requestBytes)
        _ = try node.registryInForce(at: time)
        guard !sharedGroups.isEmpty else {
            throw Problem(.forbidden, "messages are for members of a common group", code: Self.messageCode)
        }
        let envelope = try envelope(ofMessage: bytes)
        let message = try MessageDocument(verifying: envelope, keys: registry)
        guard message.from == peer else { throw Problem(.forbidden, "the message is another member's", code: Self.messageCode) }
        guard message.to == node.settings.member else {
            throw Problem(.unprocessable, "the message is for another member", code: Self.messageCode)
        }
        if let known = book.messages.received(message.id, from: peer) {
            guard known.digest == envelope.payloadDigest else {
                throw Problem(.conflict, "another message of that name is here", code: Self.messageCode)
            }
            try keepAgain(bytes, of: known)
            return try taken(message, at: known.entry)
        }
        try requireTimely(message)
        try requireFew()
        // What it proves comes first: a message that is logged is answered the same from then on, and nothing more is done.
        if let proof = try message.content.proof(for: self) { try ForkEvidence.take(proof, from: peer, node, at: time) }
        return try taken(message, at: keep(bytes, message, envelope))
    }

    private func keep(_ bytes: [UInt8], _ message: MessageDocument, _ envelope: DSSEEnvelope) throws -> UInt64 {
        // The file first, and it stays whatever comes: the entry may be durable although logging it failed.
        try MessageBoxes(node: node).keep(bytes, as: message.id, from: peer, book.messages)
        return try node.log(event(message, envelope, byteCount: bytes.count)).index
    }

    /// A message that is logged and whose file is not there any more comes again: then it is there again.
    private func keepAgain(_ bytes: [UInt8], of known: LoggedMessage) throws {
        guard !Directory.exists(node.paths.file(of: known)) else { return }
        try MessageBoxes(node: node).keep(bytes, as: known.id, from: peer, book.messages)
    }

    private static let messageCode = "E_MESSAGE"

    private func envelope(ofMessage bytes: [UInt8]) throws -> DSSEEnvelope {
        do { return try MessageBoxes(node: node).envelope(in: bytes) } catch is RegistryError {
            throw Problem(.unprocessable, "that is no signed document")
        }
    }

    private func requireTimely(_ message: MessageDocument) throws(Problem) {
        guard message.time <= time.adding(seconds: MessageLimits.leadSeconds) else {
            throw Problem(.unprocessable, "the message is dated ahead", code: Self.messageCode)
        }
        guard message.time.adding(seconds: MessageDocument.longestAgeSeconds) >= time else {
            throw Problem(.unprocessable, "the message is too old", code: Self.messageCode)
        }
    }

    /// Each message is an entry of the audit log and a file, which nobody may fill up.
    private func requireFew() throws(Problem) {
        let arrivals = book.messages.arrivals(from: peer, since: time.adding(seconds: -Self.daySeconds))
        guard arrivals.count >= messagesADay, let first = arrivals.first else { return }
        let seconds = first.secondsSinceEpoch + Self.daySeconds - time.secondsSinceEpoch
        throw Problem(
            .tooManyRequests, "too many messages in a day", retryAfterSeconds: Int(min(max(seconds, 1), Self.daySeconds)))
    }

    private static let daySeconds = Timestamp.secondsPerDay

    private func event(_ message: MessageDocument, _ envelope: DSSEEnvelope, byteCount: Int) -> LoggedEvent {
        LoggedEvent(
            .messageReceive,
            [
                (.peer, .string(peer.name)), (.message, .string(message.id.hex)), (.verb, .string(message.verb.rawValue)),
                (.digest, .string(envelope.payloadDigest.hex)),
            ],
            further: [("re", .item, .string(message.regarding)), ("size", .item, .integer(Int64(byteCount)))])
    }

    private func taken(_ message: MessageDocument, at entry: UInt64) throws -> PeerAnswer {
        .document(TakenNotice(id: message.id.hex, origin: try node.ledger().checkpoint.origin, entry: entry).jsonValue)
    }
}

extension MessageDocument.Content {
    /// The proof of a fork, verified here: it has to concern a group that the peer and this member are in.
    fileprivate func proof(for question: PeerQuestion) throws -> ForkProof? {
        guard case .fork(let first, let second) = self else { return nil }
        let proof: ForkProof
        do throws(BundleError) { proof = try ForkProof(verifying: first, second, keys: question.registry) } catch {
            throw Problem(.unprocessable, "the envelopes prove no fork: \(error)", code: error.code.rawValue)
        }
        guard question.sharedGroups.contains(proof.manifest.audience) else {
            throw Problem(.unprocessable, "the fork is of a group that is not shared", code: ErrorCode.audience.rawValue)
        }
        return proof
    }
}
