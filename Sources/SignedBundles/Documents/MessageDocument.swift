public import CanonicalCoding
public import Indicators
public import MemberRegistry

/// The name of a message: 16 random bytes that its sender chose, in hexadecimal.
public struct MessageID: Sendable, Hashable, CustomStringConvertible {
    /// 32 digits, lower case.
    public let hex: String

    /// Reads a name; nothing for any other text.
    public init?(_ hex: String) {
        guard hex.utf8.count == 32, Self.isHexadecimal(hex) else { return nil }
        self.hex = hex
    }

    /// The digits.
    public var description: String { hex }

    static func isHexadecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// What one member tells another beside bundles and receipts: questions, answers, proofs of forks (docs/spec/messages.md).
public struct MessageDocument: Sendable, Hashable {
    /// What the message is.
    public enum Verb: String, Sendable, Hashable, CaseIterable {
        /// A question.
        case ask
        /// The answer to one.
        case answer
        /// That something was erased as asked.
        case eraseAcknowledge = "erase-ack"
        /// That something will not be erased, and why.
        case eraseRefuse = "erase-refuse"
        /// What somebody thinks of what was shared.
        case feedback
        /// Two envelopes that prove that a chain is forked.
        case fork

        /// Whether such a message is about another one, or about a transfer or a bundle, that it names.
        public var namesCause: Bool { [.answer, .eraseAcknowledge, .eraseRefuse].contains(self) }
    }

    /// What stands in the body.
    public enum Content: Sendable, Hashable {
        /// What a person wrote; it may name an indicator.
        case text(String)
        /// The first lines of two bundles, as envelopes.
        case fork(DSSEEnvelope, DSSEEnvelope)
    }

    /// Its name.
    public let id: MessageID
    /// Who says it, and signs.
    public let from: MemberID
    /// Whom it is for.
    public let to: MemberID
    /// What it is.
    public let verb: Verb
    /// What it is about: another message's name, the digest of a transfer or a manifest, or nothing: then empty.
    public let regarding: String
    /// What stands in it.
    public let content: Content
    /// When it was said.
    public let time: Timestamp

    /// States a message.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` where the parts do not go together, `E_LIMIT` for a text that is too long.
    public init(
        id: MessageID, from: MemberID, to: MemberID, verb: Verb, regarding: String = "", content: Content, time: Timestamp
    ) throws(BundleError) {
        self.id = id
        self.from = from
        self.to = to
        self.verb = verb
        self.regarding = regarding
        self.content = content
        self.time = time
        try requireRules()
    }

    /// The payload type of the envelope.
    public static let payloadType = "application/vnd.six.message.v1+json"
    /// A text is at most this long in UTF-8: the limit of a string in any document.
    public static let textByteLimit = 64 << 10
    /// A message is taken up to so long after its time, and is delivered no longer.
    public static let longestAgeSeconds: Int64 = 14 * 86_400

    private func requireRules() throws(BundleError) {
        let isForm = regarding.isEmpty ? !verb.namesCause : verb != .fork && Self.isName(regarding)
        guard isForm, from != to else { throw BundleError(.manifest, .documentShape) }
        switch content {
        case .text(let text):
            guard text.utf8.count <= Self.textByteLimit else { throw BundleError(.limit, .stringTooLong) }
            guard verb != .fork, !text.isEmpty || verb == .eraseAcknowledge else { throw BundleError(.manifest, .documentShape) }
        case .fork(let first, let second):
            guard verb == .fork else { throw BundleError(.manifest, .documentShape) }
            let longest = max(first.payload.count, second.payload.count)
            guard longest <= Self.textByteLimit / 4 * 3 else { throw BundleError(.limit, .stringTooLong) }
        }
    }

    /// A message's name has 32 digits, a digest 64.
    private static func isName(_ text: String) -> Bool {
        [32, 64].contains(text.utf8.count) && MessageID.isHexadecimal(text)
    }
}

extension MessageDocument: CustomStringConvertible, CustomReflectable {
    /// What it is, without what it says.
    public var description: String { "\(verb.rawValue) \(id.hex) from \(from.name) to \(to.name)" }

    /// Nothing of what it says.
    public var customMirror: Mirror { Mirror(self, children: ["id": id.hex]) }
}

extension MessageDocument.Content: CustomStringConvertible, CustomReflectable {
    /// What sort of content it is, nothing of it.
    public var description: String {
        switch self {
        case .text(let text): "text of \(text.utf8.count) bytes"
        case .fork: "two envelopes"
        }
    }

    /// Nothing of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
