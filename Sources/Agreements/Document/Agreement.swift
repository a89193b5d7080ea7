internal import CanonicalCoding
public import CryptoPrimitives
public import Indicators

/// What parties agreed to share, how and why: the document `agreement/1`, read and checked.
///
/// Holding one says that the document is well formed, not that anybody signed it; see ``SignedAgreement``.
/// Format: docs/spec/agreement.md.
public struct Agreement: Sendable, Hashable {
    /// The stable name.
    public let id: String
    /// Counts from 1.
    public let version: Int64
    /// The digest of the version before; nothing in version 1.
    public let supersedes: Digest256?
    /// Who faces whom.
    public let mode: Mode
    /// The groups of the registry that it governs.
    public let groups: Set<GroupID>
    /// The task force; stands exactly in that mode.
    public let taskForce: TaskForce?
    /// For people.
    public let title: String
    /// For people.
    public let summary: String
    /// The digest of the contract's text.
    public let textDigest: Digest256
    /// The languages of that text.
    public let languages: [String]
    /// Who signs.
    public let parties: [AgreementParty]
    /// When it holds.
    public let valid: AgreementValidity
    /// Why the law lets data pass.
    public let legal: [LegalBasis]
    /// What data may be used for.
    public let purposes: [Purpose]
    /// The words it is written in.
    public let vocabulary: PinnedVocabulary
    /// What is allowed and what is not; their order decides nothing.
    public let rules: [AgreementRule]
    /// How long copies are kept.
    public let retention: RetentionTerms
    /// The rights of the people concerned.
    public let rights: RightsTerms
    /// How the parties can check one another.
    public let assurance: AssuranceTerms
    /// What may be done about indicators.
    public let enforcement: EnforcementTerms
    /// What recipients owe.
    public let feedback: FeedbackTerms
    /// What happens when something goes wrong.
    public let incident: IncidentTerms
    /// The members of this document that a public register shows.
    public let publicMembers: Set<String>
    /// The bytes that are signed.
    public let bytes: [UInt8]
    /// SHA-256 of them: by it the agreement is named everywhere.
    public let digest: Digest256

    /// Who faces whom.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Two parties.
        case bilateral
        /// Parties that share through one place.
        case hub
        /// Parties that work on one case until it ends.
        case taskForce = "task_force"
    }

    /// The party of a name.
    public func party(_ id: MemberID) -> AgreementParty? { parties.first { $0.id == id } }

    /// Agreements are equal when their bytes are.
    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }

    /// Feeds the digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension Agreement {
    /// Reads a document in its canonical form.
    ///
    /// - Throws: ``AgreementError``, naming the member.
    public init(parsing bytes: [UInt8]) throws(AgreementError) {
        guard bytes.count <= AgreementLimits.documentBytes else { throw AgreementError(.tooLarge, at: "document") }
        let value: JSONValue
        do { value = try StrictJSON.parseCanonical(bytes) } catch { throw AgreementError(.json(error), at: "document") }
        try self.init(value, bytes: bytes)
    }

    /// Reads a draft that people write: blanks between the parts, members in any order, lines that begin with `//`.
    ///
    /// - Throws: ``AgreementError``, naming the member, line and column.
    public init(draft bytes: [UInt8]) throws(AgreementError) {
        guard bytes.count <= AgreementLimits.documentBytes else { throw AgreementError(.tooLarge, at: "document") }
        let text = AgreementDraft.withoutComments(bytes)
        let value: JSONValue
        do { value = try StrictJSON.parse(text) } catch {
            throw AgreementError(.json(error), at: "document").located(in: DraftPlaces(text))
        }
        do { try self.init(value, bytes: value.canonicalBytes()) } catch { throw error.located(in: DraftPlaces(text)) }
    }
}
