import CanonicalCoding
import CryptoPrimitives
import Indicators
import NodeAPI
import Testing

@Suite struct `Documents of the interface` {
    private static let digest = SHA256.hash("a")

    static let index = DocumentIndex(registryVersion: 4, epochs: [1, 2], agreements: [digest], protectedLists: [])
    static let feed = FeedPage(
        items: [.init(sequence: 1, manifest: digest), .init(sequence: 5, manifest: digest)], hasMore: true)
    static let transfers = TransferPage(
        origin: "log.example", items: [.init(transfer: digest, manifest: nil, isSent: true, state: "done", entry: 7)], next: 8)

    static func statement() throws -> NodeStatement {
        NodeStatement(
            member: try #require(MemberID("org.a")), software: "tocsin 1", registryVersion: 2,
            groups: [try #require(GroupID("g"))], time: try #require(Timestamp(rfc3339: "2026-01-02T03:04:05Z")))
    }

    @Test func `read back as they were`() throws {
        #expect(try DocumentIndex(parsing: Self.index.jsonValue.canonicalBytes()) == Self.index)
        #expect(try FeedPage(parsing: Self.feed.jsonValue.canonicalBytes()) == Self.feed)
        #expect(try TransferPage(parsing: Self.transfers.jsonValue.canonicalBytes()) == Self.transfers)
        #expect(try NodeStatement(parsing: Self.statement().jsonValue.canonicalBytes()) == Self.statement())
    }

    /// Reads a document of any kind and forgets it.
    private func read(_ name: String, _ bytes: [UInt8]) throws {
        switch name {
        case "six-documents": _ = try DocumentIndex(parsing: bytes)
        case "six-feed": _ = try FeedPage(parsing: bytes)
        case "six-transfers": _ = try TransferPage(parsing: bytes)
        default: _ = try NodeStatement(parsing: bytes)
        }
    }

    private static func all() throws -> [(String, JSONObject)] {
        let values = try [index.jsonValue, feed.jsonValue, transfers.jsonValue, statement().jsonValue]
        return try values.map { value in
            let object = try #require(value.object)
            return (try #require(object["type"]?.string), object)
        }
    }

    @Test func `lack no member but those that may be missing`() throws {
        for (name, object) in try Self.all() {
            for member in object.keys where (name, member) != ("six-transfers", "next") {
                var cut = object
                cut[member] = nil
                #expect(throws: DocumentFault.self, "\(name) without \(member)") { try read(name, cut.canonicalBytes()) }
            }
        }
    }

    @Test func `may have members that are not known yet`() throws {
        for (name, object) in try Self.all() {
            var grown = object
            grown["later"] = 1
            try read(name, grown.canonicalBytes())
        }
    }

    @Test func `are of their type and version`() throws {
        for (name, object) in try Self.all() {
            for (member, value) in [("type", JSONValue.string("six-other")), ("v", 2)] {
                var other = object
                other[member] = value
                #expect(throws: DocumentFault.self) { try read(name, other.canonicalBytes()) }
            }
        }
    }

    @Test(arguments: [[2, 1], [1, 1], [0]])
    func `list a chain in its order`(numbers: [Int]) {
        let page = FeedPage(items: numbers.map { .init(sequence: $0, manifest: Self.digest) }, hasMore: false)
        #expect(throws: DocumentFault.self) { try FeedPage(parsing: page.jsonValue.canonicalBytes()) }
    }

    @Test func `list at most a page`() throws {
        let most = FeedPage(
            items: (1...CallLimits.pageItems).map { .init(sequence: $0, manifest: Self.digest) }, hasMore: false)
        #expect(try FeedPage(parsing: most.jsonValue.canonicalBytes()) == most)
        let more = FeedPage(items: most.items + [.init(sequence: 5_000, manifest: Self.digest)], hasMore: false)
        #expect(throws: DocumentFault.self) { try FeedPage(parsing: more.jsonValue.canonicalBytes()) }
    }
}

@Suite struct `Bodies of messages` {
    private static let body = MessageBody.joined([
        .bytes([1, 2, 3]), .joined([.file(path: "f", first: 10, count: 5), .bytes([4])]),
    ])

    @Test(arguments: 0...10)
    func `lose their first bytes`(count: UInt64) {
        let rest = Self.body.dropping(first: count)
        #expect(rest.count == 9 - min(9, count))
        #expect(rest.pieces.allSatisfy { $0.count > 0 })
        if count == 5 { #expect(rest.pieces == [.file(path: "f", first: 12, count: 3), .bytes([4])]) }
    }
}
