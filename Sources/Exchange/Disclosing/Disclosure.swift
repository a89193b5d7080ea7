internal import Agreements
internal import BundleFiles
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import Redaction
internal import Sealing
public import SignedBundles

/// Makes the one file that a member may receive: redacted by the gate, recorded, sealed.
public struct Disclosure {
    private let node: Node
    private let registry: VerifiedRegistry
    private let gate: DisclosureGate
    private let time: Timestamp

    /// Prepares hand-overs from a node.
    ///
    /// - Throws: ``NodeError``, `DisclosureProfileError`, `FileError`.
    public init(_ node: Node, at time: Timestamp) throws {
        self.node = node
        self.time = time
        registry = try node.registryInForce(at: time)
        gate = try node.gate()
    }

    /// What was made.
    public struct Result: Sendable {
        /// The sealed file.
        public let path: String
        /// The id of the bundle it was cut from.
        public let bundle: BundleID
        /// The digest of that bundle's manifest.
        public let manifest: Digest256
        /// What the recipient sees of each segment.
        public let segments: [SegmentAnswer]
        /// Rows that are shown.
        public let shownRows: Int
        /// Bytes of the redaction before sealing.
        public let streamByteCount: Int

        /// Whether nothing but the signed head is handed over.
        public var isHeadOnly: Bool { segments.allSatisfy(\.columns.isEmpty) }
    }

    /// What the recipient sees of one segment, and why.
    public struct SegmentAnswer: Sendable {
        /// The place in the manifest.
        public let segment: Int
        /// The kind of its rows.
        public let kind: String
        /// Its marking as the descriptor writes it.
        public let marking: String
        /// The columns shown; empty when the segment is withheld.
        public let columns: [String]
        /// The columns withheld.
        public let withheld: [String]
        /// The code of the reason.
        public let reason: String
        /// The rules that allowed it, by id.
        public let rules: [String]
        /// Rows shown.
        public let shownRows: Int
        /// Rows hidden for an outcome that no rule names.
        public var hiddenRows = 0
    }

    /// Cuts a bundle file for one member and seals it.
    ///
    /// A member that may see nothing of it still gets the signed head, which shows no row: without it, it would miss a link of
    /// the chain, and with it every later retraction.
    ///
    /// - Parameter output: nil for the outbox.
    /// - Throws: ``NodeError`` (unknown recipient), `BundleError`, `FileError`, `SealingError`.
    public func disclose(_ path: String, to recipient: MemberID, output: String? = nil) throws -> Result {
        let stream = try SharedScratch(in: node.paths.run)
        let answer = try redact(path, to: recipient, into: stream, under: registry)
        let target = try output ?? outboxPath(recipient, answer.source)
        try seal(stream.path, to: recipient, as: target)
        return Result(
            path: target, bundle: answer.source.manifest.bundle, manifest: answer.source.digest, segments: answer.segments,
            shownRows: answer.segments.reduce(0) { $0 + $1.shownRows }, streamByteCount: stream.byteCount)
    }

    /// What a member would get, before sealing.
    public struct Preview: Sendable {
        /// The redacted stream.
        public let stream: [UInt8]
        /// What it shows of each segment.
        public let segments: [SegmentAnswer]
    }

    /// Cuts a bundle file for one member and gives the stream back instead of sealing it.
    ///
    /// - Throws: as ``disclose(_:to:output:)``.
    func preview(_ path: String, for recipient: MemberID, under keys: any KeyDirectory) throws -> Preview {
        let stream = try SharedScratch(in: node.paths.run)
        let answer = try redact(path, to: recipient, into: stream, under: keys, isRecorded: false)
        return Preview(
            stream: try FileReader.contents(of: stream.path, limitBytes: Self.previewLimitBytes), segments: answer.segments)
    }

    /// A preview is for people; a larger one is refused.
    static let previewLimitBytes = 1 << 30

    private struct Answer {
        let source: VerifiedBundle
        let segments: [SegmentAnswer]
    }

