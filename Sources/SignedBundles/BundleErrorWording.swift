extension BundleError: CustomStringConvertible {
    /// One sentence with the line and the code, safe for logs.
    public var description: String {
        let place = line > 0 ? "line \(line): " : ""
        return "\(place)\(reason.sentence) [\(code.rawValue)]"
    }

    /// What the person who holds the bundle can do.
    public var hint: String { code.hint }
}

extension BundleError.Reason {
    /// What is wrong, as a clause without a full stop.
    public var sentence: String {
        limitSentence ?? lineOneSentence ?? chainSentence ?? segmentSentence ?? rowSentence ?? endSentence
            ?? makingSentence
    }

    private var limitSentence: String? {
        switch self {
        case .lineTooLong: "the line is longer than its limit"
        case .streamTooLong: "the stream is longer than its limit"
        case .tooDeep: "the JSON is nested too deep"
        case .stringTooLong: "a string is longer than its limit"
        case .payloadTooLong: "the manifest is longer than its limit"
        case .tooManySignatures: "there are too many signatures"
        case .tooManySegments: "there are too many segments"
        case .tooManyColumns: "the segment has too many columns"
        case .tooManyRows: "the segment has too many rows"
        case .tooManyClasses: "the rows differ in too many ways for one decision"
        case .tooManyNodes: "the segment has too many opening nodes"
        default: nil
        }
    }

    private var lineOneSentence: String? {
        switch self {
        case .noEnvelope: "there is no complete first line"
        case .envelopeShape: "the first line is not a SIX/1 envelope"
        case .payloadType: "the payload is of another type"
        case .payloadEncoding: "the payload is not strict base64"
        case .noSignature: "the envelope carries no signature"
        case .signatureEncoding: "a signature is not strict base64"
        case .noUsableKey: "no signature is by a known key that may sign"
        case .badSignature: "a signature does not verify"
        case .notThePublisher: "no verified key belongs to the publisher"
        case .outsideKeyWindow: "the bundle was created outside the period of the publisher's key"
        case .scopeEnded: "the scope of the publisher's key had ended"
        case .manifestShape: "the manifest breaks its form"
        case .otherAudience: "the bundle is addressed to another group"
        case .publisherOutsideGroup: "its publisher is not in the group it is addressed to"
        case .expired: "the bundle has expired"
        default: nil
        }
    }

    private var chainSentence: String? {
        switch self {
        case .forked: "another bundle is known at this place of the chain"
        case .rolledBack: "the bundle is older than the head of its chain and was never seen"
        case .gap: "the bundle does not follow the head of its chain"
        case .createdBeforePredecessor: "the bundle is dated before its predecessor"
        case .createdInTheFuture: "it is dated more than a day ahead"
        case .unknownEpoch: "the registry does not know the epoch"
        case .epochClosed: "the epoch does not take new bundles at this time"
        default: nil
        }
    }

    private var segmentSentence: String? {
        switch self {
        case .segmentLineShape: "the segment line has wrong members"
        case .segmentOutOfOrder: "the segments are not in ascending order"
        case .segmentUnknown: "the manifest does not list this segment"
        case .segmentDigest: "the descriptor is not the one the manifest names"
        case .descriptorShape: "the descriptor breaks its form"
        case .descriptorEncoding: "the descriptor is not strict base64url"
        case .outsideKeyScope: "no verified key may sign this kind and marking"
        case .openingShape: "the open line has wrong members"
        case .openingOutsideSegment: "an open line stands before any segment"
        case .openingAfterRows: "an open line stands after rows"
        case .openingUnknownColumn: "the segment has no such column"
        case .openingOrder: "the open lines are not in ascending order of columns, each once"
        case .openingNodes: "cover and hide are not the one division of the rows"
        default: nil
        }
    }

    private var rowSentence: String? {
        switch self {
        case .notCanonicalJSON: "the line is not in canonical JSON form"
        case .unknownLine: "the line is of no known sort"
        case .rowShape: "the row line has wrong members"
        case .rowOutsideSegment: "a row line stands before any segment"
        case .rowOutOfOrder: "this is not the row that comes next"
        case .rowColumn: "the row shows a column that is hidden or unknown"
        case .rowsMissing: "rows that should be shown are missing"
        case .requiredHidden: "the row hides a required column"
        case .rootMismatch: "the cells of a column do not give its root"
        default: nil
        }
    }

    private var endSentence: String? {
        switch self {
        case .noEnd: "the stream stops before its end line"
        case .endShape: "the end line has wrong members"
        case .endCounts: "the end line counts other rows or segments"
        case .unfinishedLine: "the last line is not finished"
        case .afterEnd: "something follows the end line"
        case .mustWithheld: "a segment that must be passed on is missing"
        case .mustIncomplete: "a segment that must be passed on whole is not whole"
        default: nil
        }
    }

    private var makingSentence: String {
        switch self {
        case .columnNames: "column names must be ascending, each once, of a-z, 0-9 and _"
        case .cellNotCanonical: "a cell is not one canonical JSON value"
        case .noRows: "a segment needs at least one row"
        case .mustStaysWhole: "a segment that must be passed on stays whole"
        case .conflictingCells: "two redactions of one bundle contradict each other"
        case .documentShape: "the document breaks its form"
        default: "the reader of the rows stopped"
        }
    }
}

extension ErrorCode {
    /// What the person who holds the bundle can do.
    public var hint: String {
        switch self {
        case .key, .signature, .scope: "check that the registry is current, then ask the publisher for the bundle again"
        case .audience: "only members of the group named in it may publish for it and take it; see tocsin registry show"
        case .expired: "ask the publisher for a current bundle"
        case .fork: "keep both bundles as proof and tell the registry officers"
        case .rollback, .gap: "ask other members for the bundles before this one; when nobody has them, see tocsin chain --help"
        case .epoch: "fetch the current registry and epoch documents"
        case .limit: "a bundle over the limits must be published in smaller parts"
        case .truncated, .envelope: "fetch the file again; it looks cut or is no bundle"
        case .must: "ask the sender for a redaction that keeps every segment that must be passed on"
        default: "fetch the file again; if the refusal stays, the sender altered it or made it wrongly"
        }
    }
}
