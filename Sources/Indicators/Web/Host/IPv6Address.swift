/// An IPv6 address, read as a browser reads it and written in its shortest form.
struct IPv6Address {
    private var pieces: InlineArray<8, UInt16> = .init(repeating: 0)

    /// Reads the text between the brackets.
    ///
    /// - Throws: ``WebRefusal`` with the reason `notAnIPv6Address`.
    init(parsing text: Span<UInt8>) throws(WebRefusal) {
        var reader = Reader()
        try reader.read(text)
        self.pieces = reader.pieces
    }

    /// Appends the address in brackets, the longest run of two or more zeros as `::`.
    func append(to output: inout OutputSpan<UInt8>) {
        let zeros = longestZeros
        output.append(UInt8(ascii: "["))
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                output.append(UInt8(ascii: ":"))
                if index == 0 { output.append(UInt8(ascii: ":")) }
                index = zeros.upperBound
                continue
            }
            append(pieces[index], to: &output)
            if index < 7 { output.append(UInt8(ascii: ":")) }
            index += 1
        }
        output.append(UInt8(ascii: "]"))
    }

    private func append(_ piece: UInt16, to output: inout OutputSpan<UInt8>) {
        var started = false
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let digit = UInt8(piece >> shift & 0xF)
            started = started || digit != 0 || shift == 0
            if started { output.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
    }

    private var longestZeros: Range<Int> {
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, pieces[end] == 0 { end += 1 }
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = end + 1
        }
        return longest
    }
}

extension IPv6Address {
    /// The parser of the URL standard, step by step.
    private struct Reader {
        var pieces: InlineArray<8, UInt16> = .init(repeating: 0)
        private var index = 0
        private var piece = 0
        private var compressed: Int?

        mutating func read(_ text: Span<UInt8>) throws(WebRefusal) {
            if text.has(colon, at: 0) {
                guard text.has(colon, at: 1) else { throw Self.refusal }
                index = 2
                piece = 1
                compressed = 1
            }
            while index < text.count {
                guard piece < 8 else { throw Self.refusal }
                if text[index] == colon {
                    guard compressed == nil else { throw Self.refusal }
                    index += 1
                    piece += 1
                    compressed = piece
                } else if try !readPiece(text) {
                    break
                }
            }
            try placeCompressedZeros()
        }

        /// Reads one piece; false when an IPv4 address stood there, which ends the text.
        private mutating func readPiece(_ text: Span<UInt8>) throws(WebRefusal) -> Bool {
            let start = index
            var value: UInt16 = 0
            while index < text.count, index - start < 4, let digit = ASCII.hexValue(text[index]) {
                value = value << 4 | UInt16(digit)
                index += 1
            }
            if text.has(UInt8(ascii: "."), at: index) {
                guard index > start, piece <= 6 else { throw Self.refusal }
                index = start
                try readIPv4(text)
                return false
            }
            if text.has(colon, at: index) {
                index += 1
                guard index < text.count else { throw Self.refusal }
            } else if index < text.count {
                throw Self.refusal
            }
            pieces[piece] = value
            piece += 1
            return true
        }

        private mutating func readIPv4(_ text: Span<UInt8>) throws(WebRefusal) {
            for part in 0..<4 {
                if part > 0 {
                    guard text.has(UInt8(ascii: "."), at: index) else { throw Self.refusal }
                    index += 1
                }
                let value = try readDecimal(text)
                pieces[piece] = pieces[piece] << 8 | value
                if part == 1 || part == 3 { piece += 1 }
            }
            guard index == text.count else { throw Self.refusal }
        }

        private mutating func readDecimal(_ text: Span<UInt8>) throws(WebRefusal) -> UInt16 {
            let start = index
            var value: UInt16 = 0
            while index < text.count, ASCII.isDigit(text[index]) {
                guard index == start || value > 0 else { throw Self.refusal }
                value = value * 10 + UInt16(text[index] - 0x30)
                guard value < 256 else { throw Self.refusal }
                index += 1
            }
            guard index > start else { throw Self.refusal }
            return value
        }

        /// Moves the pieces behind `::` to the end.
        private mutating func placeCompressedZeros() throws(WebRefusal) {
            guard let compressed else {
                guard piece == 8 else { throw Self.refusal }
                return
            }
            var moved = piece - compressed
            var target = 7
            while target > 0, moved > 0 {
                pieces.swapAt(target, compressed + moved - 1)
                target -= 1
                moved -= 1
            }
        }

        private static let refusal = WebRefusal(.notAnIPv6Address)
    }
}

private let colon = UInt8(ascii: ":")