    /// Redacts into a scratch file and records the decision, also when it lets nothing pass.
    private func redact(
        _ path: String, to recipient: MemberID, into stream: SharedScratch, under keys: any KeyDirectory, isRecorded: Bool = true
    ) throws -> Answer {
        guard
            let audience = try IncomingFile(path, identity: { throw NodeError.notForUs }, scratch: node.paths.run).head?.audience,
            registry.member(recipient) != nil, registry.members(of: audience)?.contains(recipient) == true
        else { throw NodeError.unknownRecipient(recipient.name) }
        let request = DisclosureGate.Request(
            stage: .send, recipient: recipient, roles: Set(registry.roles(of: recipient).map(\.rawValue)), isInAudience: true)
        let terms = BundleTerms(keys: keys, audience: audience, at: time)
        let cut = try BundleCut.cut(
            path, by: DisclosureRule(gate: gate, request: request), under: terms, into: stream.sink, scratch: node.paths.run)
        try stream.flush()
        let segments = Self.answers(cut)
        if isRecorded {
            let profile = cut.rule.rulings.first?.decision.profileDigest
            try DecisionRecord(request, cut.source.digest, segments, profile, time).append(to: node.paths)
        }
        return Answer(source: cut.source, segments: segments)
    }

    private static func answers(_ cut: BundleCut.Result<DisclosureRule>) -> [SegmentAnswer] {
        let shown = Dictionary(cut.outcomes.map { ($0.segment, $0.shownRowCount) }) { first, _ in first }
        return cut.rule.rulings.map { ruling in
            let subject = ruling.decision.subjects[0]
            let grant = ruling.decision.grants[0]
            return SegmentAnswer(
                segment: ruling.segment, kind: subject.kind, marking: subject.marking, columns: grant.columns.sorted(),
                withheld: subject.columns.filter { !grant.columns.contains($0) }, reason: grant.reason.rawValue,
                rules: grant.rules,
                shownRows: grant.columns.isEmpty ? 0 : shown[ruling.segment] ?? 0, hiddenRows: ruling.hiddenRowCount)
        }
    }

    private func outboxPath(_ recipient: MemberID, _ source: VerifiedBundle) throws -> String {
        let folder = "\(node.paths.outbox)/\(recipient.name)"
        try Directory.create(folder)
        return "\(folder)/\(source.manifest.publisher.name)_\(source.manifest.audience.name)_\(source.manifest.sequence).six.age"
    }

    private func seal(_ stream: String, to recipient: MemberID, as target: String) throws {
        let keys = registry.usableKeys(of: recipient, for: .seal, at: time)
        guard !keys.isEmpty else { throw NodeError.noSealingKey(recipient.name) }
        var sealer = try Sealer(to: keys.map { try SealingRecipient(bytes: $0.publicKey) })
        var file = try DurableFile(creating: target)
        var reader = try FileReader(opening: stream)
        var output: [UInt8] = []
        while case let piece = try reader.next(), !piece.isEmpty {
            try sealer.update(piece.span, into: &output)
            try file.write(output)
            output.removeAll(keepingCapacity: true)
        }
        try sealer.finish(into: &output)
        try file.write(output)
        try file.commit(replacing: true)
    }
}

/// A scratch file that a sink writes to and others read afterwards.
private final class SharedScratch {
    private var file: ScratchFile
    let path: String

    init(in directory: String) throws(FileError) {
        let file = try ScratchFile(in: directory)
        path = file.path
        self.file = file
    }

    var sink: FileSink { FileSink { bytes throws(FileError) in try self.file.write(bytes) } }

    var byteCount: Int { file.byteCount }

    func flush() throws(FileError) { try file.flush() }
}

/// One line of `ledger/decisions.jsonl`: who may see what, by which rule, with no value in it.
struct DecisionRecord {
    /// How far something got that takes a while.
    enum State: String {
        case begun, done, stopped
    }

    private let line: JSONValue

    init(
        _ request: DisclosureGate.Request, _ bundle: Digest256?, _ segments: [Disclosure.SegmentAnswer], _ profile: Digest256?,
        _ time: Timestamp, state: State = .done
    ) {
        line = [
            "bundle": .string(bundle?.hex ?? ""), "profile": .string(profile?.hex ?? ""),
            "segments": .array(
                segments.map {
                    [
                        "columns": .array($0.columns.map { .string($0) }), "hidden": .integer(Int64($0.hiddenRows)),
                        "kind": .string($0.kind), "reason": .string($0.reason),
                        "rows": .integer(Int64($0.shownRows)), "rules": .array($0.rules.map { .string($0) }),
                        "seg": .integer(Int64($0.segment)), "tlp": .string($0.marking),
                    ]
                }),
            "stage": .string(request.stage.rawValue), "state": .string(state.rawValue), "time": .string(time.rfc3339),
            "to": .string(request.recipient.name),
        ]
    }

    func append(to paths: HomePaths) throws {
        try AppendOnlyFile.append(line.canonicalBytes() + [UInt8(ascii: "\n")], to: paths.decisions)
    }
}
