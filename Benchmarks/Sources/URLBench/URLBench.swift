import Foundation
import Indicators

/// The canonical form of URLs next to Foundation's URLComponents, which parses and does nothing else.
///
/// Reads one URL a line from standard input: `scripts/web/reported-urls FOLDER | url-bench`. Both take what they like best:
/// we spans of one buffer, as a feed reader has them, Foundation native strings. The rounds alternate; medians are printed.
@main
struct URLBench {
    static func main() throws {
        let input = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        let lines = ranges(of: input)
        guard !lines.isEmpty else { return }
        let strings = lines.map { String(decoding: input[$0], as: UTF8.self) }
        var ours: [Double] = []
        var parsing: [Double] = []
        var reading: [Double] = []
        for _ in 0..<rounds {
            ours.append(nanoseconds(lines.count) { canonicalise(input.span, lines) })
            parsing.append(nanoseconds(lines.count) { parse(strings) })
            reading.append(nanoseconds(lines.count) { parseAndRead(strings) })
        }
        report("URL canonical form", median(ours))
        report("URLComponents, parsed", median(parsing))
        report("URLComponents, parsed; host, path and query read", median(reading))
        print("ratio: \(rounded(median(reading) / median(ours))) (parsed only: \(rounded(median(parsing) / median(ours))))")
        report("look for personal data", nanoseconds(lines.count) { lookInside(input.span, lines) })
        report("guess the kind", nanoseconds(lines.count) { guess(input.span, lines) })
    }

    private static let rounds = 5

    private static func ranges(of input: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in input.enumerated() where byte == UInt8(ascii: "\n") {
            if index > start { ranges.append(start..<index) }
            start = index + 1
        }
        return ranges
    }

    @inline(never)
    private static func canonicalise(_ input: Span<UInt8>, _ lines: [Range<Int>]) -> Int {
        var output: [UInt8] = []
        output.reserveCapacity(8_192)
        var bytes = 0
        for line in lines {
            output.removeAll(keepingCapacity: true)
            do throws(IndicatorError) {
                try URLForm.appendCanonical(of: input.extracting(line), to: &output)
                bytes += output.count
            } catch {
                bytes -= 1
            }
        }
        return bytes
    }

    @inline(never)
    private static func parse(_ strings: [String]) -> Int {
        var found = 0
        for string in strings where URLComponents(string: string) != nil { found += 1 }
        return found
    }

    @inline(never)
    private static func parseAndRead(_ strings: [String]) -> Int {
        var bytes = 0
        for string in strings {
            guard let url = URLComponents(string: string) else { continue }
            bytes += (url.host?.utf8.count ?? 0) + url.path.utf8.count + (url.query?.utf8.count ?? 0)
        }
        return bytes
    }

    @inline(never)
    private static func lookInside(_ input: Span<UInt8>, _ lines: [Range<Int>]) -> Int {
        var found = 0
        for line in lines where PersonalData.firstFinding(inCanonical: input.extracting(line)) != nil { found += 1 }
        return found
    }

    @inline(never)
    private static func guess(_ input: Span<UInt8>, _ lines: [Range<Int>]) -> Int {
        var found = 0
        for line in lines where KindGuess.kind(of: input.extracting(line)) != nil { found += 1 }
        return found
    }

    private static func nanoseconds(_ count: Int, _ body: () -> Int) -> Double {
        var result = 0
        let elapsed = ContinuousClock().measure { result = body() }
        return result == .min ? .nan : elapsed / .nanoseconds(1) / Double(count)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private static func report(_ label: String, _ nanoseconds: Double) { print("\(label): \(rounded(nanoseconds)) ns") }
}
