import CanonicalCoding
import TestVectors

/// Any value of the domain, at most so deep.
func arbitraryValue(depth: Int, using generator: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &generator) {
    case 0: return .bool(.random(using: &generator))
    case 1: return .integer(.random(in: -JSONValue.largestInteger...JSONValue.largestInteger, using: &generator))
    case 2: return .integer(.random(in: -20...20, using: &generator))
    case 3: return .string(arbitraryText(using: &generator))
    case 4:
        let count = Int.random(in: 0...3, using: &generator)
        return .array((0..<count).map { _ in arbitraryValue(depth: depth - 1, using: &generator) })
    default:
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            object[arbitraryText(using: &generator)] = arbitraryValue(depth: depth - 1, using: &generator)
        }
        return .object(object)
    }
}

/// A short text of characters that have given trouble to readers of JSON.
func arbitraryText(using generator: inout SplitMix64) -> String {
    let scalars: [Unicode.Scalar] = [
        "a", "b", "c", "z", "0", "\"", "\\", "/", "\u{0}", "\u{8}", "\u{A}", "\u{1F}", "\u{7F}", "\u{80}", "é", "e",
        "\u{301}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FB33}", "\u{FFFF}", "\u{10000}", "😂", "\u{10FFFF}",
    ]
    var text = ""
    let longest = Bool.random(using: &generator) ? 3 : 24
    for _ in 0..<Int.random(in: 0...longest, using: &generator) {
        text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
    }
    return text
}

/// Bytes with a few places changed, most of them no longer JSON.
func mutated(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    let pieces = Array("{}[]\",:\\u0019-tfn. \u{80}\u{C3}".unicodeScalars).map { UInt8(truncatingIfNeeded: $0.value) }
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.insert(pieces.randomElement(using: &generator) ?? 0, at: place)
        case 1 where place < bytes.count: bytes.remove(at: place)
        case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 3 where place < bytes.count: bytes[place] = pieces.randomElement(using: &generator) ?? 0
        default:
            let end = Int.random(in: place...bytes.count, using: &generator)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }
    return bytes
}

/// What a reading came to, without the place.
enum Verdict: Equatable {
    case good, limit, syntax

    init(_ reading: () throws(JSONError) -> Void) {
        do {
            try reading()
            self = .good
        } catch {
            if case .limit = error { self = .limit } else { self = .syntax }
        }
    }

    static func ofReference(_ bytes: [UInt8]) -> Verdict {
        Verdict { () throws(JSONError) in _ = try StrictJSON.parseCanonical(bytes) }
    }

    static func ofScanner(_ bytes: [UInt8]) -> Verdict {
        Verdict { () throws(JSONError) in try CanonicalScanner.check(bytes.span) }
    }
}

/// What our domain refuses in a text that is good JSON: judged on the text without its strings and, for names that
/// stand twice, on the outermost object without its arrays.
func domainFault(_ bytes: [UInt8]) -> JSONError.Reason? {
    let text = String(decoding: bytes, as: UTF8.self)
    let bare = text.replacing(/"(\\.|[^"\\])*"/, with: "S")
    if let number = bare.firstRange(of: /[0-9][.eE]/) {
        return bare.firstRange(of: "null").map { $0.lowerBound < number.lowerBound } == true ? .null : .notAnInteger
    }
    if bare.contains("null") { return .null }
    let names = text.replacing(/\[[^\[\]]*\]/, with: "A").matches(of: /"((\\.|[^"\\])*)"\s*:/).map { String($0.output.1) }
    return Set(names).count < names.count ? .duplicateName : nil
}
