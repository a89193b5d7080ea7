import CanonicalCoding

/// Reads a text, and reads the result again as long as refanging would change it.
///
/// A canonical form must give itself when it is read, so a result such as `a(dot)b`, which decoding or mapping may
/// bring about, is no result yet.
enum Rereading {
    /// Reads a text, of which it is known whether it holds blanks, controls or anything beyond ASCII.
    typealias Reader<Result> = (Span<UInt8>, _ isPlain: Bool, inout OutputSpan<UInt8>) throws(WebRefusal) -> Result

    /// Refangs `input` and appends what `read` makes of it.
    ///
    /// - Throws: ``WebRefusal``, that of `read` or with the reason `empty`, `tooLong`, `notUTF8` or `notAURL`.
    @inline(__always)
    static func append<Result>(
        _ input: Span<UInt8>, to output: inout [UInt8], _ read: Reader<Result>
    ) throws(WebRefusal) -> Result {
        guard input.count <= WebLimits.input else { throw WebRefusal(.tooLong) }
        let start = output.count
        let result: Result
        if Refang.isPlain(input) {
            result = try appendOnce(input, isPlain: true, to: &output, read)
        } else {
            guard UTF8Text.isValid(input) else { throw WebRefusal(.notUTF8) }
            let text = Refang.rewriting(input)
            result = try appendOnce(text.span, isPlain: false, to: &output, read)
        }
        if Refang.isPlain(output.span.extracting(start..<output.count)) { return result }
        return try rereading(result, from: start, in: &output, read)
    }

    private static func rereading<Result>(
        _ result: Result, from start: Int, in output: inout [UInt8], _ read: Reader<Result>
    ) throws(WebRefusal) -> Result {
        var result = result
        for _ in 0..<WebLimits.rereadings {
            guard Refang.changes(output.span.extracting(start..<output.count)) else { return result }
            let text = Refang.rewriting(output.span.extracting(start..<output.count))
            output.removeLast(output.count - start)
            result = try appendOnce(text.span, isPlain: false, to: &output, read)
        }
        throw WebRefusal(.notAURL)
    }

    @inline(__always)
    private static func appendOnce<Result>(
        _ text: Span<UInt8>, isPlain: Bool, to output: inout [UInt8], _ read: Reader<Result>
    ) throws(WebRefusal) -> Result {
        guard !text.isEmpty else { throw WebRefusal(.empty) }
        var result: Result?
        try output.append(addingCapacity: 3 * text.count + roomForHost) { (output) throws(WebRefusal) in
            result = try read(text, isPlain, &output)
        }
        guard let result else { throw WebRefusal(.empty) }
        return result
    }

    /// Room for the longest host that is let through, a port and the separators.
    static let roomForHost = WebLimits.host + 67
}
