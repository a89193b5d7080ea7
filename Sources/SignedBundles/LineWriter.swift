internal import CanonicalCoding
internal import CryptoPrimitives

/// Writes the lines of a stream after the first, each with its LF.
enum LineWriter {
    /// Appends `{"desc":…,"seg":…}`.
    static func appendSegment(_ descriptor: [UInt8], index: Int, to lines: inout [UInt8]) {
        append("{\"desc\":\"", to: &lines)
        Base64URL.append(descriptor.span, to: &lines)
        append("\",\"seg\":", to: &lines)
        CanonicalWriter.append(Int64(index), to: &lines)
        append("}\n", to: &lines)
    }

    /// Appends `{"open":{"col":…,"cover":[…],"hide":[…]}}`.
    static func appendOpening(
        column: String, cover: [OpeningNode], hide: [OpeningNode], to lines: inout [UInt8]
    ) {
        append("{\"open\":{\"col\":\"", to: &lines)
        lines.append(contentsOf: column.utf8)
        append("\",\"cover\":[", to: &lines)
        append(cover, to: &lines)
        append("],\"hide\":[", to: &lines)
        append(hide, to: &lines)
        append("]}}\n", to: &lines)
    }

    private static func append(_ nodes: [OpeningNode], to lines: inout [UInt8]) {
        for (place, node) in nodes.enumerated() {
            lines.append(contentsOf: place == 0 ? "[".utf8 : ",[".utf8)
            CanonicalWriter.append(Int64(node.height), to: &lines)
            lines.append(UInt8(ascii: ","))
            CanonicalWriter.append(Int64(node.subtree.index), to: &lines)
            append(",\"", to: &lines)
            unsafe node.digest.withUnsafeBytes { bytes in
                Base64URL.append(unsafe Span<UInt8>(_unsafeBytes: bytes), to: &lines)
            }
            append("\"]", to: &lines)
        }
    }

    /// Appends the beginning of a row line, up to its first cell.
    static func beginRow(_ row: Int, to lines: inout [UInt8]) {
        append("{\"r\":", to: &lines)
        CanonicalWriter.append(Int64(row), to: &lines)
        append(",\"v\":{", to: &lines)
    }

    /// Appends the end of a row line.
    static func endRow(to lines: inout [UInt8]) {
        append("}}\n", to: &lines)
    }

    /// Appends `{"end":{"rows":…,"segs":…}}`.
    static func appendEnd(rows: Int, segments: Int, to lines: inout [UInt8]) {
        append("{\"end\":{\"rows\":", to: &lines)
        CanonicalWriter.append(Int64(rows), to: &lines)
        append(",\"segs\":", to: &lines)
        CanonicalWriter.append(Int64(segments), to: &lines)
        append("}}\n", to: &lines)
    }

    private static func append(_ literal: StaticString, to lines: inout [UInt8]) {
        let bytes = unsafe UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        unsafe lines.append(contentsOf: bytes)
    }
}
