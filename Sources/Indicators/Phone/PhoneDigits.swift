/// The digits of a phone number, four bits each, so that a number is a plain value and cutting it is a shift.
///
/// No more than ``capacity`` digits are kept, though all are counted; the table generator proves that no longer
/// text can be a number.
struct PhoneDigits: Equatable {
    /// The first digit in the highest bits; zero behind the last.
    private var bits: UInt128 = 0
    private(set) var count = 0

    /// How many digits are kept.
    static let capacity = 32

    /// Whether more digits were added than are kept.
    var isTooLong: Bool { count > Self.capacity }

    /// The digit at a place counted from 0, which must be below the count.
    subscript(place: Int) -> UInt8 { droppingFirst(place).first }

    /// The first digit; 0 for no digits.
    var first: UInt8 { UInt8(truncatingIfNeeded: bits &>> 124) }

    /// Adds one digit at the end.
    mutating func append(_ digit: UInt8) {
        if count < Self.capacity { bits |= UInt128(digit) &<< UInt128(truncatingIfNeeded: 124 - 4 * count) }
        count += 1
    }

    /// Adds the digits of a part of another number.
    mutating func append(_ places: Range<Int>, of other: PhoneDigits) {
        for place in places { append(other[place]) }
    }

    /// Takes away the first digit and gives it; there must be one.
    mutating func removeFirst() -> UInt8 {
        let digit = first
        bits &<<= 4
        count -= 1
        return digit
    }

    /// The same number without so many digits in front.
    func droppingFirst(_ number: Int) -> PhoneDigits {
        var rest = self
        rest.bits = number < Self.capacity ? bits &<< UInt128(truncatingIfNeeded: 4 * number) : 0
        rest.count -= number
        return rest
    }
}

extension PhoneDigits {
    /// Collects digits one by one, faster than appending them.
    struct Collector {
        private var bits: UInt128 = 0
        private var count = 0

        mutating func append(_ digit: UInt8) {
            bits = bits &<< 4 | UInt128(digit)
            count += 1
        }

        /// What was collected; of too many digits only their number is right.
        var digits: PhoneDigits {
            var result = PhoneDigits()
            result.count = count
            if count > 0, count <= capacity {
                result.bits = bits &<< UInt128(truncatingIfNeeded: 4 * (capacity - count))
            }
            return result
        }
    }
}
