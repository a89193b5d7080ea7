import FeedReading
import Foundation
import Glibc
import Testing

@Suite struct `Sources of feeds` {
    @Test func `are a dash for standard input and a path otherwise`() {
        guard case .standardInput = FeedSource(argument: "-") else {
            Issue.record("not standard input")
            return
        }
        #expect(FeedSource(argument: "feed.csv").name == "feed.csv")
    }

    @Test func `read files`() throws {
        let file = try ScratchFile(Array("https://one.example/\n".utf8))
        #expect(try ReadFeed(.path(file.path)).counts.rows == 1)
    }

    @Test func `read a descriptor and leave it open`() throws {
        let file = try ScratchFile(Array("https://one.example/\n".utf8))
        let descriptor = unsafe open(file.path, O_RDONLY)
        defer { close(descriptor) }
        #expect(try ReadFeed(.descriptor(descriptor, name: "open file")).counts.rows == 1)
        #expect(fcntl(descriptor, F_GETFD) >= 0)
    }

    @Test func `say what is wrong with a file`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(.path(folder)) }?.reason == .directory)
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(.path(folder + "/no such file")) }?.reason == .notFound)
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(.path("/dev/null")) }?.reason == .notAFile)
        let file = try ScratchFile(Array("x".utf8))
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(.path(file.path + "/below")) }?.reason == .notFound)
    }

    @Test func `do not name the feed's content in errors`() throws {
        let error = failure { () throws(FeedError) in
            _ = try ReadFeed(.bytes(Array("[\"https://secret.example/\" x".utf8), name: "feed.json"), FeedOptions(format: "json"))
        }
        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.hasPrefix("feed.json, line 1, byte ") == true)
    }

    @Test(.enabled(if: getuid() != 0))
    func `say when a file may not be read`() throws {
        let file = try ScratchFile(Array("x".utf8))
        _ = unsafe chmod(file.path, 0)
        #expect(failure { () throws(FeedError) in _ = try ReadFeed(.path(file.path)) }?.reason == .notPermitted)
    }

    @Test func `give up on a pipe into which nobody writes`() throws {
        let file = try ScratchFile()
        let path = file.path + ".pipe"
        let made = unsafe mkfifo(path, 0o600)
        try #require(made == 0)
        var options = FeedOptions()
        options.limits.firstByteMilliseconds = 50
        let error = failure { [options] () throws(FeedError) in _ = try ReadFeed(.path(path), options) }
        #expect(error?.reason == .nothingArrives)
    }

    @Test(.timeLimit(.minutes(1)))
    func `read a pipe as it is written`() async throws {
        let file = try ScratchFile()
        let path = file.path + ".pipe"
        let made = unsafe mkfifo(path, 0o600)
        try #require(made == 0)
        let writer = Thread {
            let descriptor = unsafe open(path, O_WRONLY)
            for _ in 0..<1_000 {
                let line = Array("https://one.example/\n".utf8)
                _ = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            }
            close(descriptor)
        }
        writer.start()
        #expect(try ReadFeed(.path(path), FeedOptions(kind: "url")).counts.rows == 1_000)
    }

    @Test(arguments: [
        ("<!DOCTYPE html><html><body>x</body></html>", "an HTML page"), ("\n <HTML><head></head></html>", "an HTML page"),
        ("<?xml version=\"1.0\"?>\n<list><item>one.example</item></list>", "an XML file"),
        ("<list>\n<item>one.example</item>\n</list>\n", "an HTML page or an XML file"),
    ])
    func `that is markup is one error that says so`(text: String, what: String) {
        let error = failure { () throws(FeedError) in _ = try ReadFeed(text) }
        #expect(error?.reason == .notText(looksLike: what))
    }

    @Test func `that begins with an angle bracket may be a list of mail addresses`() throws {
        #expect(try ReadFeed("<plain@mail.example>\n").counts.rows == 1)
    }
}
