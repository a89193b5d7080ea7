import Agreements
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Redaction
import SignedBundles
import Testing
import TransparencyLog

/// A bundle of org.test, an agreement with org.other, and the steps from one to the other.
struct Trial {
    static let noon = "2026-06-01T12:00:00Z"
    let agreement: Agreement
    let bundle: [UInt8]
    private let key: Ed25519PrivateKey
    private let time: Timestamp

    /// Rows of a segment: whom each is about.
    init(phones: [String] = ["suspect", "victim", "business", "victim", "unknown"], urls: Int = 4) throws {
        key = try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: 7, count: 32).span))
        time = try #require(Timestamp(rfc3339: Self.noon))
        agreement = try Self.agreement(key)
        bundle = try Self.bundle(key, phones, urls)
    }

    var terms: BundleTerms {
        get throws {
            BundleTerms(
                keys: try FixedKeyDirectory(hexKeys: ["org.test/k1": Hex.encode(key.publicKey.bytes)]),
                audience: GroupID("lab"), at: time)
        }
    }

    /// The first pass.
    func survey() throws -> ClassSurvey {
        var survey = ClassSurvey(under: agreement, at: time)
        _ = try read(into: &survey)
        return survey
    }

    private func read(into consumer: inout some BundleConsumer) throws -> VerifiedBundle {
        var verifier = try BundleVerifier(terms)
        try verifier.feed(bundle.span, to: &consumer)
        return try verifier.finish()
    }

    func input(_ survey: ClassSurvey) throws -> DecisionInput {
        let (from, to) = (try #require(MemberID("org.test")), try #require(MemberID("org.other")))
        var input = DecisionInput(
            stage: .send, time: time, actor: .init(member: from, name: "kim", role: "operator"), from: from, to: to,
            agreement: agreement.digest, standing: AgreementStanding(signers: [from, to], activated: agreement.valid.from),
            classes: survey.classes, purpose: "scam.prevention")
        input.authenticated = [from, to]
        input.group = GroupID("lab")
        return input
    }

    /// What the agreement decides about the bundle.
    func view() throws -> DecidedView {
        let survey = try survey()
        return try #require(DecidedView(DecisionEngine.decide(try input(survey), under: agreement), over: survey))
    }

    /// The second pass.
    func cut(by rule: some RedactionRule) throws -> [UInt8] {
        var redactor = BundleRedactor(rule, into: CollectedBytes())
        _ = try read(into: &redactor)
        try redactor.finish()
        return redactor.sink.bytes
    }
}

extension Trial {
    private static func bundle(_ key: Ed25519PrivateKey, _ phones: [String], _ urls: Int) throws -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var writer = BundleWriter(using: &generator)
        var body: [UInt8] = []
        for (kind, subjects) in [("phone", phones), ("url", Array(repeating: "unknown", count: urls))] {
            var segment = try StagedSegment(
                kind: kind, tlp: kind == "url" ? "RED" : "AMBER", isMust: false,
                columns: [StagedColumn("core", isRequired: true), StagedColumn("note"), StagedColumn("value")])
            for (number, subject) in subjects.enumerated() {
                segment.append([core(number, subject), Array("\"n\(number) \\\"}]\"".utf8), Array("\"v\(number)\"".utf8)])
            }
            body += try writer.encode(
                segment, order: Array(subjects.indices), nonce: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
            )
        }
        let occasion = BundleOccasion(
            publisher: try #require(MemberID("org.test")), audience: try #require(GroupID("lab")), epoch: EpochNumber(106),
            created: try #require(Timestamp(rfc3339: "2026-06-01T00:00:00Z")),
            expires: try #require(Timestamp(rfc3339: "2026-09-01T00:00:00Z")), predecessor: nil)
        var frame = try writer.close(occasion)
        try frame.sign(as: "org.test/k1") { (message) throws(OpenSSLError) in try key.sign(message) }
        return try frame.firstLine() + body + frame.lastLine
    }

    private static func core(_ number: Int, _ subject: String) -> [UInt8] {
        let tag = Base64URL.encode([UInt8](repeating: UInt8(number + 1), count: 16))
        let cell: JSONValue = [
            "basis": "observed", "conf": 80, "first": "2026-05-01", "last": "2026-05-20", "pop": .string(tag),
            "scam": "phishing", "subject": .string(subject), "tag": .string(tag), "type": "report",
        ]
        return cell.canonicalBytes()
    }
}
