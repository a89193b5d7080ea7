import NIOCore
import NIOPosix
import NIOSSL
import TestPeers

/// A server that says what a test likes to whoever connects over TLS, whatever it is asked.
enum RawServer {
    /// Runs one while something is done with its port; every request's head is answered with the same pieces of text.
    static func saying<Value: Sendable>(
        _ pieces: [String], everyMilliseconds pause: Int = 0, as party: Party, closes: Bool = true,
        _ body: @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        let listening = try await listen(as: party)
        return try await listening.executeThenClose { connections in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try? await withThrowingDiscardingTaskGroup { each in
                        for try await connection in connections {
                            each.addTask { try? await serve(connection, pieces, pause, closes) }
                        }
                    }
                }
                defer { tasks.cancelAll() }
                return try await body(listening.channel.localAddress?.port ?? 0)
            }
        }
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private static func listen(as party: Party) async throws -> NIOAsyncChannel<Connection, Never> {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: party.leaf, format: .der))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: party.pem, format: .pem)))
        configuration.applicationProtocols = ["http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        return try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
    }

    private static func serve(_ connection: Connection, _ pieces: [String], _ pause: Int, _ closes: Bool) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var asked = ""
            for try await piece in inbound {
                asked += String(buffer: piece)
                guard asked.contains("\r\n\r\n") else { continue }
                asked = ""
                for piece in pieces {
                    try await outbound.write(ByteBuffer(string: piece))
                    try await Task.sleep(for: .milliseconds(pause))
                }
                if closes { return }
            }
        }
    }
}
