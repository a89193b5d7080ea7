internal import CryptoPrimitives
internal import Glibc
public import NIOCore
public import NodeAPI

/// A body as it came in: in memory where it is short, in a file of its own beyond that, and never longer than allowed.
///
/// The file is removed with the last copy of this, whatever happened before.
public struct SpooledBody: Sendable {
    /// The body.
    public let body: MessageBody
    private let file: SpoolFile?

    fileprivate init(body: MessageBody, file: SpoolFile?) {
        self.body = body
        self.file = file
    }

    /// Nothing.
    public static let none = SpooledBody(body: .none, file: nil)

    /// Up to this length a body stays in memory.
    public static let memoryBytes = 64 << 10

    /// Takes a body in.
    ///
    /// - Parameters:
    ///   - limitBytes: It is at most this long.
    ///   - spool: A directory for what is too long for memory; the file there is readable by its owner alone.
    ///   - announced: How long it was said to be.
    /// - Throws: ``BodyFault``; what the sequence, or writing, throws.
    public static func taking<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, limitBytes: Int, spool: String, announced: Int?, pace: Pace
    ) async throws -> SpooledBody where Pieces.Element == ByteBuffer {
        var intake = Intake(limitBytes: limitBytes, spool: spool)
        for try await piece in pieces {
            pace.flowed(piece.readableBytes)
            try await intake.take(piece)
        }
        return try intake.finished(announced: announced)
    }
}

/// A file that is removed when nobody needs it any more.
private final class SpoolFile: Sendable {
    let path: String
    let open: OpenFile

    init(in spool: String) async throws {
        path = "\(spool)/\(SecureRandom.digest().hex)"
        open = try await OpenFile.making(path)
    }

    deinit { unsafe unlink(path) }
}

private struct Intake {
    let limitBytes: Int
    let spool: String
    var count = 0
    var held = ByteBuffer()
    var file: SpoolFile?

    mutating func take(_ piece: ByteBuffer) async throws {
        guard piece.readableBytes <= limitBytes - count else { throw BodyFault.tooLong }
        count += piece.readableBytes
        if let file { return try await file.open.append(piece) }
        held.writeImmutableBuffer(piece)
        if count > SpooledBody.memoryBytes { try await spill() }
    }

    private mutating func spill() async throws {
        let file = try await SpoolFile(in: spool)
        self.file = file
        try await file.open.append(held)
        held = ByteBuffer()
    }

    func finished(announced: Int?) throws -> SpooledBody {
        if let announced, announced != count { throw BodyFault.otherLength }
        guard let file else { return SpooledBody(body: .bytes(Array(held.readableBytesView)), file: nil) }
        return SpooledBody(body: .file(path: file.path, first: 0, count: UInt64(count)), file: file)
    }
}
