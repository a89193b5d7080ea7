import Foundation
import LedgerFiles
import Testing

/// A directory of its own for each test, removed afterwards.
struct ScratchDirectory: ~Copyable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct `A durable file` {
    @Test func `appears only when it is committed`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/record"
        do {
            var file = try DurableFile(creating: path)
            try file.write([1, 2, 3])
        }
        #expect(try Directory.names(in: scratch.path).isEmpty, "an abandoned file leaves nothing behind")
        try DurableFile.write([1, 2, 3], to: path)
        #expect(try FileReader.contents(of: path, limitBytes: 3) == [1, 2, 3])
    }

    @Test func `never replaces another unless asked`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/record"
        try DurableFile.write([1], to: path)
        let refusal = #expect(throws: FileError.self) { try DurableFile.write([2], to: path) }
        #expect(refusal?.reason == .alreadyExists)
        #expect(try FileReader.contents(of: path, limitBytes: 9) == [1])
        try DurableFile.write([2], to: path, replacing: true)
        #expect(try FileReader.contents(of: path, limitBytes: 9) == [2])
    }

    @Test(arguments: [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 20])
    func `holds exactly the bytes written, whatever their number`(count: Int) throws {
        let scratch = try ScratchDirectory()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var file = try DurableFile(creating: scratch.path + "/f")
        try file.write(Array(bytes.prefix(7)))
        try file.write(Array(bytes.dropFirst(7)))
        try file.commit()
        #expect(try FileReader.contents(of: scratch.path + "/f", limitBytes: count) == bytes)
    }
}

@Suite struct `Reading a file` {
    @Test func `stops one byte past the limit`() throws {
        let scratch = try ScratchDirectory()
        try DurableFile.write([1, 2, 3, 4], to: scratch.path + "/f")
        #expect(try FileReader.contents(of: scratch.path + "/f", limitBytes: 4).count == 4)
        let refusal = #expect(throws: FileError.self) { try FileReader.contents(of: scratch.path + "/f", limitBytes: 3) }
        #expect(refusal?.reason == .tooLarge(limitBytes: 3))
    }

    @Test func `refuses a directory and a missing file by name`() throws {
        let scratch = try ScratchDirectory()
        let directory = #expect(throws: FileError.self) { try FileReader.contents(of: scratch.path, limitBytes: 1) }
        #expect(directory?.reason == .wrongType)
        let missing = #expect(throws: FileError.self) { try FileReader.contents(of: scratch.path + "/none", limitBytes: 1) }
        #expect(missing?.reason == .notFound)
    }
}

@Suite struct `A secret file` {
    @Test(arguments: [0o640, 0o604, 0o660])
    func `is refused when others could read it`(mode: Int) throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/key"
        try SecretFile.create(path, contents: [9])
        #expect(try SecretFile.read(path) == [9])
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let refusal = #expect(throws: FileError.self) { try SecretFile.read(path) }
        #expect(refusal?.reason == .unsafePermissions)
    }

    @Test func `is erased with its contents, behind another name too`() throws {
        let scratch = try ScratchDirectory()
        let (path, other) = (scratch.path + "/key", scratch.path + "/other")
        try SecretFile.create(path, contents: [9, 8, 7])
        try FileManager.default.linkItem(atPath: path, toPath: other)
        try SecretFile.erase(path)
        #expect(!Directory.exists(path))
        #expect(try SecretFile.read(other) == [0, 0, 0])
        try SecretFile.erase(path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
        #expect(throws: FileError.self) { try SecretFile.erase(path) }
    }

    @Test(arguments: [false, true])
    func `is erased to the end after a kill, by the next attempt or with what killed processes left`(again: Bool) throws {
        let scratch = try ScratchDirectory()
        let (path, other) = (scratch.path + "/key", scratch.path + "/other")
        try SecretFile.create(other, contents: [9, 8, 7])
        try FileManager.default.linkItem(atPath: other, toPath: path + ".erasing")
        // Another took its name meanwhile, put back from a backup.
        try SecretFile.create(path, contents: [6])
        if again { try SecretFile.erase(path) } else { try DurableFile.removeLeftovers(in: scratch.path) }
        #expect(try Directory.names(in: scratch.path) == (again ? ["other"] : ["key", "other"]))
        #expect(try SecretFile.read(other) == [0, 0, 0])
    }

    @Test func `is refused behind a symbolic link`() throws {
        let scratch = try ScratchDirectory()
        try SecretFile.create(scratch.path + "/key", contents: [9])
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/alias", withDestinationPath: scratch.path + "/key")
        let refusal = #expect(throws: FileError.self) { try SecretFile.read(scratch.path + "/alias") }
        #expect(refusal?.reason == .unsafePermissions)
    }

    @Test(.timeLimit(.minutes(1))) func `is refused when it is a pipe, without waiting for a writer`() throws {
        let scratch = try ScratchDirectory()
        let made = unsafe mkfifo(scratch.path + "/key", 0o600)
        #expect(made == 0)
        let refusal = #expect(throws: FileError.self) { try SecretFile.read(scratch.path + "/key") }
        #expect(refusal?.reason == .unsafePermissions)
    }

    @Test func `is refused in a directory that everybody can write to`() throws {
        let scratch = try ScratchDirectory()
        try SecretFile.create(scratch.path + "/key", contents: [9])
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: scratch.path)
        let refusal = #expect(throws: FileError.self) { try SecretFile.read(scratch.path + "/key") }
        #expect(refusal?.reason == .unsafePermissions)
    }
}

@Suite struct `The lock of a home` {
    @Test func `is held by one at a time and freed with its owner`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/lock"
        do {
            let first = try DirectoryLock(taking: path)
            let refusal = #expect(throws: FileError.self) { _ = try DirectoryLock(taking: path) }
            #expect(refusal?.reason == .locked)
            _ = consume first
        }
        _ = try DirectoryLock(taking: path)
    }
}

@Suite struct `A file that only grows` {
    @Test func `closes a record that a crash cut short`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/log"
        try AppendOnlyFile.append(Array("one\n".utf8), to: path)
        try DurableFile.write(Array("one\ntw".utf8), to: path, replacing: true)
        try AppendOnlyFile.append(Array("three\n".utf8), to: path)
        #expect(try FileReader.contents(of: path, limitBytes: 99) == Array("one\ntw\nthree\n".utf8))
    }

    @Test func `hands out its last lines whole`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/log"
        try AppendOnlyFile.append(Array("one\ntwo\nthree\n".utf8), to: path)
        let lines = ["", "three", "two three", "one two three"]
        for (limit, count) in [(99, 3), (14, 3), (13, 2), (7, 1), (5, 0)] {
            let text = String(decoding: try AppendOnlyFile.lastLines(of: path, limitBytes: limit), as: UTF8.self)
            #expect(text.split(separator: "\n").joined(separator: " ") == lines[count], "\(limit)")
        }
    }
}
