public import LedgerFiles
public import SignedBundles

/// Cuts a bundle file down while it is verified; memory does not grow with it.
public enum BundleCut {
    /// What came of a cut.
    public struct Result<Rule: RedactionRule> {
        /// The source, verified.
        public let source: VerifiedBundle
        /// The rule with whatever it remembered.
        public let rule: Rule
        /// What is left of each segment.
        public let outcomes: [SegmentOutcome]
    }

    /// Reads `path`, verifies it under `terms`, and writes the redaction to `output`.
    ///
    /// - Throws: `BundleError` for a source that does not verify, `FileError`; what was written is to be discarded then.
    public static func cut<Rule: RedactionRule>(
        _ path: String, by rule: Rule, under terms: BundleTerms, into output: FileSink, scratch: String
    ) throws -> Result<Rule> {
        let spool = FileSpool(in: scratch)
        var redactor = BundleRedactor(rule, into: output, spool: spool)
        var verifier = BundleVerifier(terms)
        var reader = try FileReader(opening: path)
        do {
            while case let piece = try reader.next(), !piece.isEmpty { try verifier.feed(piece.span, to: &redactor) }
            let source = try verifier.finish()
            try redactor.finish()
            if let failure = output.failure { throw failure }
            return Result(source: source, rule: redactor.rule, outcomes: redactor.outcomes)
        } catch let error as BundleError {
            if let failure = output.failure ?? spool.failure { throw failure }
            throw error
        }
    }
}

/// A sink that writes to a function over files and keeps the reason when that fails.
public final class FileSink: BundleSink {
    private let body: ([UInt8]) throws(FileError) -> Void
    /// Why writing stopped.
    public private(set) var failure: FileError?

    /// A sink that hands every piece to `body`.
    public init(_ body: @escaping ([UInt8]) throws(FileError) -> Void) { self.body = body }

    /// Takes the next bytes.
    ///
    /// - Throws: `BundleError.stoppedByConsumer`, with the reason in ``failure``.
    public func write(_ bytes: Span<UInt8>) throws(BundleError) {
        do throws(FileError) {
            try body(bytes.indices.map { bytes[$0] })
        } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }
}

/// Row lines that wait for their openings: in memory up to a bound, in a scratch file beyond it.
final class FileSpool: RowSpool {
    private let directory: String
    private var memory: [UInt8] = []
    private var file: ScratchFile?
    private(set) var failure: FileError?

    /// Bytes kept in memory before a scratch file is begun.
    static let memoryByteLimit = 32 << 20

    init(in directory: String) { self.directory = directory }

    func append(_ bytes: Span<UInt8>) throws(BundleError) {
        for index in bytes.indices { memory.append(bytes[index]) }
        guard memory.count > Self.memoryByteLimit else { return }
        try keepingFailure { () throws(FileError) in try spill() }
    }

    private func spill() throws(FileError) {
        if file == nil { file = try ScratchFile(in: directory) }
        try file?.write(memory)
        memory.removeAll(keepingCapacity: true)
    }

    func drain(into sink: inout some BundleSink) throws(BundleError) {
        if file != nil {
            var pieces = try spilledPieces()
            while true {
                let piece = try next(of: &pieces)
                if piece.isEmpty { break }
                try sink.write(piece.span)
            }
            file = nil
        }
        let rest = memory
        try sink.write(rest.span)
        memory.removeAll(keepingCapacity: true)
    }

    private func spilledPieces() throws(BundleError) -> FileReader {
        do throws(FileError) {
            try file?.flush()
            return try FileReader(opening: file?.path ?? "")
        } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }

    private func next(of pieces: inout FileReader) throws(BundleError) -> [UInt8] {
        do throws(FileError) { return try pieces.next() } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }

    private func keepingFailure(_ body: () throws(FileError) -> Void) throws(BundleError) {
        do throws(FileError) { try body() } catch {
            failure = error
            throw .stoppedByConsumer
        }
    }
}
