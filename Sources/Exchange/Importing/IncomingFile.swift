internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
internal import Sealing
internal import SignedBundles

/// A file that is to be taken in: its plain stream, and where it says it belongs.
struct IncomingFile: ~Copyable {
    /// The path as it was given.
    let name: String
    /// Where the plain stream can be read: the file itself, or what it held sealed.
    let streamPath: String
    /// What the first line claims; nothing of it is believed before it is verified.
    let head: Manifest?
    /// The first line, kept as evidence when it proves a fork.
    let firstLine: [UInt8]
    private let unsealed: ScratchFile?

    /// Opens a file, unsealing it into the scratch directory when it is sealed.
    ///
    /// - Parameter limitBytes: the longest plain stream that is copied; a sealed file tells its length to nobody.
    /// - Throws: `FileError`, `SealingError`, ``NodeError/notForUs``, `BundleError` with `E_LIMIT`.
    init(
        _ path: String, identity: () throws -> SealingIdentity, scratch: String,
        limitBytes: Int = BundleLimits.standard.streamBytes
    ) throws {
        var reader = try FileReader(opening: path)
        let first = try reader.next()
        guard SealedFile.isSealed(first.span) || path == "-" else {
            try self.init(name: path, streamPath: path, unsealed: nil)
            return
        }
        let plain = try Self.plainCopy(first, &reader, identity: identity, scratch: scratch, limitBytes: limitBytes)
        let plainPath = plain.path
        try self.init(name: path, streamPath: plainPath, unsealed: consume plain)
    }

    private init(name: String, streamPath: String, unsealed: consuming ScratchFile?) throws {
        let line = try Self.firstLine(of: streamPath)
        self.name = name
        self.streamPath = streamPath
        firstLine = line
        head = Self.head(in: line)
        self.unsealed = unsealed
    }

    private static func plainCopy(
        _ first: [UInt8], _ reader: inout FileReader, identity: () throws -> SealingIdentity, scratch: String, limitBytes: Int
    ) throws -> ScratchFile {
        var plain = try ScratchFile(in: scratch)
        try forEachPlainPiece(first, &reader, identity: identity) { piece in
            guard plain.byteCount + piece.count <= limitBytes else { throw BundleError(.limit, .streamTooLong) }
            try plain.write(piece)
            return true
        }
        try plain.flush()
        return plain
    }

    /// Hands on the plain bytes of a file, sealed or not, until `body` has enough.
    private static func forEachPlainPiece(
        _ first: [UInt8], _ reader: inout FileReader, identity: () throws -> SealingIdentity, _ body: ([UInt8]) throws -> Bool
    ) throws {
        var piece = first
        guard SealedFile.isSealed(first.span) else {
            while !piece.isEmpty, try body(piece) { piece = try reader.next() }
            return
        }
        var opener = try Opener(with: [identity()])
        var output: [UInt8] = []
        do {
            while !piece.isEmpty {
                try opener.update(piece.span, into: &output)
                guard try body(output) else { return }
                output.removeAll(keepingCapacity: true)
                piece = try reader.next()
            }
            try opener.finish(into: &output)
        } catch SealingError.noMatch { throw NodeError.notForUs }
        _ = try body(output)
    }

    private static func firstLine(of path: String) throws -> [UInt8] {
        var reader = try FileReader(opening: path)
        var line = LineHead()
        while case let piece = try reader.next(), !piece.isEmpty, line.take(piece) {}
        return line.bytes
    }

    /// What the first line of a file claims; of a sealed file no more is opened than the pieces that hold that line.
    ///
    /// - Throws: as the initialiser.
    static func head(of path: String, identity: () throws -> SealingIdentity) throws -> Manifest? {
        var reader = try FileReader(opening: path)
        let first = try reader.next()
        var line = LineHead()
        try forEachPlainPiece(first, &reader, identity: identity) { line.take($0) }
        return head(in: line.bytes)
    }

    private static func head(in line: [UInt8]) -> Manifest? {
        guard let value = try? StrictJSON.parse(line.span, limits: .envelope), let dsse = value.object?["dsse"],
            let envelope = try? DSSEEnvelope(dsse)
        else { return nil }
        return try? Manifest(parsing: envelope.payload)
    }
}

/// The bytes before the first line end, as far as a first line may be long.
private struct LineHead {
    private(set) var bytes: [UInt8] = []

    /// Takes a piece; false when the line is complete or too long to be one.
    mutating func take(_ piece: [UInt8]) -> Bool {
        let end = piece.firstIndex(of: UInt8(ascii: "\n")) ?? piece.count
        bytes.append(contentsOf: piece[..<end])
        return end == piece.count && bytes.count <= BundleLimits.standard.firstLineBytes
    }
}
