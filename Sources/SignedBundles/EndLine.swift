internal import CanonicalCoding

/// A line `{"end":{"rows":…,"segs":…}}`.
struct EndLine {
    let rows: Int64
    let segments: Int64

    /// Reads a line.
    ///
    /// - Throws: ``BundleError`` when a limit is exceeded, the line is not canonical or its members are wrong.
    init(_ line: UnsafeRawBufferPointer, number: Int) throws(BundleError) {
        let counts: (rows: Int64, segments: Int64)?
        do {
            counts = try unsafe Self.scan(line)
        } catch {
            throw unsafe LineFault.judge(line, number: number)
        }
        guard let counts else { throw unsafe LineFault.judge(line, number: number) }
        self.rows = counts.rows
        self.segments = counts.segments
    }

    /// The two counts; nothing when the members are wrong.
    private static func scan(_ line: UnsafeRawBufferPointer) throws(JSONError) -> (rows: Int64, segments: Int64)? {
        var scanner = unsafe CanonicalScanner(line: line)
        var outer = CanonicalScanner.Walk()
        var inner = CanonicalScanner.Walk()
        guard try scanner.enterObject(), let name = try scanner.nextMember(&outer), scanner.matches(name, "end"),
            try scanner.enterObject(), let first = try scanner.nextMember(&inner), scanner.matches(first, "rows"),
            let rows = try scanner.readInteger(), let second = try scanner.nextMember(&inner),
            scanner.matches(second, "segs"), let segments = try scanner.readInteger(),
            try scanner.nextMember(&inner) == nil, try scanner.nextMember(&outer) == nil
        else { return nil }
        try scanner.finish()
        return (rows, segments)
    }
}
