import Foundation
import LedgerFiles
import Testing

@Suite struct `A file's stamp` {
    private let scratch: URL

    init() throws {
        scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    }

    private var path: String { scratch.appending(path: "file").path }

    @Test func `is the same as long as nothing happens, and settles a second after the last change`() async throws {
        try DurableFile.write([1, 2], to: path)
        let first = try #require(FileStamp(of: path))
        #expect(!first.isSettled)
        try await Task.sleep(for: .milliseconds(1_100))
        let second = try #require(FileStamp(of: path))
        #expect(second == first && second.isSettled)
        try FileManager.default.removeItem(at: scratch)
    }

    @Test func `differs after every kind of change, also to as many bytes of as old a date`() async throws {
        try DurableFile.write([1, 2], to: path)
        try await Task.sleep(for: .milliseconds(50))
        var seen = [try #require(FileStamp(of: path))]
        func changes(_ change: () throws -> Void) throws {
            try change()
            let stamp = try #require(FileStamp(of: path))
            #expect(!seen.contains(stamp))
            seen.append(stamp)
        }
        try changes { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path) }
        try await Task.sleep(for: .milliseconds(50))
        try changes {
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.write(contentsOf: Data([3, 4]))
            try handle.close()
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
        }
        try changes { try DurableFile.write([5, 6], to: path, replacing: true) }
        try changes { try PassingFile.write([7, 8], to: path) }
        try FileManager.default.removeItem(at: scratch)
    }

    @Test func `is none where no file is`() throws {
        #expect(FileStamp(of: path) == nil)
        try FileManager.default.removeItem(at: scratch)
    }
}

@Suite struct `A passing file` {
    @Test func `stands in the place of the one before, whole, for its owner alone, and leaves nothing else`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/contact"
        try PassingFile.write([1, 2, 3], to: path)
        try PassingFile.write([4], to: path)
        #expect(try FileReader.contents(of: path, limitBytes: 9) == [4])
        #expect(try Directory.names(in: scratch.path) == ["contact"])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: FileError.self) { try PassingFile.write([1], to: scratch.path) }
        #expect(throws: FileError.self) { try PassingFile.write([1], to: scratch.path + "/none/contact") }
    }
}
