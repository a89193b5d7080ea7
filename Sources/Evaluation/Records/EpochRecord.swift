internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles

/// The record of one epoch: a chain of lines, and what they add up to.
struct EpochRecord: Sendable {
    let epoch: EpochNumber
    let path: String
    /// Elements evaluated, by client.
    private(set) var totals: [MemberID: Int64] = [:]
    /// How many answers.
    private(set) var count = 0
    /// The newest.
    private(set) var last: EvaluationRecord?
    private var head: Digest256?

    /// Reads the whole record; one that is not there is empty.
    ///
    /// - Parameters:
    ///   - isWriter: whether what a kill left of a last line is cut off the file, and not only passed over.
    ///   - visit: told of each line.
    /// - Throws: ``RecordError/damaged(path:line:)``, ``RecordError/file(_:)``.
    init(
        reading path: String, of epoch: EpochNumber, isWriter: Bool, visit: (EvaluationRecord) -> Void = { _ in }
    ) throws(RecordError) {
        self.epoch = epoch
        self.path = path
        guard Directory.exists(path) else { return }
        if isWriter { try fileWork { () throws(FileError) in try AppendOnlyFile.append([], to: path, torn: .cut) } }
        try read(visit)
    }

    /// Lines are taken with the next one at hand: only the last may be without its end.
    private mutating func read(_ visit: (EvaluationRecord) -> Void) throws(RecordError) {
        let path = path
        let size = try fileWork { () throws(FileError) in try Directory.byteCount(of: path) }
        var lines = try fileWork { () throws(FileError) in
            try LineReader(opening: path, lineLimitBytes: EvaluationLimits.recordLineBytes)
        }
        var waiting: [UInt8]?
        var bytes = 0
        while let line = try next(&lines) {
            if let waiting { try take(waiting, visit) }
            bytes += line.count + 1
            waiting = line
        }
        if let waiting, bytes <= size { try take(waiting, visit) }
        guard bytes == size || bytes == size + 1 || waiting == nil && size == 0 else {
            throw .damaged(path: path, line: count + 1)
        }
    }

    private func next(_ lines: inout LineReader) throws(RecordError) -> [UInt8]? {
        let read: LineReader.Line?
        do throws(FileError) { read = try lines.next() } catch { throw .file(error) }
        switch read {
        case nil: return nil
        case .text(let line): return line
        case .tooLong: throw .damaged(path: path, line: count + 2)
        }
    }

    private mutating func take(_ line: [UInt8], _ visit: (EvaluationRecord) -> Void) throws(RecordError) {
        guard let record = EvaluationRecord(parsing: line, after: head), record.epoch == epoch else {
            throw .damaged(path: path, line: count + 1)
        }
        add(record, line)
        visit(record)
    }

    private mutating func add(_ record: EvaluationRecord, _ line: [UInt8]) {
        // A sum beyond 2^63 would take longer than the world has.
        totals[record.client, default: 0] &+= Int64(record.count)
        count += 1
        head = SHA256.hash(line)
        last = record
    }

    /// Appends a line and syncs it.
    ///
    /// - Throws: ``RecordError/file(_:)``; whether the line stands is then to be read again.
    mutating func append(_ record: EvaluationRecord) throws(RecordError) {
        let line = record.line(after: head)
        let path = path
        try fileWork { () throws(FileError) in
            try AppendOnlyFile.append(line + [UInt8(ascii: "\n")], to: path, torn: .cut)
        }
        add(record, line)
    }

    /// All elements evaluated.
    var total: Int64 { totals.values.reduce(0) { $0 &+ $1 } }
}
