/// Runs a prefix program of the tables over the first digits of a number.
///
/// Alternatives are tried in the order of the pattern and repetitions take as much as they can, since which
/// alternative matches decides how much is cut off. Programs have no loops, so every run ends.
struct PhonePrefixMatcher {
    private let words: PhoneWords
    private let number: PhoneDigits
    private var slots = SIMD4<Int8>(repeating: unset)

    /// Prepares a program for a number.
    init(words: PhoneWords, number: PhoneDigits) {
        self.words = words
        self.number = number
    }

    /// How many digits the program matches at the front, or nothing if it does not match.
    mutating func matchedLength() -> Int? {
        run(from: 0, at: 0)
    }

    /// The places that a group of the last match holds, or nothing if it holds none.
    func group(_ number: Int) -> Range<Int>? {
        let start = slots[2 * number - 2]
        let end = slots[2 * number - 1]
        return start != Self.unset && end > start ? Int(start)..<Int(end) : nil
    }

    private mutating func run(from firstWord: Int, at firstPlace: Int) -> Int? {
        var next = firstWord
        var place = firstPlace
        while true {
            let word = words[next]
            next += 1
            if word & Self.digit != 0 {
                guard place < number.count, word &>> UInt16(number[place]) & 1 == 1 else { return nil }
                place += 1
            } else if word & Self.split != 0 {
                let before = slots
                if let end = run(from: next, at: place) { return end }
                slots = before
                next += Int(word & ~Self.split)
            } else if word & Self.jump != 0 {
                next += Int(word & ~Self.jump)
            } else if word & Self.save != 0 {
                slots[Int(word & ~Self.save)] = Int8(truncatingIfNeeded: place)
            } else if word & Self.end != 0 {
                guard place == number.count else { return nil }
            } else {
                return place
            }
        }
    }

    private static let unset: Int8 = -1
    private static let digit: UInt16 = 0x8000
    private static let split: UInt16 = 0x4000
    private static let jump: UInt16 = 0x2000
    private static let save: UInt16 = 0x1000
    private static let end: UInt16 = 0x0800
}
