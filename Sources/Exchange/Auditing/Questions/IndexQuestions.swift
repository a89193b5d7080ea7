internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

extension HomePaths {
    /// The index of names over the audit log; rebuildable.
    var subjectIndex: String { ledger + "/subjects.jsonl" }
}

extension AuditView {
    /// Makes the index anew: a line for every 256 entries, the last one shorter.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func makeIndex() throws -> AuditAnswer {
        var file = try DurableFile(creating: node.paths.subjectIndex)
        var (bundleCount, names) = (0, 0)
        try forEachIndexed { bundle in
            bundleCount += 1
            names += bundle.places.count
            try file.write(bundle.line + [UInt8(ascii: "\n")])
        }
        try file.commit(replacing: true)
        var answer = AuditAnswer("bundles", "names")
        answer.add(.count(bundleCount), .count(names))
        return answer
    }

    /// Compares the index with the log. Entries that came after it was made are counted and are no fault: questions read the log.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    public func indexFaults() throws -> AuditAnswer {
        var answer = AuditAnswer("bundle", "what")
        guard Directory.exists(node.paths.subjectIndex) else {
            answer.state("index", "not made")
            answer.isClearNo = true
            return answer
        }
        var lines = try IndexLines(LineReader(opening: node.paths.subjectIndex, lineLimitBytes: Self.indexLineLimitBytes))
        var (checked, since) = (0, 0)
        try forEachIndexed { bundle in
            guard let line = try lines.next() else {
                since += bundle.count
                return
            }
            checked += 1
            guard line != bundle.line else { return }
            if lines.isAtEnd, let made = IndexLines.count(of: line), made < bundle.count, try line == head(of: bundle, made).line
            {
                since += bundle.count - made
            } else {
                answer.add(.count(bundle.number), .text("the line is not what the log gives"))
            }
        }
        if try lines.next() != nil { answer.add(.text("-"), .text("the index has lines beyond the log")) }
        answer.state("bundles", .integer(Int64(checked)))
        answer.state("entries_since", .integer(Int64(since)))
        answer.isClearNo = !answer.rows.isEmpty
        return answer
    }

    /// What a bundle was when it had fewer entries.
    private func head(of bundle: IndexedBundle, _ count: Int) throws -> IndexedBundle {
        var head = IndexedBundle(number: bundle.number)
        let start = bundle.number * Self.bundleWidth
        for index in start..<start + UInt64(count) { head.add(try record(at: index)) }
        return head
    }

    private func forEachIndexed(_ body: (IndexedBundle) throws -> Void) throws {
        var bundle = IndexedBundle(number: 0)
        try forEach { record in
            if record.index / Self.bundleWidth != bundle.number {
                try body(bundle)
                bundle = IndexedBundle(number: record.index / Self.bundleWidth)
            }
            bundle.add(record)
        }
        if bundle.count > 0 { try body(bundle) }
    }

    private static var bundleWidth: UInt64 { 256 }
    private static var indexLineLimitBytes: Int { 1 << 20 }
}

/// The lines of an index, read with one line of foresight.
private struct IndexLines: ~Copyable {
    private var reader: LineReader
    private var waiting: [UInt8]?

    init(_ reader: consuming LineReader) throws {
        self.reader = reader
        waiting = try Self.text(self.reader.next())
    }

    var isAtEnd: Bool { waiting == nil }

    mutating func next() throws -> [UInt8]? {
        guard let line = waiting else { return nil }
        waiting = try Self.text(reader.next())
        return line
    }

    /// A line that is too long is one that no log gives.
    private static func text(_ line: LineReader.Line?) -> [UInt8]? {
        switch line {
        case .text(let bytes): bytes
        case .tooLong: []
        case nil: nil
        }
    }

    static func count(of line: [UInt8]) -> Int? {
        (try? StrictJSON.parse(line))?.object?["count"]?.integer.map { Int(clamping: $0) }
    }
}
