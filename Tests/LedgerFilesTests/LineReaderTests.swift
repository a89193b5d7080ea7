import Foundation
import LedgerFiles
import Testing

@Suite struct `Reading lines` {
    private func lines(_ text: String, limit: Int = 8) throws -> [LineReader.Line] {
        let scratch = try ScratchDirectory()
        try DurableFile.write(Array(text.utf8), to: scratch.path + "/f")
        var reader = try LineReader(opening: scratch.path + "/f", lineLimitBytes: limit)
        var lines: [LineReader.Line] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test func `takes line ends of both kinds off and keeps empty lines`() throws {
        #expect(try lines("a\r\n\nb\n") == [.text(Array("a".utf8)), .text([]), .text(Array("b".utf8))])
    }

    @Test func `gives a last line without a line end`() throws {
        #expect(try lines("a\nb") == [.text(Array("a".utf8)), .text(Array("b".utf8))])
        #expect(try lines("").isEmpty)
    }

    @Test func `passes over a line one byte past the limit and goes on`() throws {
        #expect(try lines("12345678\n123456789\nx\n") == [.text(Array("12345678".utf8)), .tooLong, .text(Array("x".utf8))])
        #expect(try lines("123456789") == [.tooLong])
    }

    @Test(arguments: [1, 2]) func `passes over a byte order mark that comes in two reads`(firstRead: Int) throws {
        let scratch = try ScratchDirectory()
        let pipe = scratch.path + "/pipe"
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let written = Thread {
            let text: [UInt8] = [0xEF, 0xBB, 0xBF, 0x61, 0x0A]
            let end = unsafe open(pipe, O_WRONLY)
            unsafe write(end, Array(text[..<firstRead]), firstRead)
            var waiting: Int32 = 1
            while unsafe ioctl(end, UInt(FIONREAD), &waiting) == 0, waiting > 0 { sched_yield() }
            unsafe write(end, Array(text[firstRead...]), text.count - firstRead)
            close(end)
        }
        written.start()
        var reader = try LineReader(opening: pipe, dropsMark: true)
        #expect(try reader.next() == .text([0x61]))
        #expect(try reader.next() == nil)
    }
}
