internal import Foundation
internal import LedgerFiles
internal import NodeAPI
internal import Synchronization

/// Writes a bundle that comes over the wire into its two files as it comes, and goes on where an earlier attempt broke off.
///
/// Nothing is made durable here: what a crash of the machine damages is noticed when it is opened, and fetched anew.
final class BundleSink: PieceSink {
    private let arrived: ArrivedBundle
    private let state: Mutex<State>

    private struct State {
        var hasDocument: Bool
        var documentBytes: Int
        var sealedBytes: UInt64
        var entityTag: String?
    }

    /// Goes on with what lies there.
    init(_ arrived: ArrivedBundle) {
        self.arrived = arrived
        let document = (try? FileReader.contents(of: arrived.documentPath, limitBytes: TransferFile.limitBytes)) ?? []
        let isWhole = document.last == Self.lineFeed
        let sealed = isWhole ? (try? Directory.byteCount(of: arrived.sealedPath)) ?? 0 : 0
        let tag = try? FileReader.contents(of: arrived.documentPath + Self.tagSuffix, limitBytes: 256)
        state = Mutex(
            State(
                hasDocument: isWhole, documentBytes: document.count, sealedBytes: UInt64(sealed),
                entityTag: tag.map { String(decoding: $0, as: UTF8.self) }))
    }

    /// Whether the transfer document is whole.
    var hasDocument: Bool { state.withLock(\.hasDocument) }
    /// Whether there is something of both, the document and the stream.
    var isWhole: Bool { state.withLock { $0.hasDocument && $0.sealedBytes > 0 } }
    /// How many bytes are here already.
    var byteCount: UInt64 { state.withLock { UInt64($0.documentBytes) + $0.sealedBytes } }
    /// Of which whole they are a part.
    var entityTag: String? { state.withLock(\.entityTag) }

    func begin(_ answer: PeerAnswer) throws {
        if answer.isContinuation, answer.firstByte == byteCount { return }
        try state.withLock { state in
            for path in [arrived.documentPath, arrived.sealedPath] where Directory.exists(path) { try Directory.remove(path) }
            state = State(hasDocument: false, documentBytes: 0, sealedBytes: 0, entityTag: answer.entityTag)
        }
        if let tag = answer.entityTag { try Self.append(Array(tag.utf8), to: arrived.documentPath + Self.tagSuffix, anew: true) }
    }

    func take(_ piece: [UInt8]) throws {
        try state.withLock { state in
            var rest = piece[...]
            if !state.hasDocument {
                let end = rest.firstIndex(of: Self.lineFeed)
                let line = rest[..<(end.map { $0 + 1 } ?? rest.endIndex)]
                guard state.documentBytes + line.count <= TransferFile.limitBytes else { throw Problem(.tooLarge) }
                try Self.append(Array(line), to: arrived.documentPath)
                state.documentBytes += line.count
                state.hasDocument = end != nil
                rest = rest[line.endIndex...]
            }
            guard !rest.isEmpty else { return }
            try Self.append(Array(rest), to: arrived.sealedPath)
            state.sealedBytes += UInt64(rest.count)
        }
    }

    /// Ends the attempt's own file; the other two are the bundle's.
    func finish() { try? Directory.remove(arrived.documentPath + Self.tagSuffix) }

    private static func append(_ bytes: [UInt8], to path: String, anew: Bool = false) throws {
        if anew || !Directory.exists(path) {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw FileError(.notWritable, action: "create", path: path)
            }
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw FileError(.notWritable, action: "write", path: path)
        }
        defer { try? handle.close() }
        try handle.seekToEnd()
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw FileError(.noSpace, action: "write", path: path) }
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let tagSuffix = ".tag"
}
