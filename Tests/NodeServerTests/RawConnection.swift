import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import TestPeers

/// A connection on which a test says what it likes.
struct RawConnection {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator

    /// Speaks TLS as a party, or as nobody.
    static func over<Value: Sendable>(
        tls port: Int, as party: Party?, protocols: [String] = ["http/1.1"], upTo version: TLSVersion? = nil,
        _ body: (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = protocols
        configuration.maximumTLSVersion = version
        if let party {
            configuration.certificateChain = [.certificate(try NIOSSLCertificate(bytes: party.leaf, format: .der))]
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: party.pem, format: .pem))
        }
        let context = try NIOSSLContext(configuration: configuration)
        return try await open(port, body) { channel in
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil))
        }
    }

    /// Speaks plainly.
    static func over<Value: Sendable>(
        tcp port: Int, _ body: (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        try await open(port, body) { _ in }
    }

    private static func open<Value: Sendable>(
        _ port: Int, _ body: (inout RawConnection) async throws -> Value,
        _ setUp: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try setUp(channel)
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        // A connection that the other side's system lost on the way would be waited on for ever.
        let end = channel.channel.eventLoop.scheduleTask(in: .seconds(60)) { channel.channel.close(promise: nil) }
        defer { end.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Everything up to the end of the connection, whatever ends it.
    mutating func rest() async -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try? await inbound.next(isolation: nil) { bytes += piece.readableBytesView }
        return bytes
    }

    /// Everything up to and with a text, or the end.
    mutating func text(through end: String) async -> String {
        var text = ""
        while !text.contains(end), let piece = try? await inbound.next(isolation: nil) { text += String(buffer: piece) }
        return text
    }

    /// Everything up to the end as text.
    mutating func restAsText() async -> String { String(decoding: await rest(), as: UTF8.self) }
}

extension LogLines {
    /// Waits for a line.
    ///
    /// - Throws: the lines that came instead, after a long time.
    func line(with text: String) async throws -> String {
        for _ in 0..<1_500 {
            if let line = lines.first(where: { $0.contains(text) }) { return line }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NoSuchLine(text: text, lines: lines)
    }
}

/// A line that was waited for in vain.
struct NoSuchLine: Error {
    let text: String
    let lines: [String]
}
