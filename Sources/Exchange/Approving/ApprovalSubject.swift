internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives

/// What officers approve, in one digest: which rows, in which bytes, for whom and what for, under which agreement and own profile.
///
/// It is the same for the same act, whenever and by whomever it is asked for, and another as soon as one row, one column, the
/// recipient, the purpose, the case or the own profile is another.
struct ApprovalSubject: Hashable {
    /// What is decided about, without what differs from one attempt to the next.
    let input: DecisionInput
    /// The digest of what leaves: the redacted stream, the cells of a publication, the claims of an export.
    let shown: Digest256
    /// The own profile, where it can withhold more; zero where it is not asked.
    let profile: Digest256
    /// What officers sign.
    let digest: Digest256

    init(_ input: DecisionInput, shown: Digest256, profile: Digest256 = .zero) {
        self.input = input.bare
        self.shown = shown
        self.profile = profile
        let text = "\(Self.header)\n\(self.input.digest.hex)\n\(shown.hex)\n\(profile.hex)\n"
        digest = SHA256.hash(Array(text.utf8))
    }

    /// The name for people.
    var name: String { String(digest.hex.prefix(Self.nameDigits)) }

    private static let header = "scam-exchange-approval-subject/v1"
    private static let nameDigits = 16
}

extension DecisionInput {
    /// Without the moment, who asks, and what officers and witnesses said so far.
    fileprivate var bare: DecisionInput {
        var bare = self
        bare.time = .init(secondsSinceEpoch: 0)
        bare.actor = Actor(member: from, name: "any", role: "any")
        bare.authenticated = []
        bare.registryVersion = 0
        bare.standing = AgreementStanding()
        bare.counts = [:]
        bare.isWitnessed = false
        bare.approvals = []
        bare.egress = nil
        return bare
    }
}
