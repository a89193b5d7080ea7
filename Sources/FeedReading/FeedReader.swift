internal import Indicators

/// Reads any feed row by row and loses none: each row is either handed out or refused with its line and reason.
///
/// The reader holds a window of the feed and one row, whatever the size of the feed. It is pulled:
/// call ``advance()`` until it says ``FeedStep/end``. An error ends the feed; the rows before it stay valid.
public final class FeedReader {
    private var state: ReadingState
    private let recognised: FeedRecognition

    /// Opens a feed, unpacks it and recognises its format.
    ///
    /// - Throws: ``FeedError`` when it cannot be opened or unpacked, is no feed, or an option does not fit it.
    public init(_ source: FeedSource, options: FeedOptions = FeedOptions()) throws(FeedError) {
        let name = source.name
        let opened = try PackedSource(source, limits: options.limits)
        var stream = ByteStream(opened.supply, name: name, limits: options.limits)
        try stream.fill(to: options.limits.sampleBytes)
        guard FeedPacking(firstBytes: Array(stream.storage[..<min(stream.count, FeedPacking.magicBytes)])) == .none else {
            throw FeedError(.packedTwice, source: name)
        }
        let sampleEnd = min(stream.count, options.limits.sampleBytes)
        let isWhole = stream.isEnded && stream.count <= options.limits.sampleBytes
        try ContentCheck.check(stream.storage.span.extracting(0..<sampleEnd), name: name)
        stream.consume(ContentCheck.byteOrderMark(stream.storage.span.extracting(0..<sampleEnd)))
        let setup = try EngineSetup(
            sample: stream.storage.span.extracting(stream.start..<sampleEnd), isWhole: isWhole, options: options,
            packing: opened.packing, name: name)
        self.recognised = setup.recognition
        self.state = ReadingState(stream: stream, builder: RowBuilder(options: options), engine: setup.engine)
    }

    /// Reads the next row.
    ///
    /// - Throws: ``FeedError`` when the feed cannot be read further.
    public func advance() throws(FeedError) -> FeedStep {
        try state.advance()
    }

    /// The row that ``advance()`` read last.
    public var row: FeedRow { state.builder.row }

    /// What was read and refused so far.
    public var counts: FeedCounts { state.builder.counts }

    /// Names of the members or keys that the rows read so far have, the first few; none for tables, whose columns are recognised.
    var columnNames: [String] { state.engine.columnNames }

    /// What was recognised about the feed.
    public var recognition: FeedRecognition {
        var recognition = recognised
        recognition.skippedMembers = state.engine.skippedMembers
        return recognition
    }
}

/// Everything that changes while a feed is read, so that one access reaches all of it.
private struct ReadingState: ~Copyable {
    var stream: ByteStream
    var builder: RowBuilder
    var engine: any RowEngine

    init(stream: consuming ByteStream, builder: RowBuilder, engine: any RowEngine) {
        self.stream = stream
        self.builder = builder
        self.engine = engine
    }

    mutating func advance() throws(FeedError) -> FeedStep {
        try engine.advance(&stream, &builder)
    }
}

/// An opened feed, unpacked as its first bytes demand.
private struct PackedSource {
    let supply: any ByteSupply
    let packing: FeedPacking

    init(_ source: FeedSource, limits: FeedLimits) throws(FeedError) {
        let raw = try source.open(limits: limits)
        var magic = [UInt8](repeating: 0, count: FeedPacking.magicBytes)
        var count = 0
        while count < magic.count {
            let (first, wanted) = (count, magic.count)
            let added = try unsafe magic.withUnsafeMutableBufferPointer { (bytes) throws(FeedError) in
                let room = unsafe UnsafeMutableBufferPointer(rebasing: bytes[first..<wanted])
                return unsafe try raw.supply(UnsafeMutableRawBufferPointer(room))
            }
            if added == 0 { break }
            count += added
        }
        magic.removeLast(magic.count - count)
        let whole = PrefixedSupply(magic, raw)
        packing = FeedPacking(firstBytes: magic)
        switch packing {
        case .none: supply = whole
        case .gzip: supply = try GzipSupply(whole, name: source.name, limits: limits)
        case .zstd: supply = try ZstdSupply(whole, name: source.name, limits: limits)
        }
    }
}

/// The engine for a feed and what was recognised on the way to it.
private struct EngineSetup {
    let engine: any RowEngine
    let recognition: FeedRecognition

    init(
        sample: Span<UInt8>, isWhole: Bool, options: FeedOptions, packing: FeedPacking, name: String
    ) throws(FeedError) {
        let recogniser = FormatRecogniser(options: options, isWhole: isWhole)
        let format = options.format ?? recogniser.format(of: sample)
        var recognition = FeedRecognition(packing: packing, format: format)
        switch format {
        case .lines, .hosts, .adblock:
            let heading = options.format == nil && format == .lines ? recogniser.lineHeading(of: sample) : nil
            recognition.hasHeader = heading != nil
            engine = LineRows(
                format: format, isForced: options.format != nil, limits: options.limits, heading: heading,
                dialect: format == .lines ? recogniser.dialect(of: sample) : nil)
        case .csv, .tsv:
            let plan = try TableRecogniser(options: options, isWhole: isWhole).plan(sample, format: format, name: name)
            engine = TableRows(plan, limits: options.limits)
            recognition.layout = plan.layout
            recognition.delimiter = String(UnicodeScalar(plan.delimiter))
            recognition.hasHeader = plan.hasHeader
            recognition.columns = plan.columns
        case .json:
            let plan = try JSONRecogniser.plan(sample, options: options, name: name)
            engine = JSONRows(plan: plan, options: options)
            recognition.layout = plan.layout
        case .jsonl:
            engine = JSONLineRows(options: options)
        case .yaml:
            recognition.layout = FormatRecogniser.isTagPack(sample) ? .tagPack : .plain
            engine = YAMLRows(options: options, layout: recognition.layout)
        }
        self.recognition = recognition
    }
}
