/// With which letters the words begin that can say something in a verdict column.
///
/// It tells most texts from such words at the cost of a look at each byte, before they are taken apart as strings.
struct VerdictBeginnings {
    /// One bit for each beginning of up to ``letters`` letters.
    private var bits: [UInt64]

    init(_ words: [String]) {
        bits = Array(repeating: 0, count: Self.beginnings / UInt64.bitWidth)
        for word in words {
            var (key, count) = (0, 0)
            for byte in word.utf8.prefix(while: { Byte.isLetter($0) }).prefix(Self.letters) {
                (key, count) = (Self.adding(byte, to: key), count + 1)
            }
            key <<= Self.bitsOfLetter * (Self.letters - count)
            bits[key / UInt64.bitWidth] |= 1 << UInt64(key % UInt64.bitWidth)
        }
    }

    /// Whether a word of the text begins as one of the words does; so does every text that is not ASCII.
    ///
    /// Words end where those of ``NameWords`` do.
    func mayBegin(aWordOf text: Span<UInt8>) -> Bool {
        var (key, count, wasSmall, isLetters) = (0, 0, false, true)
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x80 else { return true }
            let isPart = Byte.isLetter(byte) || Byte.isDigit(byte)
            let isSmall = Byte.isLetter(byte) && Byte.lowercased(byte) == byte
            if !isPart || wasSmall && Byte.isLetter(byte) && !isSmall {
                if count > 0, isLetters, holds(key, count) { return true }
                (key, count, isLetters) = (0, 0, true)
            }
            if isPart, count < Self.letters {
                isLetters = isLetters && Byte.isLetter(byte)
                (key, count) = (Self.adding(byte, to: key), count + 1)
            }
            wasSmall = isSmall
        }
        return count > 0 && isLetters && holds(key, count)
    }

    private func holds(_ key: Int, _ count: Int) -> Bool {
        let key = key << (Self.bitsOfLetter * (Self.letters - count))
        return bits[key / UInt64.bitWidth] & 1 << UInt64(key % UInt64.bitWidth) != 0
    }

    /// Adds a letter in any case, from 1 for `a`; what other bytes add is no key of a word.
    private static func adding(_ byte: UInt8, to key: Int) -> Int {
        key << bitsOfLetter | Int(byte & 0x1F)
    }

    /// How many letters of a word are looked at.
    private static let letters = 3
    private static let bitsOfLetter = 5
    private static let beginnings = 1 << (bitsOfLetter * letters)
}
