/// Percent-encoding as canonical forms keep it: unreserved characters written out, all else `%` and two capital digits.
enum PercentEncoding {
    /// Appends the escape of one byte.
    @inline(__always)
    static func appendEscape(of byte: UInt8, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "%"))
        output.append(ASCII.hexDigit(byte >> 4))
        output.append(ASCII.hexDigit(byte & 0x0F))
    }

    /// The byte that an escape at `index` stands for, if the three bytes there are one.
    @inline(__always)
    static func escapedByte(in text: Span<UInt8>, at index: Int, end: Int) -> UInt8? {
        guard end - index > 2, text[index] == UInt8(ascii: "%"), let high = ASCII.hexValue(text[index + 1]),
            let low = ASCII.hexValue(text[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Appends what stands at a `%`, reduced: an escaped unreserved character as itself, another escape in capitals.
    ///
    /// An escape stays one where its character would complete a new escape, as in `%%34%31`: the form must not change
    /// when it is read again. Gives the number of bytes read.
    static func appendReduced(
        _ text: Span<UInt8>, at index: Int, end: Int, to output: inout OutputSpan<UInt8>
    ) -> Int {
        guard let byte = escapedByte(in: text, at: index, end: end) else {
            output.append(UInt8(ascii: "%"))
            return 1
        }
        if ByteSet.unreserved.contains(byte), !completesEscape(byte, after: output) {
            output.append(byte)
        } else {
            appendEscape(of: byte, to: &output)
        }
        return 3
    }

    /// Appends the bytes of a range with every escape undone once.
    static func appendDecoded(_ text: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            if let byte = escapedByte(in: text, at: index, end: range.upperBound) {
                output.append(byte)
                index += 3
            } else {
                output.append(text[index])
                index += 1
            }
        }
    }

    private static func completesEscape(_ byte: UInt8, after output: borrowing OutputSpan<UInt8>) -> Bool {
        let count = output.count
        guard ASCII.hexValue(byte) != nil, count > 0 else { return false }
        if output[count - 1] == UInt8(ascii: "%") { return true }
        return count > 1 && output[count - 2] == UInt8(ascii: "%") && ASCII.hexValue(output[count - 1]) != nil
    }
}
