import Foundation
import HTTPTypes
import Indicators
import NodeAPI
import NodeServer
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `What a listener reads and writes over HTTP 1_1` {
    let server: Party
    let client: Party
    let log = LogLines()

    init() throws {
        server = try Party("org.server")
        client = try Party("org.client")
    }

    /// The answer to a request with further fields, closed after it.
    private func reply(_ line: String, _ fields: String = "", body: String = "") async throws -> (String, ScriptedNode) {
        let node = try ScriptedNode(knowing: [client]) { request, _ in
            switch request.call {
            case .bundle: (try? .whole(.bytes([UInt8]("0123456789".utf8)), .transfer, entityTag: "x", for: request)) ?? .taken
            case .logFile: .bytes([1], .binary)
            default: .bytes([1])
            }
        }
        let text = try await withListener(node, as: server, log: log) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send("\(line) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields)\r\n\(body)")
                return await connection.restAsText()
            }
        }
        return (text, node)
    }

    private static let bundle = "GET /six/v1/bundles/\(String(repeating: "0a", count: 32))"

    @Test(arguments: [
        ("Range: bytes=4-\r\nIf-Range: \"x\"\r\n", "206"), ("Range: bytes=4-\r\n", "200"),
        ("Range: bytes=4-\r\nIf-Range: \"y\"\r\n", "200"), ("Range: bytes=4-\r\nIf-Range: W/\"x\"\r\n", "200"),
        ("Range: bytes=4-6\r\nIf-Range: \"x\"\r\n", "200"), ("Range: bytes=-4\r\nIf-Range: \"x\"\r\n", "200"),
        ("Range: bytes=4-,7-\r\nIf-Range: \"x\"\r\n", "200"), ("Range: lines=4-\r\nIf-Range: \"x\"\r\n", "200"),
        ("Range: bytes=+4-\r\nIf-Range: \"x\"\r\n", "200"),
    ])
    func `one form of a range is followed, the others are passed over`(fields: String, status: String) async throws {
        let (text, _) = try await reply(Self.bundle, fields)
        #expect(text.hasPrefix("HTTP/1.1 \(status)"))
        #expect(text.contains("Content-Range: bytes 4-9/10\r\n") == (status == "206"))
        #expect(text.hasSuffix(status == "206" ? "\r\n\r\n456789" : "\r\n\r\n0123456789"))
        #expect(text.contains("ETag: \"x\"\r\n") && text.contains("Accept-Ranges: bytes\r\n"))
    }

    @Test func `every answer says what it is, and which request it answers`() async throws {
        let (text, _) = try await reply("GET /six/v1/node")
        #expect(text.contains("Content-Type: application/json\r\n") && text.contains("Content-Length: 1\r\n"))
        #expect(text.contains("Cache-Control: no-store\r\n") && text.contains("X-Content-Type-Options: nosniff\r\n"))
        let id = try #require(text.firstMatch(of: /X-Request-Id: ([0-9a-f]{16})\r\n/)).1
        let line = try await log.line(with: "request=\(id)")
        #expect(line.contains("call=node") && line.contains("status=200") && line.contains("member=org.client"))
    }

    @Test(arguments: [
        ("tile/0/x001/067", "immutable"), ("tile/0/x001/067.p/8", "no-store"), ("checkpoint", "no-store"),
    ])
    func `only what never changes may be kept`(path: String, kept: String) async throws {
        #expect(try await reply("GET /log/\(path)").0.contains(kept))
    }

    @Test(arguments: [
        ("GET /nothing", "404"), ("GET /six/v1/receipts", "405"), ("POST /six/v1/node", "405"), ("DELETE /six/v1/node", "405"),
        ("GET /six/v1/node?x=%2e", "400"), ("GET /log/..%2f..%2fkeys", "404"),
    ])
    func `what is no request of the interface is a problem document`(line: String, status: String) async throws {
        let (text, node) = try await reply(line)
        #expect(text.hasPrefix("HTTP/1.1 \(status)") && text.contains("Content-Type: application/problem+json\r\n"))
        #expect(text.contains("Allow: ") == (status == "405"))
        #expect(node.requests.isEmpty && !log.lines.contains { $0.contains("nothing") || $0.contains("keys") })
    }

    @Test func `a question takes no body`() async throws {
        let (text, node) = try await reply("GET /six/v1/node", "Content-Length: 3\r\n", body: "abc")
        #expect(text.hasPrefix("HTTP/1.1 400") && node.requests.isEmpty)
    }

    @Test func `a no does not cost the connection`() async throws {
        let node = try ScriptedNode(knowing: [client]) { _, _ in .taken }
        let text = try await withListener(node, as: server) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
                let first = await connection.text(through: "urn:six:problem:not-found\"}\n")
                try await connection.send("GET /six/v1/node HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return first + (await connection.restAsText())
            }
        }
        #expect(text.hasPrefix("HTTP/1.1 404") && text.contains("HTTP/1.1 204"))
        #expect(text.components(separatedBy: "Content-Length").count == 2)
    }

    @Test func `requests in a row are answered in a row`() async throws {
        let node = try ScriptedNode(knowing: [client]) { request, _ in .bytes(Array(request.call.name.utf8)) }
        let text = try await withListener(node, as: server) { port in
            try await RawConnection.over(tls: port, as: client) { connection in
                try await connection.send(
                    "GET /six/v1/node HTTP/1.1\r\nHost: a\r\n\r\nGET /six/v1/documents HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                )
                return await connection.restAsText()
            }
        }
        #expect(text.components(separatedBy: "HTTP/1.1 200").count == 3)
        #expect(text.contains("\r\n\r\nnode") && text.hasSuffix("\r\n\r\ndocuments"))
    }
}
