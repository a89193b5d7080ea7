internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
public import SignedBundles

/// One judgement of the record, verified.
public struct RecordedJudgement: Sendable, Hashable {
    /// Its line, counted from 1.
    public let line: Int
    /// What was judged.
    public let document: JudgementDocument
    /// Whether its key was in wrong hands by then: it counts for nothing, and says so.
    public let isSetAside: Bool
}

/// What a node judged, in the order in which it judged: `ledger/judgements.jsonl`, one signed envelope a line.
///
/// Every line is verified whenever the record is read. What a crash left of a line has no line end and never counted.
struct JudgementRecord {
    private(set) var judgements: [RecordedJudgement]
    /// Bytes of the whole lines.
    private let byteCount: Int
    private let keys: JudgementKeys

    /// - Throws: ``JudgementError``, ``NodeError``, `FileError`, `RegistryError`.
    init(of node: Node) throws {
        let keys = JudgementKeys(node, registry: try node.registry())
        let bytes = try Self.bytes(at: node.paths.judgements)
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let torn = lines.popLast()?.count ?? 0
        guard lines.count <= JudgementLimits.judgements else { throw JudgementError.tooManyJudgements }
        judgements = try lines.enumerated().map { index, line in try keys.verified(Array(line), line: index + 1) }
        byteCount = bytes.count - torn
        self.keys = keys
    }

    private static func bytes(at path: String) throws -> [UInt8] {
        guard Directory.exists(path) else { return [] }
        do throws(FileError) {
            return try FileReader.contents(of: path, limitBytes: JudgementLimits.recordBytes)
        } catch {
            if case .tooLarge = error.reason { throw JudgementError.recordTooLong }
            throw error
        }
    }

    /// Makes a judgement part of the record for good.
    ///
    /// - Throws: ``JudgementError`` beyond a limit or when the new line would not be believed, `FileError`; the record is then as
    ///   it was.
    mutating func append(_ envelope: DSSEEnvelope, in node: Node) throws -> RecordedJudgement {
        let line = envelope.fileBytes()
        guard judgements.count < JudgementLimits.judgements else { throw JudgementError.tooManyJudgements }
        guard byteCount + line.count <= JudgementLimits.recordBytes else { throw JudgementError.recordTooLong }
        let judgement = try keys.verified(line, line: judgements.count + 1)
        try AppendOnlyFile.append(line, to: node.paths.judgements, torn: .cut)
        judgements.append(judgement)
        return judgement
    }

    /// The last word on each pair.
    var lastWords: LastWords {
        var words: [AliasPair: RecordedJudgement] = [:]
        for judgement in judgements where !judgement.isSetAside {
            for pair in judgement.document.pairs { words[pair] = judgement }
        }
        return LastWords(words: words)
    }
}

/// The last judgement on each pair of which there is one.
struct LastWords {
    let words: [AliasPair: RecordedJudgement]

    /// The last judgement on a pair.
    func word(on pair: AliasPair) -> RecordedJudgement? { words[pair] }

    /// The judgement that splits a pair, when the last one does.
    func split(of pair: AliasPair) -> RecordedJudgement? {
        words[pair].flatMap { $0.document.act == .split ? $0 : nil }
    }

    /// Whether a judgement is the last on any of its pairs.
    func isInForce(_ judgement: RecordedJudgement) -> Bool {
        judgement.document.pairs.contains { words[$0]?.line == judgement.line }
    }
}
