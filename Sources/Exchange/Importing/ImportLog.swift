internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeStore

/// The streams a node took in, in order: `ledger/imports.jsonl`, by which the store is made anew.
///
/// A line is written when its stream lies whole under `bundles/` and before the store commits it. So a kill leaves a file that
/// no line names, which counts for nothing, or a last line whose stream can be taken in again.
struct ImportLog {
    /// One line.
    struct Entry: Hashable {
        let manifest: Digest256
        let stream: Digest256
        /// When the stream was taken in: it is judged at this time again.
        let time: Timestamp
        /// The store refused the stream after its line was written: the line before this one counts for nothing.
        var isUndone = false
    }

    let path: String

    /// A line has a few hundred bytes.
    private static let lineLimitBytes = 4 << 10
    /// Enough for the lines among which an unfinished import can be.
    private static let recentBytes = 64 << 10

    /// False for homes made before there was a log.
    var exists: Bool { Directory.exists(path) }

    /// Makes the log of a new home.
    ///
    /// - Throws: `FileError`.
    func create() throws(FileError) { try DurableFile.write([], to: path) }

    /// Appends lines.
    ///
    /// - Throws: `FileError`; none was appended then.
    func append(_ entries: [Entry]) throws(FileError) {
        try AppendOnlyFile.append(entries.flatMap(\.line), to: path)
    }

    /// Every line, those included that were undone; one that a crash cut short is passed over.
    ///
    /// - Throws: `FileError`.
    func lines() throws(FileError) -> [Entry] {
        guard exists else { return [] }
        var reader = try LineReader(opening: path, lineLimitBytes: Self.lineLimitBytes)
        var entries: [Entry] = []
        while let line = try reader.next() {
            if case .text(let bytes) = line, let entry = Entry(bytes) { entries.append(entry) }
        }
        return entries
    }

    /// The newest lines that count.
    ///
    /// - Throws: `FileError`.
    func recent() throws(FileError) -> [Entry] {
        guard exists else { return [] }
        let text = try AppendOnlyFile.lastLines(of: path, limitBytes: Self.recentBytes)
        let lines = text.split(separator: UInt8(ascii: "\n")).compactMap { Entry($0) }
        return Self.counting(lines).map { lines[$0] }
    }

    /// The places of the lines that count.
    static func counting(_ lines: [Entry]) -> [Int] {
        var places: [Int] = []
        for (place, line) in lines.enumerated() {
            if !line.isUndone {
                places.append(place)
            } else if let last = places.last, lines[last].isSameStream(as: line) {
                places.removeLast()
            }
        }
        return places
    }
}

extension ImportLog.Entry {
    init(_ kept: KeptStream) {
        self.init(manifest: kept.manifest, stream: kept.stream, time: kept.firstLogged)
    }

    func isSameStream(as other: Self) -> Bool { manifest == other.manifest && stream == other.stream }

    /// The line, with its LF.
    fileprivate var line: [UInt8] {
        var object = JSONObject()
        object["manifest"] = .string(manifest.hex)
        object["stream"] = .string(stream.hex)
        object["time"] = .string(time.rfc3339)
        object["undone"] = isUndone ? .bool(true) : nil
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    fileprivate init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object,
            let manifest = object["manifest"]?.string.flatMap({ Digest256(hex: $0) }),
            let stream = object["stream"]?.string.flatMap({ Digest256(hex: $0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.init(manifest: manifest, stream: stream, time: time, isUndone: object["undone"] != nil)
    }
}

extension Node {
    /// The log of this home.
    var importLog: ImportLog { ImportLog(path: paths.importLog) }

    /// Where the stream of an entry lies.
    func path(of entry: ImportLog.Entry) -> String { "\(paths.bundle(entry.manifest.hex))/\(entry.stream.hex)" }

    /// Every stream that lies under `bundles/`, whether or not anything counts it.
    ///
    /// - Throws: `FileError`.
    func streamsLying() throws(FileError) -> [String] {
        var streams: [String] = []
        guard Directory.isDirectory(paths.bundles) else { return streams }
        for folder in try Directory.names(in: paths.bundles) where Directory.isDirectory(paths.bundle(folder)) {
            streams += try Directory.names(in: paths.bundle(folder)).map { "\(paths.bundle(folder))/\($0)" }
        }
        return streams
    }
}
