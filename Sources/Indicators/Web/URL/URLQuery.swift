/// The query of a web address: forbidden bytes percent-encoded; in canonical forms without empty and tracking pieces.
enum URLQuery {
    /// Appends what is left of the query that begins with the `?` at `start`, if one does; the fragment is not read.
    @inline(__always)
    static func appendReduced(_ text: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>) {
        guard start < text.count, text[start] == UInt8(ascii: "?") else { return }
        appendPieces(text, from: start + 1, to: &output)
    }

    private static func appendPieces(_ text: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>) {
        var separator = UInt8(ascii: "?")
        var index = start
        while index < text.count, text[index] != UInt8(ascii: "#") {
            let pieceStart = index
            if let end = TrackingParameters.endOfPiece(text, from: index) {
                index = end
            } else {
                output.append(separator)
                let written = output.count
                index = appendPiece(text, from: index, to: &output)
                if output.count == written { output.removeLast(1) } else { separator = UInt8(ascii: "&") }
            }
            if index < text.count, text[index] == UInt8(ascii: "&") { index += 1 }
            assert(index > pieceStart)
        }
    }

    @inline(__always)
    private static func appendPiece(
        _ text: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>
    ) -> Int {
        var index = start
        while index < text.count {
            let byte = text[index]
            if ByteSet.plainQuery.contains(byte) {
                output.append(byte)
                index += 1
            } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "#") {
                return index
            } else if byte == UInt8(ascii: "%") {
                index += PercentEncoding.appendReduced(text, at: index, end: text.count, to: &output)
            } else {
                PercentEncoding.appendEscape(of: byte, to: &output)
                index += 1
            }
        }
        return index
    }

    /// Appends the query after the `?` at `start` as the URL standard serialises it, and gives where the fragment begins.
    static func appendUnreduced(_ text: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>) -> Int {
        var index = start + 1
        while index < text.count, text[index] != UInt8(ascii: "#") {
            let byte = text[index]
            let isPlain = ByteSet.plainQuery.contains(byte) || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "%")
            if isPlain { output.append(byte) } else { PercentEncoding.appendEscape(of: byte, to: &output) }
            index += 1
        }
        return index
    }
}
