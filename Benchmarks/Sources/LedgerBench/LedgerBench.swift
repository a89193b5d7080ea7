import CanonicalCoding
import CryptoPrimitives
import Foundation
import LedgerFiles
import TransparencyLog

/// Measures the audit log: events a second, and how long a writer waits until its event counts.
///
/// `ledger-bench [SECONDS] [WRITERS]`: so many writers, each with one event at a time, for so long; then the same rows into SQLite
/// with `synchronous = FULL`, in transactions of the same mean size.
@main
struct LedgerBench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let (seconds, writers) = (arguments.first ?? 5, arguments.dropFirst().first ?? 1_000)
        let directory = FileManager.default.temporaryDirectory.appending(path: "tocsin-ledger-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory + "/log", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let run = try await write(directory + "/log", seconds: seconds, writers: writers)
        report(run, "audit log, \(writers) writers")
        let rows = try rows(of: directory + "/log")
        let batch = max(1, rows.count / max(1, run.batchCount))
        let rival = try SQLiteRival(directory + "/rival.sqlite")
        let start = ContinuousClock.now
        for first in stride(from: 0, to: rows.count, by: batch) {
            try rival.insert(rows[first..<min(rows.count, first + batch)])
        }
        let elapsed = Self.seconds(ContinuousClock.now - start)
        let rate = Double(rows.count) / elapsed
        print("SQLite, synchronous=FULL, \(batch) rows a transaction: \(Int(rate)) rows/s, no tree, no signature")
        print(String(format: "ratio %.2f", run.rate / rate))
    }

    struct Run {
        var latencies: [Double] = []
        var elapsed = 0.0
        var batchCount = 0
        var rate: Double { Double(latencies.count) / elapsed }
    }

    private static func write(_ directory: String, seconds: Int, writers: Int) async throws -> Run {
        let signer = try NoteSigner(name: "node.example/audit/1", privateKey: Ed25519PrivateKey())
        var generator = SecureRandom.SystemGenerator()
        let log = try AuditLog.create(
            in: directory, signer: signer, settings: AuditLogSettings(who: Workload.who), at: now(), using: &generator)
        let queue = GroupCommit(log, using: SecureRandom.SystemGenerator()) {
            ClockReading(time: now(), uptimeMilliseconds: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000))
        }
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        var run = Run()
        var sizes: Set<UInt64> = []
        try await withThrowingTaskGroup(of: [(Double, UInt64)].self) { group in
            for _ in 0..<writers {
                group.addTask {
                    var measured: [(Double, UInt64)] = []
                    while ContinuousClock.now < end {
                        let began = ContinuousClock.now
                        let entry = try await queue.append([Workload.event(at: now())])[0]
                        measured.append((Self.seconds(ContinuousClock.now - began), entry.intent?.treeSize ?? 0))
                    }
                    return measured
                }
            }
            for try await measured in group {
                run.latencies += measured.map(\.0)
                sizes.formUnion(measured.map(\.1))
            }
        }
        run.elapsed = Self.seconds(ContinuousClock.now - start)
        run.batchCount = sizes.count
        return run
    }

    private static func rows(of directory: String) throws -> [(entry: [UInt8], details: [UInt8])] {
        var rows: [(entry: [UInt8], details: [UInt8])] = []
        try LedgerReader(opening: directory).forEach { (record) throws(LedgerError) in
            rows.append((record.entry.bytes, record.details.json.canonicalBytes()))
        }
        return rows
    }

    private static func report(_ run: Run, _ name: String) {
        let sorted = run.latencies.sorted()
        guard !sorted.isEmpty else { return print("nothing was committed") }
        func milliseconds(_ part: Double) -> Int { Int(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1_000) }
        print(
            "\(name): \(Int(run.rate)) events/s in \(run.batchCount) batches, acknowledged p50 \(milliseconds(0.5)) ms, "
                + "p99 \(milliseconds(0.99)) ms")
    }

    private static func now() -> EntryTime { EntryTime(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000)) }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
