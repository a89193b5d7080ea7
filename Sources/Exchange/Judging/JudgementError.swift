public import SignedBundles

/// Why a node does not judge, or does not believe its record of judgements.
public enum JudgementError: Error, Sendable, Hashable {
    /// A line of the record, counted from 1, is not one this node wrote.
    case badLine(Int, LineFault)
    /// The record has more judgements than its limit, or would have.
    case tooManyJudgements
    /// The record has more bytes than its limit, or would have.
    case recordTooLong
    /// The reason is empty or too long.
    case why
    /// No row puts the two side by side.
    case nothingJoins
    /// No judgement in force splits the two.
    case notSplit

    /// What is wrong with a line.
    public enum LineFault: Sendable, Hashable {
        /// It is not a signed envelope.
        case envelope
        /// It is a judgement by the node of another member.
        case otherNode
        /// What is signed, or who signed it, is not good; the code says how.
        case refused(ErrorCode)
    }
}

/// How much a node judges.
public enum JudgementLimits {
    /// Judgements in the record; every one is verified whenever a value is looked up.
    public static let judgements = 4_096
    /// Bytes of the record.
    public static let recordBytes = 8 << 20
}

extension JudgementError: CustomStringConvertible {
    private static let record = "ledger/judgements.jsonl"

    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .badLine(let line, let fault): "\(Self.record), line \(line): \(fault)"
        case .tooManyJudgements: "\(Self.record) is full: at most \(JudgementLimits.judgements) judgements"
        case .recordTooLong: "\(Self.record) is full: at most \(JudgementLimits.recordBytes) bytes"
        case .why: "the reason is empty or too long"
        case .nothingJoins: "no row here puts the two side by side"
        case .notSplit: "no judgement in force splits the two"
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .badLine: "put the file back from your backup; each judgement counts only as this node signed it"
        case .tooManyJudgements, .recordTooLong:
            "keep a copy elsewhere and take out the lines that tocsin merge list calls replaced"
        case .why: "at most \(JudgementDocument.whyBytes.upperBound) bytes"
        case .nothingJoins: "tocsin merge explain VALUE shows what leads where"
        case .notSplit: "see tocsin merge list"
        }
    }
}

extension JudgementError.LineFault: CustomStringConvertible {
    /// What is wrong, as a clause.
    public var description: String {
        switch self {
        case .envelope: "this is no signed judgement"
        case .otherNode: "another member's node made this judgement"
        case .refused(.key): "no key signed this that speaks for the member at that time [E_KEY]"
        case .refused(.signature): "the signature does not verify [E_SIG]"
        case .refused(let code): "this is no judgement that a node may make [\(code.rawValue)]"
        }
    }
}
