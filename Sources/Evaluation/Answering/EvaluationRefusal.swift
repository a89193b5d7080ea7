public import Blinding
public import CanonicalCoding

/// Why an evaluator does not answer a request. Nothing was counted.
public enum EvaluationRefusal: Error, Sendable {
    /// More bytes than a request has.
    case tooLong(limitBytes: Int)
    /// No envelope, or one of something else.
    case envelope
    /// No usable key of the member that asks signed it, or a signature does not verify.
    case signature
    /// The member has no role that asks evaluators.
    case role
    /// The request names another client than the one that signed it.
    case client
    /// The payload is not of the form.
    case form(EvaluationMessageError)
    /// The registry lists no such epoch, or no share of it is held here.
    case unknownEpoch
    /// The request is for another evaluator of the epoch.
    case evaluator
    /// The epoch is not open yet, or no longer.
    case closedEpoch
    /// This part of this batch was answered already, to another request.
    case otherRequest
    /// More elements than the owner has left.
    case quota(remaining: Int64, reset: Timestamp)
    /// An element is none.
    case element(VOPRFError)
    /// The same part of the same batch is being evaluated.
    case underWay
    /// What has to be on record before an answer leaves cannot be written, or the record is not to be trusted.
    case record(RecordError)
    /// The answer could not be signed.
    case signing

    /// The code of the protocol; nothing for what is no fault of the request.
    public var code: String? {
        switch self {
        case .tooLong: "E_LIMIT"
        case .envelope: "E_ENVELOPE"
        case .signature, .role, .client: "E_KEY"
        case .form, .evaluator, .otherRequest: "E_BATCH"
        case .unknownEpoch, .closedEpoch: "E_EPOCH"
        case .quota: "E_QUOTA"
        case .element: "E_ELEMENT"
        case .underWay, .record, .signing: nil
        }
    }
}

extension EvaluationRefusal {
    /// Whether no client that works makes such a request: it costs work and counts against no quota.
    var isFaultOfForm: Bool {
        switch self {
        case .tooLong, .envelope, .signature, .role, .client, .form, .evaluator, .element: true
        case .unknownEpoch, .closedEpoch, .otherRequest, .quota, .underWay, .record, .signing: false
        }
    }
}

extension EvaluationRefusal: CustomStringConvertible {
    /// One sentence, which says nothing of this evaluator's files.
    public var description: String {
        switch self {
        case .tooLong(let limit): "the request has more than \(limit) bytes"
        case .envelope: "this is no envelope of a request for evaluation"
        case .signature: "no usable key of the member that asks signed this, or a signature does not verify"
        case .role: "the member has no role that asks evaluators"
        case .client: "the request names another client than the member that signed it"
        case .form(let error): error.description
        case .unknownEpoch: "no share of this epoch is held here"
        case .evaluator: "the request is for another evaluator"
        case .closedEpoch: "the epoch is not open"
        case .otherRequest: "this part of the batch was answered already, to another request"
        case .quota(let remaining, _): "\(remaining) elements are left of the quota now"
        case .element(let error): error.description
        case .underWay: "the same request is being evaluated"
        case .record, .signing: "this evaluator cannot put it on record now"
        }
    }
}
