internal import CIndicatorTables

/// The tables of Unicode that the parser needs, of one version on every machine.
@safe
struct PhoneCharacters {
    private let table: UnsafePointer<tocsin_phone_characters>

    init() {
        unsafe table = tocsin_current_phone_characters()!
    }

    /// The value of a decimal digit beyond ASCII.
    func digitValue(of scalar: UInt32) -> UInt8? {
        let zeros = unsafe UnsafeBufferPointer(start: table.pointee.digit_zeros, count: Int(table.pointee.zero_count))
        let place = unsafe Self.count(of: zeros, upTo: scalar)
        guard place > 0 else { return nil }
        let value = unsafe scalar - zeros[place - 1]
        return value < 10 ? UInt8(value) : nil
    }

    /// Whether the general category of a character beyond ASCII is a letter or number.
    func isLetterOrNumber(_ scalar: UInt32) -> Bool {
        let edges = unsafe UnsafeBufferPointer(start: table.pointee.letter_edges, count: Int(table.pointee.edge_count))
        return unsafe Self.count(of: edges, upTo: scalar) % 2 == 1
    }

    /// How many entries of an ascending table are not above a scalar.
    private static func count(of table: UnsafeBufferPointer<UInt32>, upTo scalar: UInt32) -> Int {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            if unsafe table[middle] <= scalar { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
