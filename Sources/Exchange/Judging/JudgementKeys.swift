internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry
internal import SignedBundles

/// The keys by which a node believes its own judgements: those that spoke for its member when it judged.
final class JudgementKeys {
    private let node: Node
    private let registry: VerifiedRegistry
    private var past: PastRegistries?

    init(_ node: Node, registry: VerifiedRegistry) {
        self.node = node
        self.registry = registry
    }

    /// Reads a line of the record.
    ///
    /// - Throws: ``JudgementError``, and what reading earlier registries throws.
    func verified(_ bytes: [UInt8], line: Int) throws -> RecordedJudgement {
        guard let envelope = try? DSSEEnvelope(parsing: bytes) else { throw JudgementError.badLine(line, .envelope) }
        let document: JudgementDocument
        do {
            document = try judgement(in: envelope)
        } catch let error as BundleError {
            throw JudgementError.badLine(line, .refused(error.code))
        }
        guard document.node == node.settings.member else { throw JudgementError.badLine(line, .otherNode) }
        let isSetAside = envelope.signatures.contains { signature in
            registry.signingKey(signature.keyID)?.compromisedSince.map { $0 <= document.time } ?? false
        }
        return RecordedJudgement(line: line, document: document, isSetAside: isSetAside)
    }

    /// A key that the registry in force does not know any more, or calls compromised, is looked up in those before it.
    private func judgement(in envelope: DSSEEnvelope) throws -> JudgementDocument {
        do throws(BundleError) {
            return try JudgementDocument(verifying: envelope, keys: registry)
        } catch {
            guard error.code == .key else { throw error }
            return try JudgementDocument(verifying: envelope, keys: pastRegistries())
        }
    }

    private func pastRegistries() throws -> PastRegistries {
        if let past { return past }
        let read = try PastRegistries(before: registry, of: node)
        past = read
        return read
    }
}
