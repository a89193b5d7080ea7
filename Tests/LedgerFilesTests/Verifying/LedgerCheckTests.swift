import CryptoPrimitives
import Foundation
import LedgerFiles
import Testing
import TransparencyLog

@Suite struct `Verifying a published log` {
    @Test(arguments: [0, 1, 2, 255, 256, 257, 600])
    func `finds a good one good`(size: Int) throws {
        let report = try PublishedLog(size: size, heads: [0, size / 2, size / 3]).report()
        #expect(report.fault == nil)
        #expect(report.head?.size == UInt64(size))
        #expect(report.headCount == Set([0, size / 2, size / 3, size]).count)
        #expect(report.quorum == LedgerReport.Quorum(isHeld: true, witnessCount: 2, largestSize: UInt64(size)))
    }

    @Test(arguments: [UInt8(1), 0x80])
    func `names the file of every byte that was flipped`(bit: UInt8) throws {
        let log = try PublishedLog(size: 3, heads: [2])
        // A witness that no policy knows is passed over, and older heads need none: so a flip in its name would change nothing.
        for size in [2, 3] { try log.write("checkpoints/\(size)", log.head(size, witnesses: 0).bytes) }
        for file in log.files {
            let good = try log.bytes(file)
            for place in good.indices {
                var bad = good
                bad[place] ^= bit
                try log.write(file, bad)
                let fault = try #require(try log.report().fault, "\(file) byte \(place)")
                if file != "policy.txt" && file != "checkpoint" { #expect(fault.file == file, "byte \(place)") }
                if file.hasPrefix("tile") { #expect(fault.index != nil, "\(file) byte \(place)") }
            }
            try log.write(file, good)
        }
        #expect(try log.report().fault == nil)
    }

    @Test func `sees two heads of one size, and an older head of another history`() throws {
        let log = try PublishedLog(size: 5, heads: [3])
        try log.write("checkpoints/5", log.head(5, root: .zero).bytes)
        #expect(try log.report().fault?.code == .fork)
        try log.write("checkpoints/5", log.head(5).bytes)
        try log.write("checkpoints/3", log.head(3, root: .zero).bytes)
        let fault = try #require(try log.report().fault)
        #expect(fault.code == .fork && fault.file == "checkpoints/3")
    }

    @Test func `goes on without a quorum, says so at the end and which head has one`() throws {
        let log = try PublishedLog(size: 5, heads: [3])
        for path in ["checkpoint", "checkpoints/5"] { try log.write(path, log.head(5, witnesses: 1).bytes) }
        let report = try log.report()
        #expect(report.fault?.code == .quorum)
        #expect(report.quorum == LedgerReport.Quorum(isHeld: false, witnessCount: 1, largestSize: 3))
        try log.write("tile/0/000.p/5", [UInt8](repeating: 0, count: 160))
        #expect(try log.report().fault?.code == .tile)
    }

    @Test func `tells an entry that was changed from a hash that was`() throws {
        let log = try PublishedLog(size: 300)
        var hashes = try log.bytes("tile/0/000")
        hashes[32 * 7] ^= 1
        try log.write("tile/0/000", hashes)
        var fault = try #require(try log.report().fault)
        #expect(fault.code == .tile && fault.file == "tile/0/000" && fault.index == 7)
        hashes[32 * 7] ^= 1
        try log.write("tile/0/000", hashes)
        var bundle = try log.bytes("tile/entries/001.p/44")
        bundle[10] ^= 1
        try log.write("tile/entries/001.p/44", bundle)
        fault = try #require(try log.report().fault)
        #expect(fault.code == .bundle && fault.file == "tile/entries/001.p/44" && fault.index == 256)
    }

    @Test func `reads a head of the longest note and refuses one byte more`() throws {
        let log = try PublishedLog(size: 1)
        let head = try log.bytes("checkpoint")
        let line = Array("x x\n".utf8)
        try log.write(
            "checkpoint", head + line + [UInt8](repeating: 0x78, count: SignedNote.limitBytes - head.count - line.count))
        #expect(try log.report().fault?.code == .note)
        try log.write("checkpoint", log.bytes("checkpoint") + [0x78])
        #expect(try log.report().fault?.code == .limit)
        #expect(try log.report().fault?.isRefusal == true)
    }

    @Test func `passes over files that a writer is about to publish or was kept from it`() throws {
        let log = try PublishedLog(size: 5)
        try log.write("tile/0/000.p/9", [UInt8](repeating: 0, count: 288))
        try log.write("tile/entries/001.p/1", [0])
        try log.write("checkpoints/7.1.2.partial", [])
        #expect(try log.report().fault == nil)
        try log.write("checkpoints/07", [])
        #expect(try log.report().fault?.code == .head)
    }

    @Test func `looks at details where there are some`() throws {
        let log = try PublishedLog(size: 2)
        #expect(try log.report().detailCount == 0)
        try log.write("details/000", "[]\n[]\n")
        let fault = try #require(try log.report().fault)
        #expect(fault.code == .detail && fault.file == "details/000" && fault.index == 0)
    }

    @Test func `misses details where they are asked for`() throws {
        let log = try PublishedLog(size: 300)
        let policy = try LedgerCheck.policy(ofFile: "\(log.path)/policy.txt")
        let fault = LedgerCheck(policy: policy, requiresDetails: true).report(ofDirectory: log.path).fault
        #expect(fault?.code == .missing && fault?.file == "details/000" && fault?.index == 0)
    }
}
