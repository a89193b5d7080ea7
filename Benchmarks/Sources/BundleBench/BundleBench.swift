import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MemberRegistry
import SignedBundles

/// Measures writing and verifying a bundle of claims of a realistic mix.
///
/// Usage: `bundle-bench [rows] [rounds] [verify | memory]`; `verify` leaves out the comparisons, `memory` measures
/// memory alone. Times are CPU time of the process, the best of the rounds.
@main
struct BundleBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let rowCount = arguments.first ?? 1_000_000
        let rounds = arguments.dropFirst().first ?? 3
        let key = try Ed25519PrivateKey()
        let keyID = "org.bench/k1"

        let keys = try FixedKeyDirectory(hexKeys: [keyID: Hex.encode(key.publicKey.bytes)])
        let time = Timestamp(rfc3339: "2026-06-02T00:00:00Z") ?? Timestamp(secondsSinceEpoch: 0)
        let terms = BundleTerms(keys: keys, audience: nil, at: time)
        if CommandLine.arguments.contains("memory") {
            return try measureMemory(rows: rowCount, key: key, keyID: keyID, terms: terms)
        }
        let (bytes, written) = try makeBundle(rows: rowCount, key: key, keyID: keyID)
        print("rows \(rowCount), bytes \(bytes.count) (\(bytes.count / max(rowCount, 1)) a row)")
        print("commit and write \(rate(rowCount, written))")
        for isHashing in [false, true] {
            var best = Double.infinity
            for _ in 0..<rounds { best = min(best, try verify(bytes, terms: terms, isHashing: isHashing)) }
            print("verify \(rate(rowCount, best))\(isHashing ? " with the digest of the stream" : "")")
        }
        if CommandLine.arguments.contains("verify") { return }
        print("verify and cut out half of the rows \(rate(rowCount, try redact(bytes, terms: terms)))")
        var best = Double.infinity
        for _ in 0..<rounds { best = min(best, hashBlocks(28 * rowCount)) }
        print("28 SHA-256 blocks a row alone \(rate(rowCount, best))")
        for byteCount in [20, 120] { compareCommitment(cells: 3 * rowCount, byteCount: byteCount, rounds: rounds) }
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

    /// Verifies the bundle and hides every row whose number has its lowest bit set, the worst pattern there is.
    static func redact(_ bytes: [UInt8], terms: BundleTerms) throws -> Double {
        let start = processorSeconds()
        var verifier = BundleVerifier(terms)
        var redactor = BundleRedactor(EveryOtherRow(), into: CollectedBytes())
        try verifier.feed(bytes.span, to: &redactor)
        _ = try verifier.finish()
        try redactor.finish()
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

    /// Commits to columns of 65,536 cells, next to the SHA-256 blocks alone that this takes.
    static func compareCommitment(cells: Int, byteCount: Int, rounds: Int) {
        let value = [UInt8](repeating: UInt8(ascii: "7"), count: byteCount)
        let blocks = 2 + 2 + (34 + byteCount + 9 + 63) / 64
        var ours = Double.infinity
        var raw = Double.infinity
        for _ in 0..<rounds {
            let start = processorSeconds()
            var done = 0
            while done < cells {
                let count = min(65_536, cells - done)
                var column = ColumnCommitment(rowCount: count, key: SHA256.hash(value))
                for _ in 0..<count { column.append(value.span) }
                precondition(column.root != .zero)
                done += count
            }
            ours = min(ours, processorSeconds() - start)
            raw = min(raw, hashBlocks(blocks * cells / 28 * 28))
        }
        print(
            String(
                format: "column commitments of %d bytes: %.3f µs a cell, %.2f times their blocks alone", byteCount,
                ours / Double(cells) * 1e6, ours / raw))
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

struct EveryOtherRow: RedactionRule {
    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        .columns(ColumnSet(first: descriptor.columns.count))
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        row.row.isMultiple(of: 2) ? row.shown : []
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
