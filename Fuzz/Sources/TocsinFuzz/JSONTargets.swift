import CanonicalCoding
import Foundation

extension FuzzTarget {
    /// The strict reader: what it takes has one canonical form, and Foundation takes it too.
    static let json = FuzzTarget("json") { (bytes) throws(BrokenProperty) in
        guard let value = try? StrictJSON.parse(bytes) else { return }
        let canonical = value.canonicalBytes()
        guard let again = try? StrictJSON.parseCanonical(canonical) else {
            throw BrokenProperty("the canonical form of a good value is refused")
        }
        try require(again == value, "the canonical form stands for another value")
        try require(again.canonicalBytes() == canonical, "the canonical form has another canonical form")
        let isTaken = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
        try require(isTaken, "Foundation refuses what the strict reader takes")
    }

    /// The scanner: it takes exactly the lines the reader finds canonical, a whole walk included.
    static let scanner = FuzzTarget("scanner") { (bytes) throws(BrokenProperty) in
        let parsed = JSONVerdict { () throws(JSONError) in _ = try StrictJSON.parseCanonical(bytes) }
        let scanned = JSONVerdict { () throws(JSONError) in try CanonicalScanner.check(bytes.span) }
        try require(parsed == scanned, "the reader says \(parsed), the scanner \(scanned)")
        let walked = unsafe bytes.withUnsafeBytes { buffer in
            JSONVerdict { () throws(JSONError) in
                var scanner = unsafe CanonicalScanner(line: buffer)
                try walk(&scanner)
                try scanner.finish()
            }
        }
        try require(walked == scanned, "the walk says \(walked), the scanner \(scanned)")
    }

    private static func walk(_ scanner: inout CanonicalScanner) throws(JSONError) {
        var steps = CanonicalScanner.Walk()
        if try scanner.enterObject() {
            while let name = try scanner.nextMember(&steps) {
                _ = scanner.decodedBytes(name)
                try walk(&scanner)
            }
        } else if try scanner.enterArray() {
            while try scanner.nextElement(&steps) { try walk(&scanner) }
        } else if let text = try scanner.readString() {
            _ = scanner.decodedBytes(text)
        } else if try scanner.readInteger() == nil {
            _ = try scanner.skipValue()
        }
    }
}

/// What a reader of JSON says, as the protocol tells verdicts apart.
private enum JSONVerdict: Equatable {
    case good, limit, fault

    init(_ body: () throws(JSONError) -> Void) {
        do throws(JSONError) {
            try body()
            self = .good
        } catch {
            if case .limit = error { self = .limit } else { self = .fault }
        }
    }
}
