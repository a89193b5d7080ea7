/// What canonical forms ask of a host beyond the URL standard: a dot, no empty label, a length, no trailing dot.
enum HostShape {
    /// Drops one trailing dot of the name that begins at `start`, and judges the rest.
    ///
    /// - Throws: ``WebRefusal`` with the reason `hostWithoutDot`, `emptyLabel` or `hostTooLong`.
    static func enforce(from start: Int, in output: inout OutputSpan<UInt8>) throws(WebRefusal) {
        if output.count - start > 1, output[output.count - 1] == dot { output.removeLast(1) }
        guard output.count - start <= WebLimits.host else { throw WebRefusal(.hostTooLong) }
        var dots = 0
        var labelStart = start
        for index in start..<output.count where output[index] == dot {
            guard index > labelStart else { throw WebRefusal(.emptyLabel) }
            dots += 1
            labelStart = index + 1
        }
        guard output.count > labelStart else { throw WebRefusal(.emptyLabel) }
        guard dots > 0 else { throw WebRefusal(.hostWithoutDot) }
    }

    private static let dot = UInt8(ascii: ".")
}
