public import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// Audits what a member asked blindly: some of its elements, drawn out of the record, are opened and held against it.
public enum BlindAudit {
    /// Draws elements of a member: a message by chance, a longer one more often, and places in it.
    ///
    /// - Parameter draw: a number from 0 to below its argument, each as likely.
    /// - Returns: nothing where the record has no answer to the member.
    /// - Throws: ``RecordError``.
    public static func challenge(
        _ member: MemberID, of epoch: EpochNumber, by evaluator: UInt8, in paths: EvaluatorPaths, elements: Int,
        at time: Timestamp,
        draw: (Int) -> Int
    ) throws(RecordError) -> BlindChallenge? {
        var records: [EvaluationRecord] = []
        _ = try EpochRecord(reading: paths.record(of: epoch), of: epoch, isWriter: false) { record in
            if record.client == member, record.evaluator == evaluator { records.append(record) }
        }
        let total = records.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var place = draw(total)
        guard
            let record = records.first(where: { record in
                defer { place -= record.count }
                return place < record.count
            })
        else { return nil }
        var indexes: Set<Int> = []
        while indexes.count < min(elements, record.count) { indexes.insert(draw(record.count)) }
        return BlindChallenge(
            epoch: epoch, evaluator: evaluator, member: member, batch: Hex.encode(record.part.batch), first: record.part.first,
            count: record.count, request: record.request, indexes: indexes.sorted(), time: time)
    }

    /// What an opened element turned out to be.
    public struct Finding: Sendable {
        /// Its place in the message.
        public let index: Int
        /// Whether it is what was evaluated.
        public let isTrue: Bool
        /// What was asked, where it reads as an indicator; the member has to say which case justified it.
        public let input: MatchInput?
    }

    /// Holds an opening against the challenge and, through it, against the record.
    ///
    /// - Parameter digest: that of the challenge's payload.
    /// - Throws: ``BlindAuditFault`` when it is no opening of what was asked for.
    public static func findings(
        of opening: BatchOpening, to challenge: BlindChallenge, digest: Digest256
    ) throws(BlindAuditFault) -> [Finding] {
        guard opening.challenge == digest else { throw .otherChallenge }
        guard SHA256.hash(opening.request) == challenge.request else { throw .otherRequest }
        guard let request = try? EvaluationRequest(parsing: opening.request), request.client == challenge.member,
            request.epoch == challenge.epoch, request.evaluator == challenge.evaluator,
            request.elements.count == challenge.count
        else { throw .otherRequest }
        guard opening.elements.map({ Int($0.index) }) == challenge.indexes else { throw .missing }
        return opening.elements.map { element in
            Finding(
                index: Int(element.index), isTrue: element.opens(request.elements[Int(element.index)]),
                input: MatchInput(kept: element.input))
        }
    }
}

/// Why an opening answers no challenge. Each is a breach, as a refusal is.
public enum BlindAuditFault: Error, Sendable, Hashable {
    /// It answers another challenge.
    case otherChallenge
    /// The request it shows is not the one that is on record.
    case otherRequest
    /// Other elements are opened than were asked for.
    case missing
}

extension BlindAuditFault: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .otherChallenge: "the opening answers another challenge"
        case .otherRequest: "the opening shows another request than the one that is on record"
        case .missing: "the opening opens other elements than were asked for"
        }
    }
}
