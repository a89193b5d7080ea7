internal import Indicators
internal import MemberRegistry

/// The versions of the data compiled into this program, which an epoch pins.
enum CompiledRules {
    /// Version of the rules in docs/spec/indicator-forms.md.
    static let version = Int64(Canonicaliser.rulesVersion)

    static let current = CanonicalRules(
        phone: PhoneMetadata.version, publicSuffixes: PublicSuffixList.commit, rules: version,
        unicode: Canonicaliser.unicodeVersion)

    /// Refuses to tag when this program would spell a value differently than the other members.
    ///
    /// - Throws: ``NodeError/normMismatch(field:)``.
    static func require(_ norm: CanonicalRules) throws(NodeError) {
        guard norm.rules == current.rules else { throw .normMismatch(field: "rules version") }
        guard norm.phone == current.phone else { throw .normMismatch(field: "phone metadata") }
        guard norm.publicSuffixes == current.publicSuffixes else { throw .normMismatch(field: "public suffix list") }
        guard norm.unicode == current.unicode else { throw .normMismatch(field: "Unicode version") }
    }
}
