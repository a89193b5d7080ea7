import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Glibc
import Indicators

/// Megabytes a second for reading row lines, next to Foundation's JSONDecoder, and tags a second.
///
/// Reads row lines from standard input: `scripts/coding/make-rows.py 200000 | coding-bench`.
@main
struct CodingBench {
    static func main() throws {
        let stream = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        let lines = ranges(of: stream)
        report("scan, whole line", stream.count, best { scan(stream, lines) })
        report("scan, cell by cell", stream.count, best { walk(stream, lines) })
        report("build values", stream.count, best { build(stream, lines) })
        report("Foundation JSONDecoder", stream.count, best(rounds: 1) { decode(stream, lines) })
        let values = (0..<200_000).map { Array("login.example-\($0).net/verify/account?id=\($0)".utf8) }
        let blinder = try EpochBlinder(epoch: EpochNumber(1), suites: .keyedOnly, pepper: .random(count: 32))
        guard let publisher = MemberID("org.alpha") else { return }
        let seconds = try best { try tag(values, blinder, publisher) }
        print("tag and pop: \(Int(Double(values.count) / seconds)) a second")
    }

    private static func report(_ name: String, _ bytes: Int, _ seconds: Double) {
        print("\(name): \(Int(Double(bytes) / seconds / 1e6)) MB a second")
    }

    /// The shortest of several rounds, in seconds of the processor.
    private static func best(rounds: Int = 7, _ body: () throws -> Int) rethrows -> Double {
        var best = Double.infinity
        var sum = 0
        for _ in 0..<rounds {
            let start = clock()
            sum &+= try body()
            best = min(best, Double(clock() - start) / Double(CLOCKS_PER_SEC))
        }
        return sum == 0 ? .nan : best
    }

    private static func ranges(of stream: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in stream.enumerated() where byte == UInt8(ascii: "\n") {
            ranges.append(start..<index)
            start = index + 1
        }
        return ranges
    }
}

extension CodingBench {
    private static func scan(_ stream: [UInt8], _ lines: [Range<Int>]) -> Int {
        unsafe stream.withUnsafeBytes { bytes in
            var good = 0
            for range in lines {
                let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
                if (try? unsafe CanonicalScanner.check(line)) != nil { good += 1 }
            }
            return good
        }
    }

    private static func walk(_ stream: [UInt8], _ lines: [Range<Int>]) -> Int {
        unsafe stream.withUnsafeBytes { bytes in
            var cells = 0
            for range in lines {
                let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
                cells += (try? unsafe cellCount(line)) ?? 0
            }
            return cells
        }
    }

    private static func cellCount(_ line: UnsafeRawBufferPointer) throws(JSONError) -> Int {
        var scanner = unsafe CanonicalScanner(line: line)
        var members = CanonicalScanner.Walk()
        var count = 0
        guard try scanner.enterObject() else { return 0 }
        while let name = try scanner.nextMember(&members) {
            if scanner.matches(name, "v"), try scanner.enterObject() {
                var cells = CanonicalScanner.Walk()
                while try scanner.nextMember(&cells) != nil {
                    _ = try scanner.skipValue()
                    count += 1
                }
            } else {
                _ = try scanner.skipValue()
            }
        }
        try scanner.finish()
        return count
    }

    private static func build(_ stream: [UInt8], _ lines: [Range<Int>]) -> Int {
        let bytes = stream.span
        return lines.count { (try? StrictJSON.parse(bytes.extracting($0))) != nil }
    }

    private static func decode(_ stream: [UInt8], _ lines: [Range<Int>]) -> Int {
        let decoder = JSONDecoder()
        return lines.count { (try? decoder.decode(Row.self, from: Data(stream[$0]))) != nil }
    }

    private static func tag(_ values: [[UInt8]], _ blinder: EpochBlinder, _ publisher: MemberID) throws -> Int {
        var sum = 0
        for value in values {
            let secret = try blinder.secret(of: .url, canonical: value.span)
            sum &+= secret.tag(epoch: blinder.epoch).bucket &+ secret.pop(epoch: blinder.epoch, publisher: publisher).bucket
        }
        return sum
    }
}

/// A row as Foundation would read it.
private struct Row: Decodable {
    let r: Int
    let v: Cells

    struct Cells: Decodable {
        let core: Core
        let ctx: Context?
        let value: String?
    }

    struct Core: Decodable {
        let conf: Int
        let first, last, pop, scam, tag, type: String
    }

    struct Context: Decodable {
        let brand, country, platform: String?
        let labels: [String]?
    }
}
