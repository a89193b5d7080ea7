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
}
