import CryptoPrimitives
import Foundation
import SignedBundles

extension BundleBench {
    /// Writes a bundle through a spool file and verifies and redacts it in pieces, and says how much memory that took.
    static func measureMemory(rows: Int, key: Ed25519PrivateKey, keyID: String, terms: BundleTerms) throws {
        let spool = FileManager.default.temporaryDirectory.appending(path: "bundle-bench-\(getpid())")
        defer { try? FileManager.default.removeItem(at: spool) }
        let frame = try writeBundle(rows: rows, key: key, keyID: keyID, spool: spool)
        print("written with a spool: at most \(peakMebibytes()) MiB")

        var verifier = BundleVerifier(terms, hashingStream: true)
        var consumer = RowCounter()
        try feed(frame, spool) { bytes in try verifier.feed(bytes.span, to: &consumer) }
        print("verified \(try verifier.finish().rowCount) rows: at most \(peakMebibytes()) MiB")

        var second = BundleVerifier(terms)
        var redactor = BundleRedactor(EveryOtherRow(), into: Discarded())
        try feed(frame, spool) { bytes in try second.feed(bytes.span, to: &redactor) }
        _ = try second.finish()
        try redactor.finish()
        print("redacted to \(redactor.sink.byteCount) bytes: at most \(peakMebibytes()) MiB")
    }

    private static func writeBundle(rows: Int, key: Ed25519PrivateKey, keyID: String, spool: URL) throws -> BundleFrame {
        try Data().write(to: spool)
        let file = try FileHandle(forWritingTo: spool)
        var generator = SplitMix64(state: 11)
        var writer = BundleWriter(using: &generator)
        var segment = try emptySegment("url")
        for row in 0..<rows {
            segment.append(cells("url", row, using: &generator))
            guard segment.isFull || row == rows - 1 else { continue }
            try file.write(contentsOf: try writer.encode(segment, using: &generator))
            segment = try emptySegment("url")
        }
        try file.close()
        var frame = try writer.close(occasion())
        try frame.sign(as: keyID) { (message) throws(OpenSSLError) in try key.sign(message) }
        return frame
    }

    /// Hands over the stream in pieces of one MiB.
    private static func feed(_ frame: BundleFrame, _ spool: URL, _ take: ([UInt8]) throws -> Void) throws {
        try take(try frame.firstLine())
        let file = try FileHandle(forReadingFrom: spool)
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { try take([UInt8](piece)) }
        try file.close()
        try take(frame.lastLine)
    }

    private static func peakMebibytes() -> Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}

/// Counts what it is given and keeps none of it.
struct Discarded: BundleSink {
    var byteCount = 0

    mutating func write(_ bytes: Span<UInt8>) throws(BundleError) {
        byteCount += bytes.count
    }
}
