internal import TransparencyLog

/// Which fields an auditor sees. What a field is follows from its name alone: the class that a file gives it is not part of the
/// commitment, and whoever can write the file could change it.
enum AuditorSight {
    /// Whether an auditor gets the salted digest of a field in its place: identifiers, what people wrote, what was answered about an
    /// indicator, and what lets somebody test guesses against commitments. Roots, digests and counts of items are no values.
    ///
    /// - Parameter fieldClass: as the file gives it; it can only hide a field that has no meaning of its own.
    static func withholds(_ name: String, _ fieldClass: DetailRecord.FieldClass) -> Bool {
        guard let field = DetailField(rawValue: name) else {
            return !shownFurther.contains(name) || fieldClass == .subject || fieldClass == .free
        }
        return field == .results || field.fieldClass == .subject || field.fieldClass == .free
    }

    /// Fields beside those with a meaning of their own that show structure (docs/spec/entry-types.md). Others are withheld: `kind` and
    /// `decisions` of questions, `items_salt`, `nonce`, `stream`, `approved_bytes`, and whatever is not known.
    private static let shownFurther: Set<String> = [
        "approved", "approved_profile", "by", "decision", "digest_before", "format", "group", "id", "manifest", "officer",
        "peer_decision", "peer_entry", "pepper", "profile", "record", "record_digest", "rests_on", "seq", "sig", "signed_at",
        "signers", "since",
        "size", "supersedes", "tree_root", "tree_size",
    ]
}
