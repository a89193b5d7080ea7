/// The stable codes by which SIX/1 names every refusal.
///
/// The container judges itself with the codes up to ``limit``; the rest belong to rows, tags and evaluators and stand
/// here so that every part of a node and every report spells them alike.
public enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    // Line 1.
    case envelope = "E_ENVELOPE"
    case key = "E_KEY"
    case signature = "E_SIG"
    case manifest = "E_MANIFEST"
    case scope = "E_SCOPE"
    case audience = "E_AUDIENCE"
    case expired = "E_EXPIRED"
    // Chain state.
    case fork = "E_FORK"
    case rollback = "E_ROLLBACK"
    case gap = "E_GAP"
    case epoch = "E_EPOCH"
    // Stream.
    case segmentOrder = "E_SEG_ORDER"
    case segmentDigest = "E_SEG_DIGEST"
    case descriptor = "E_DESC"
    case opening = "E_OPEN"
    case row = "E_ROW"
    case required = "E_REQUIRED"
    case root = "E_ROOT"
    case truncated = "E_TRUNC"
    case trailing = "E_TRAILING"
    case must = "E_MUST"
    // Any line.
    case json = "E_JSON"
    case limit = "E_LIMIT"
    // Rows, judged after the container.
    case schema = "E_SCHEMA"
    case canonicalForm = "E_CANON"
    case tag = "E_TAG"
    case budget = "E_BUDGET"
    case proofOfPossession = "E_POP"
    case protected = "E_PROTECTED"
    // Evaluators.
    case element = "E_ELEMENT"
    case proof = "E_PROOF"
    case batch = "E_BATCH"
    case quota = "E_QUOTA"
}

extension ErrorCode: CustomStringConvertible {
    /// The code as reports write it, such as `E_SIG`.
    public var description: String { rawValue }
}
