import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MemberRegistry
import SignedBundles

/// Measures writing and verifying a bundle of claims of a realistic mix.
///
/// Usage: `bundle-bench [rows] [rounds] [verify]`; `verify` leaves out the comparisons. Times are CPU time of the
/// process, the best of the rounds.
@main
struct BundleBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let rowCount = arguments.first ?? 1_000_000
        let rounds = arguments.dropFirst().first ?? 3
        let key = try Ed25519PrivateKey()
        let keyID = "org.bench/k1"

        let start = processorSeconds()
        let bytes = try makeBundle(rows: rowCount, key: key, keyID: keyID)
        let written = processorSeconds() - start
        print("rows \(rowCount), bytes \(bytes.count) (\(bytes.count / max(rowCount, 1)) a row)")
        print("write  \(rate(rowCount, written))")

        let keys = try FixedKeyDirectory(hexKeys: [keyID: Hex.encode(key.publicKey.bytes)])
        let time = Timestamp(rfc3339: "2026-06-02T00:00:00Z") ?? Timestamp(secondsSinceEpoch: 0)
        let terms = BundleTerms(keys: keys, audience: nil, at: time)
        for isHashing in [false, true] {
            var best = Double.infinity
            for _ in 0..<rounds { best = min(best, try verify(bytes, terms: terms, isHashing: isHashing)) }
            print("verify \(rate(rowCount, best))\(isHashing ? " with the digest of the stream" : "")")
        }
        if CommandLine.arguments.contains("verify") { return }
        var best = Double.infinity
        for _ in 0..<rounds { best = min(best, hashBlocks(28 * rowCount)) }
        print("28 SHA-256 blocks a row alone \(rate(rowCount, best))")
        best = .infinity
        for _ in 0..<rounds { best = min(best, try scan(bytes)) }
        print("canonical scan alone \(rate(rowCount, best))")
    }

    static func rate(_ rows: Int, _ seconds: Double) -> String {
        String(format: "%.3f s, %.0f rows/s", seconds, Double(rows) / seconds)
    }

    static func processorSeconds() -> Double {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(micros) / 1e6
    }

    /// Verifies the bundle in pieces of one MiB.
    static func verify(_ bytes: [UInt8], terms: BundleTerms, isHashing: Bool) throws -> Double {
        let start = processorSeconds()
        var verifier = BundleVerifier(terms, hashingStream: isHashing)
        var consumer = RowCounter()
        var position = 0
        while position < bytes.count {
            let end = min(position + 1 << 20, bytes.count)
            try verifier.feed(bytes.span.extracting(position..<end), to: &consumer)
            position = end
        }
        let verified = try verifier.finish()
        precondition(verified.rowCount == consumer.rows)
        return processorSeconds() - start
    }

    static func hashBlocks(_ count: Int) -> Double {
        let block = [UInt8](repeating: 7, count: 64 * 28)
        let start = processorSeconds()
        var state = SHA256()
        for _ in 0..<count / 28 { state.update(block) }
        let digest = state.finalize()
        precondition(digest != .zero)
        return processorSeconds() - start
    }

    /// Walks every line with the canonical scanner alone.
    static func scan(_ bytes: [UInt8]) throws -> Double {
        let start = processorSeconds()
        try bytes.split(separator: 0x0A).forEach { line in
            if line.first == UInt8(ascii: "{") { try CanonicalScanner.check(line.span) }
        }
        return processorSeconds() - start
    }
}

struct RowCounter: BundleConsumer {
    var rows = 0
    var cellBytes = 0

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        rows += 1
        cellBytes += row.range(ofColumn: 0)?.count ?? 0
    }
}
