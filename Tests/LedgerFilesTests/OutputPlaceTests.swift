import Foundation
import LedgerFiles
import Testing

@Suite struct `A place for results` {
    @Test func `is a new file or a regular one`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/f"
        try OutputPlace(path).requireWritable()
        try DurableFile.write([1], to: path)
        let place = try OutputPlace(path, mayBeStream: true)
        #expect(!place.isStream)
        var file = try OutputFile(at: place)
        try file.write([2, 3])
        #expect(try FileReader.contents(of: path, limitBytes: 2) == [1], "nothing is replaced before the end")
        try file.finish()
        #expect(try FileReader.contents(of: path, limitBytes: 2) == [2, 3])
    }

    @Test func `is nothing else`() throws {
        let scratch = try ScratchDirectory()
        let link = scratch.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.path + "/gone")
        let faults: [(String, OutputPlaceError.Reason)] = [
            ("", .empty), (scratch.path, .directory), (link, .link), ("/dev/null", .special), ("-", .standardOutput),
        ]
        for (path, reason) in faults {
            #expect(throws: OutputPlaceError.self) { try OutputPlace(path) }
            do { _ = try OutputPlace(path) } catch { #expect(error.reason == reason, "\(error)") }
        }
        #expect(throws: FileError.self) { try OutputPlace(scratch.path + "/none/f").requireWritable() }
    }

    @Test func `is no input, by whatever name`() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/f"
        try DurableFile.write([1], to: path)
        try FileManager.default.linkItem(atPath: path, toPath: scratch.path + "/g")
        for name in ["/f", "/./f", "/g"] {
            let error = #expect(throws: OutputPlaceError.self) {
                try OutputPlace(scratch.path + name, reading: ["/dev/null", path])
            }
            #expect(error?.reason == .input)
        }
        #expect(throws: OutputPlaceError.self) {
            try OutputPlace(scratch.path + "/new").requireOther(than: OutputPlace(scratch.path + "/./new"))
        }
    }

    @Test func `can be a device that is written through`() throws {
        let place = try OutputPlace("/dev/null", mayBeStream: true)
        #expect(place.isStream)
        var file = try OutputFile(at: place)
        try file.write([1])
        try file.finish()
        #expect(try OutputPlace("-", mayBeStream: true).isStream)
    }
}
