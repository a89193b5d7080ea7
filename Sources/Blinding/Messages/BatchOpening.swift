public import CryptoPrimitives

/// How a client opens elements of one of its messages to an auditor: the message again, and of some elements what was asked and the number that
/// hid it (docs/spec/evaluation.md, "Audit of blind questions").
///
/// `"SIXO" ‖ 01 ‖ challenge32 ‖ u32 length ‖ request payload ‖ u32 n ‖ n × (u32 index ‖ u32 length ‖ X ‖ r32)`
public struct BatchOpening: Sendable {
    /// One element.
    public struct Element: Sendable, Hashable {
        /// Its place in the message.
        public let index: UInt32
        /// What was asked: X of docs/spec/match-tag.md.
        public let input: [UInt8]
        /// The number that hid it, 32 bytes; it hides nothing any more.
        public let blind: [UInt8]

        /// Opens an element.
        public init(index: UInt32, input: [UInt8], blind: [UInt8]) {
            self.index = index
            self.input = input
            self.blind = blind
        }
    }

    /// The digest of the challenge's payload.
    public let challenge: Digest256
    /// The payload of the request that the elements stand in.
    public let request: [UInt8]
    /// The elements, as the challenge names them.
    public let elements: [Element]

    /// The envelope's type.
    public static let payloadType = "application/vnd.six.opening.v1"
    /// The most elements that are opened at once.
    public static let mostElements = 64
    /// The longest input, in bytes.
    private static let longestInput = 9_000
    /// The most bytes of a payload.
    public static let limitBytes = 45 + EvaluationRequest.limitBytes + mostElements * (8 + longestInput + GroupScalars.byteCount)

    /// Opens elements.
    public init(challenge: Digest256, request: [UInt8], elements: [Element]) {
        self.challenge = challenge
        self.request = request
        self.elements = elements
    }

    /// Reads a payload; every byte counts.
    ///
    /// - Throws: ``EvaluationMessageError``.
    public init(parsing payload: [UInt8]) throws(EvaluationMessageError) {
        guard payload.count <= Self.limitBytes else { throw .tooLong(payload.count) }
        var reader = MessageReader(payload)
        try reader.expect("SIXO", version: 1)
        guard let challenge = Digest256(bytes: try reader.bytes(Digest256.byteCount, "challenge")) else {
            throw .field("challenge")
        }
        let length = Int(try reader.number("request"))
        guard length <= EvaluationRequest.limitBytes else { throw .tooLong(length) }
        let request = try reader.bytes(length, "request")
        let count = Int(try reader.number("n"))
        guard (1...Self.mostElements).contains(count) else { throw .count(count) }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try Self.element(&reader)) }
        try reader.end()
        self.init(challenge: challenge, request: request, elements: elements)
    }

    private static func element(_ reader: inout MessageReader) throws(EvaluationMessageError) -> Element {
        let index = try reader.number("index")
        let length = Int(try reader.number("input"))
        guard length <= longestInput else { throw .tooLong(length) }
        return Element(
            index: index, input: try reader.bytes(length, "input"), blind: try reader.bytes(GroupScalars.byteCount, "blind"))
    }

    /// The payload.
    public var payload: [UInt8] {
        var writer = MessageWriter("SIXO", version: 1)
        writer.append(challenge.bytes)
        writer.append(UInt32(request.count))
        writer.append(request)
        writer.append(UInt32(elements.count))
        for element in elements {
            writer.append(element.index)
            writer.append(UInt32(element.input.count))
            writer.append(element.input)
            writer.append(element.blind)
        }
        return writer.bytes
    }
}

extension BatchOpening.Element {
    /// Whether what is said was asked, hidden by the number that is said, is a blinded element: r · HashToGroup(X).
    ///
    /// Another input and another number with the same product need a discrete logarithm that nobody computes.
    public func opens(_ element: [UInt8]) -> Bool {
        var copy = blind
        guard let number = GroupScalars(SecretBytes(erasing: &copy)) else { return false }
        return GroupElement.products(VOPRFSuite.verifiable.elements(of: [input]), number)[0].bytes == element
    }
}
