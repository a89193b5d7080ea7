internal import CIndicatorTables

/// One version of the world's numbering plans, as compiled tables.
///
/// The tables live as long as the program, so a value of this type is no more than a reference.
@safe
public struct PhoneMetadata {
    let table: UnsafePointer<tocsin_phone_table>

    /// The version of the plans compiled into this module, as an epoch document's `norm.phone` names it.
    public static var version: String { current.version }

    /// The plans compiled into this module.
    public static var current: PhoneMetadata {
        unsafe PhoneMetadata(unsafeTablesAt: UnsafeRawPointer(tocsin_current_phone_table()))
    }

    /// Takes tables that scripts/generate-phone-tables wrote for another version.
    ///
    /// The memory must hold a `tocsin_phone_table` and stay unchanged for the life of the program; nothing is checked.
    @unsafe
    public init(unsafeTablesAt address: UnsafeRawPointer) {
        unsafe table = address.assumingMemoryBound(to: tocsin_phone_table.self)
    }

    /// The libphonenumber release the plans were taken from.
    public var version: String { unsafe String(cString: table.pointee.version) }

    /// The label of a number in a set, or 0 where it is not in the set.
    func label(of number: PhoneDigits, in set: UInt16) -> UInt8 {
        let leafCount = unsafe Int(table.pointee.leaf_count)
        let rows = unsafe table.pointee.rows!
        var state = Int(set)
        var rest = number
        while state >= leafCount {
            let row = (state - leafCount) * Self.rowLength
            if rest.count == 0 { return unsafe UInt8(truncatingIfNeeded: rows[row + 10]) }
            state = unsafe Int(rows[row + Int(rest.removeFirst())])
        }
        guard rest.count < 32, unsafe table.pointee.leaf_lengths[state] &>> UInt32(rest.count) & 1 == 1 else { return 0 }
        return unsafe table.pointee.leaf_regions[state]
    }

    /// The lengths of what may follow where a set no longer asks which digits follow, one bit each, and how many digits do;
    /// nothing while it still asks.
    func leaf(of number: PhoneDigits, in set: UInt16) -> (lengths: UInt32, rest: Int)? {
        let leafCount = unsafe Int(table.pointee.leaf_count)
        let rows = unsafe table.pointee.rows!
        var state = Int(set)
        var rest = number
        while state >= leafCount {
            if rest.count == 0 { return nil }
            state = unsafe Int(rows[(state - leafCount) * Self.rowLength + Int(rest.removeFirst())])
        }
        return unsafe (table.pointee.leaf_lengths[state], rest.count)
    }

    /// The plan of the region with these letters.
    func region(_ code: RegionCode) -> tocsin_phone_region? {
        let place = 26 * Int(code.letters.0 - UInt8(ascii: "A")) + Int(code.letters.1 - UInt8(ascii: "A"))
        let number = unsafe Int(table.pointee.region_at[place])
        return unsafe number == 0 ? nil : table.pointee.regions[number - 1]
    }

    /// The region that speaks for a calling code.
    func mainRegion(of plan: tocsin_phone_plan) -> tocsin_phone_region {
        unsafe table.pointee.regions[Int(plan.main_region)]
    }

    /// The plan of a calling code.
    func plan(of callingCode: UInt16) -> tocsin_phone_plan? {
        let number = unsafe Int(table.pointee.plan_at[Int(callingCode)])
        return unsafe number == 0 ? nil : table.pointee.plans[number - 1]
    }

    /// The letters of a region counted from 1; nothing for a calling code of no region.
    func letters(ofRegion number: UInt8) -> RegionCode? {
        let letters = unsafe table.pointee.regions[Int(number) - 1].letters
        let text: [UInt8] = [letters.0, letters.1]
        return RegionCode(text.span)
    }

    /// The words of programs and rules from a place on.
    func words(at place: UInt16) -> PhoneWords {
        unsafe PhoneWords(table.pointee.words + Int(place))
    }

    private static let rowLength = 11
}

/// Words of a prefix program or transform rule; the generator wrote them whole, so no end is kept.
@safe
struct PhoneWords {
    private let words: UnsafePointer<UInt16>

    @unsafe
    init(_ words: UnsafePointer<UInt16>) {
        unsafe self.words = words
    }

    subscript(place: Int) -> UInt16 { unsafe words[place] }
}
