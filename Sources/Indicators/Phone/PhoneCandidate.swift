internal import CanonicalCoding

/// The part of a text that may be a phone number, as symbols.
struct PhoneCandidate {
    private var all: [PhoneSymbol] = []
    private var number = 0..<0

    /// Cuts out what libphonenumber would try to read: the parameters of a `tel:` link, or the text from
    /// its first digit or plus to its last letter or digit.
    init(in text: Span<UInt8>) throws(PhoneRefusal) {
        if let number = PhoneLink.numberInContext(of: text) {
            guard UTF8Text.isValid(number.span) else { throw PhoneRefusal(.notAPhoneNumber) }
            all = PhoneSymbol.reading(number.span)
            self.number = all.indices
            return
        }
        guard UTF8Text.isValid(text) else { throw PhoneRefusal(.notAPhoneNumber) }
        all.reserveCapacity(text.count)
        var marks = Marks()
        var at = 0
        while at < text.count {
            let place = at
            let scalar = PhoneSymbol.scalar(in: text, at: &at)
            guard Self.isInterchanged(scalar) else { throw PhoneRefusal(.notAPhoneNumber) }
            let symbol = PhoneSymbol(scalar)
            if all.isEmpty, !symbol.canBegin { continue }
            if symbol.canEnd { marks.noteEnd(at: all.count + 1) }
            switch scalar {
            case 0x2F, 0x5C: if Self.hasX(text, from: at) { marks.noteJoin(at: all.count) }
            case 0x3B: if PhoneLink.hasSubaddress(text, at: place) { marks.noteSubaddress(at: all.count) }
            case 0x0A, 0x0C, 0x0D, 0x2028, 0x2029: marks.noteLineBreak(at: all.count)
            default: break
            }
            all.append(symbol)
        }
        number = marks.number
    }

    /// The symbols of the number.
    var symbols: ArraySlice<PhoneSymbol> { all[number] }

    /// Whether a scalar has a meaning outside the program that wrote it; control characters have none.
    private static func isInterchanged(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20..<0x7F: true
        case 0...0x08, 0x0B, 0x0E...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar & 0xFFFE != 0xFFFE
        }
    }

    /// Whether blanks, if any, and then an x stand at a place.
    private static func hasX(_ text: Span<UInt8>, from place: Int) -> Bool {
        var at = place
        while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
        return at < text.count && text[at] == UInt8(ascii: "x")
    }
}

extension PhoneCandidate {
    /// Places, as numbers of symbols, at which a number may have to be cut.
    private struct Marks {
        private var end = 0
        private var line = 0
        /// Where a second number or extension is joined with a slash, as in `555 0100 x302/x2303`.
        private var join: Range<Int>?
        private var joinIsClosed = false
        private var subaddress: Int?
        private var subaddressInLine: Int?

        mutating func noteEnd(at place: Int) { end = place }

        /// A slash that an x follows: the text is cut before the last one, and to its line.
        mutating func noteJoin(at place: Int) {
            if !joinIsClosed { join = line..<place }
        }

        mutating func noteLineBreak(at place: Int) {
            if joinIsClosed { return }
            joinIsClosed = join != nil
            line = place + 1
            if !joinIsClosed { subaddressInLine = nil }
        }

        mutating func noteSubaddress(at place: Int) {
            subaddress = subaddress ?? place
            if !joinIsClosed { subaddressInLine = subaddressInLine ?? place }
        }

        /// The symbols that are left as a number.
        var number: Range<Int> {
            let whole = join ?? 0..<end
            guard let cut = join == nil ? subaddress : subaddressInLine, whole.contains(cut),
                cut + PhoneLink.subaddressLength <= whole.upperBound
            else { return whole }
            return whole.lowerBound..<cut
        }
    }
}
