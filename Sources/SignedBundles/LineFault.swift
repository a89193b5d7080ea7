internal import CanonicalCoding

/// The verdict on a line that is not of the shape its beginning promised.
enum LineFault {
    /// The refusal of such a line: limits, then faults of JSON, then wrong members.
    static func judge(_ line: UnsafeRawBufferPointer, number: Int) -> BundleError {
        do {
            try unsafe CanonicalScanner.check(line)
            return try unsafe LineMembers(of: line).fault(number: number)
        } catch {
            return BundleError(error, line: number, otherwise: .json, .notCanonicalJSON)
        }
    }
}

/// Which of the members that name a sort of line are there.
private struct LineMembers {
    private var hasSegment = false
    private var hasOpen = false
    private var hasRow = false
    private var hasEnd = false

    init(of line: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = unsafe CanonicalScanner(line: line)
        var walk = CanonicalScanner.Walk()
        guard try scanner.enterObject() else { return }
        while let name = try scanner.nextMember(&walk) {
            hasSegment = hasSegment || scanner.matches(name, "desc") || scanner.matches(name, "seg")
            hasOpen = hasOpen || scanner.matches(name, "open")
            hasRow = hasRow || scanner.matches(name, "r") || scanner.matches(name, "v")
            hasEnd = hasEnd || scanner.matches(name, "end")
            _ = try scanner.skipValue()
        }
    }

    /// Of a line that mixes sorts the first that matches decides.
    func fault(number: Int) -> BundleError {
        if hasSegment { return BundleError(.segmentOrder, line: number, .segmentLineShape) }
        if hasOpen { return BundleError(.opening, line: number, .openingShape) }
        if hasRow { return BundleError(.row, line: number, .rowShape) }
        if hasEnd { return BundleError(.truncated, line: number, .endShape) }
        return BundleError(.json, line: number, .unknownLine)
    }
}
