/// The fields of details that have a meaning of their own. Further ones may stand beside them.
public enum DetailField: String, Sendable, Hashable, CaseIterable {
    // Who did it.
    case organisation = "org"
    case actor
    case role
    case authentication = "auth"
    case software
    // What it was about.
    case item
    case itemVersion = "item_version"
    case itemsRoot = "items_root"
    case itemCount = "items_count"
    case subject
    case bundle
    case source
    case digest
    case message
    // Whom it concerned, and over which channel.
    case recipient
    case peer
    case peerKey = "peer_key"
    case protocolVersion = "protocol"
    case receipt
    case witness
    case evidence
    // Why it was allowed.
    case purpose
    case legalReference = "legal_ref"
    case agreement
    case rules
    case treatments
    case label
    case retainUntil = "retain_until"
    case approvals
    case justification
    case caseReference = "case_ref"
    case stage
    case outcome
    case reason
    case method
    case verb
    case authority
    // What was looked at or changed.
    case filter
    case results
    case setting
    case version
    case epoch
    case token
    case range
    // The life of the log.
    case origin
    case generation
    case key
    case previousCheckpoint = "previous_checkpoint"
    case previousWitnessed = "previous_witnessed"
    case clock
    case clockBefore = "clock_before"
    case clockAfter = "clock_after"
    // What a sealed entry does not show.
    case sealedType = "t"
    case sealedTransfer = "x"
    case sealedReference = "r"
    case padding = "pad"

    /// What the field tells about.
    public var fieldClass: DetailRecord.FieldClass {
        switch self {
        case .organisation, .recipient, .peer, .peerKey, .witness, .origin, .source, .authority: .org
        case .actor, .role, .authentication, .approvals, .token: .staff
        case .subject, .filter: .subject
        case .item, .itemVersion, .itemsRoot, .itemCount, .bundle, .digest, .message, .results: .item
        case .justification: .free
        default: .policy
        }
    }
}
