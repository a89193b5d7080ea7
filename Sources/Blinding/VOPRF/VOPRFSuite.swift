public import CryptoPrimitives

/// The suite `P256-SHA256` of RFC 9497: how messages become points and numbers, and what keeps its uses apart.
public struct VOPRFSuite: Sendable {
    /// The protocol variant (RFC 9497, section 3.1). Epochs use the verifiable one.
    public enum Mode: UInt8, Sendable, CaseIterable {
        case plain = 0
        case verifiable = 1
    }

    /// What follows each label: `contextString` (section 3.1).
    let context: [UInt8]
    private let groupTag: [UInt8]
    private let scalarTag: [UInt8]

    /// The suite of every epoch with evaluators.
    public static let verifiable = VOPRFSuite(.verifiable)

    /// The suite in a mode.
    public init(_ mode: Mode) {
        context = Array("OPRFV1-".utf8) + [mode.rawValue] + Array("-P256-SHA256".utf8)
        groupTag = Array("HashToGroup-".utf8) + context
        scalarTag = Array("HashToScalar-".utf8) + context
    }

    /// The points of messages (`HashToGroup`).
    public func elements(of messages: [[UInt8]]) -> [GroupElement] { GroupElement.hashing(messages, tag: groupTag) }

    /// The number of a message (`HashToScalar`).
    func number(of message: [UInt8]) -> PublicScalar { PublicScalar(hashing: message, tag: scalarTag) }

    /// A key that a seed and a public info give (`DeriveKeyPair`, section 3.2.1).
    ///
    /// - Returns: nothing when all 256 attempts give nought, which no seed is known to do.
    public func deriveKey(seed: [UInt8], info: [UInt8]) -> GroupScalars? {
        var input = Transcript()
        input.append(seed)
        input.append(counted: info)
        for counter in UInt8.min...UInt8.max {
            let number = PublicScalar(hashing: input.bytes + [counter], tag: label("DeriveKeyPair"))
            var bytes = number.bytes
            if !number.isZero { return GroupScalars(SecretBytes(erasing: &bytes)) }
        }
        return nil
    }

    /// A label of this suite, such as `Seed-`.
    func label(_ name: String) -> [UInt8] { Array(name.utf8) + context }

    /// The output of the function for an input (`Finalize`, section 3.3.1).
    ///
    /// - Parameters:
    ///   - input: what was blinded, at most 65,535 bytes.
    ///   - element: the unblinded element.
    public func output(of input: [UInt8], _ element: GroupElement) -> Digest256 {
        var hash = SHA256()
        hash.update([UInt8(truncatingIfNeeded: input.count >> 8), UInt8(truncatingIfNeeded: input.count)])
        hash.update(input)
        hash.update([0, UInt8(GroupElement.byteCount)])
        hash.update(element.bytes)
        hash.update("Finalize")
        return hash.finalize()
    }
}

/// Bytes with their length before them, as transcripts of RFC 9497 write them.
struct Transcript {
    private(set) var bytes: [UInt8] = []

    mutating func append(counted part: [UInt8]) {
        append(UInt16(part.count))
        bytes += part
    }

    mutating func append(_ number: UInt16) { bytes += [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)] }

    mutating func append(_ part: [UInt8]) { bytes += part }

    mutating func append(_ label: String) { bytes += Array(label.utf8) }
}

/// Why a blinded exchange fails.
public enum VOPRFError: Error, Sendable, Hashable {
    /// Bytes that are no element of the group, at this place of the message: `E_ELEMENT`.
    case element(index: Int)
    /// The answer is not proven to be of the published share: `E_PROOF`.
    case proof(evaluator: UInt8)
    /// Another number of elements came back than was sent.
    case count(evaluator: UInt8)
    /// Fewer different evaluators than a threshold answered the batch.
    case answers(count: Int)
    /// A number that the batch secret gives is nought: make another batch.
    case zeroBlind
    /// The answers of the evaluators cancel out, which proven ones cannot.
    case infinity
    /// More elements than a message may have.
    case tooMany(count: Int)
    /// A message without elements, of which nothing could be proven.
    case empty
}

extension VOPRFError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .element(let index): "element \(index) is no point of P-256 in compressed form (E_ELEMENT)"
        case .proof(let evaluator): "evaluator \(evaluator) does not prove that it used its share (E_PROOF)"
        case .count(let evaluator): "evaluator \(evaluator) answers another number of elements than it was asked"
        case .answers(let count):
            "\(count) different evaluators answered this batch; \(SharePolynomial.threshold) are needed"
        case .zeroBlind: "a blind of this batch is nought; make a new batch"
        case .infinity: "the answers of the evaluators cancel out"
        case .empty: "a message has at least one element"
        case .tooMany(let count): "\(count) elements; a message has at most \(BlindedBatch.largestCount)"
        }
    }
}
