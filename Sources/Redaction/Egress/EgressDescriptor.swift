/// The names of the columns and the number of rows out of a descriptor's bytes.
enum EgressDescriptor {
    /// A descriptor lists at most this many columns.
    static let columnLimit = 64
    /// A segment has at most this many rows.
    static let rowLimit = 1 << 24

    static func read(_ bytes: Span<UInt8>, index: Int) -> EgressFindings.Segment? {
        var cursor = EgressCursor()
        guard cursor.take("{\"cols\":[", bytes) else { return nil }
        var names: [String] = []
        while !cursor.take("]", bytes) {
            guard names.isEmpty || cursor.take(",", bytes), cursor.take("{\"n\":", bytes), let name = cursor.string(bytes),
                cursor.take(",\"req\":", bytes), cursor.skipValue(bytes), cursor.take(",\"root\":", bytes),
                cursor.string(bytes) != nil, cursor.take("}", bytes), names.count < columnLimit
            else { return nil }
            names.append(String(decoding: name.map { bytes[$0] }, as: UTF8.self))
        }
        guard cursor.take(",\"kind\":", bytes), cursor.string(bytes) != nil, cursor.take(",\"nonce\":", bytes),
            cursor.string(bytes) != nil, cursor.take(",\"rows\":", bytes), let rows = cursor.number(bytes),
            (1...rowLimit).contains(rows), cursor.take(",\"tlp\":", bytes), cursor.string(bytes) != nil,
            cursor.take("}", bytes), cursor.isAtEnd(bytes), Set(names).count == names.count
        else { return nil }
        return EgressFindings.Segment(index: index, rowCount: rows, names: names)
    }
}
