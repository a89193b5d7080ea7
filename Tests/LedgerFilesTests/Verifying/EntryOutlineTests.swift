import CanonicalCoding
import CryptoPrimitives
import LedgerFiles
import TestVectors
import Testing
import TransparencyLog

@Suite struct `The outline of an entry` {
    private func entry(_ random: inout SplitMix64) throws -> LogEntry {
        let isSealed = Bool.random(using: &random)
        let hasFlow = !isSealed && Bool.random(using: &random)
        return try LogEntry(
            type: isSealed ? "sealed" : "send.intent",
            time: EntryTime(millisecondsSinceEpoch: Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &random)),
            details: SHA256.hash("\(UInt64.random(in: 0 ... .max, using: &random))"),
            transfer: hasFlow ? SHA256.hash("x") : nil,
            reference: hasFlow ? UInt64.random(in: 0...9_007_199_254_740_991, using: &random) : nil)
    }

    @Test(arguments: 0..<LawRun.batchCount)
    func `is found in every entry, and in nothing else`(batch: UInt64) throws {
        for seed in LawRun.seeds(ofBatch: batch) {
            var random = SplitMix64(state: seed)
            let entry = try entry(&random)
            let bytes = entry.bytes
            let found = EntryOutline(bytes.span, knownTime: TimeText())
            let outline = try #require(found, "seed \(seed)")
            let text = Array(entry.time.description.utf8)
            let time = TimeText(text.span, from: 0)
            #expect(outline.reference == entry.reference, "seed \(seed)")
            #expect(outline.time == time, "seed \(seed)")
            for _ in 0..<100 {
                let changed = Self.changed(entry.bytes, &random)
                guard let outline = EntryOutline(changed.span, knownTime: outline.time) else { continue }
                let parsed = try? LogEntry(parsing: changed.span)
                #expect(parsed != nil && parsed?.reference == outline.reference, "seed \(seed): \(changed)")
            }
        }
    }

    /// One byte replaced by one that entries have, left out, or put in.
    private static func changed(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: bytes.indices, using: &random)
        let byte = Array("0123456789aZ-_.:\",{}\\ \n\u{e9}".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.remove(at: place)
        default: bytes.insert(byte, at: place)
        }
        return bytes
    }
}
