import Foundation
import LedgerFiles
import Testing

@Suite struct `A record that a crash cut short` {
    private func appended(_ torn: AppendOnlyFile.TornRecord, to before: String) throws -> String {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/record"
        try Data(before.utf8).write(to: URL(filePath: path))
        try AppendOnlyFile.append(Array("new\n".utf8), to: path, torn: torn)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test(arguments: [("", "new\n"), ("a\n", "a\nnew\n"), ("a\nb", "a\nnew\n"), ("b", "new\n")])
    func `goes where readers take what they cannot read for damage`(before: String, after: String) throws {
        #expect(try appended(.cut, to: before) == after)
    }

    @Test(arguments: [("", "new\n"), ("a\n", "a\nnew\n"), ("a\nb", "a\nb\nnew\n"), ("b", "b\nnew\n")])
    func `is closed where readers pass over it`(before: String, after: String) throws {
        #expect(try appended(.closed, to: before) == after)
    }

    @Test(arguments: [-1, 0, 1])
    func `is found whole however long it is`(more: Int) throws {
        let torn = String(repeating: "x", count: FileReader.pieceBytes + more)
        #expect(try appended(.cut, to: "a\n" + torn) == "a\nnew\n")
        #expect(try appended(.cut, to: torn) == "new\n")
    }
}
