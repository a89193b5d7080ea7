internal import LedgerFiles
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
        guard SealedFile.isSealed(first.span) || !FileReader.canReadAgain(path) else {
            try self.init(name: path, streamPath: path, unsealed: nil)
            return
        }
        let plain = try Self.plainCopy(first, &reader, identity: identity, scratch: scratch, limitBytes: limitBytes)
        let plainPath = plain.path
        try self.init(name: path, streamPath: plainPath, unsealed: consume plain)
    }

    private init(name: String, streamPath: String, unsealed: consuming ScratchFile?) throws {
        self.name = name
        self.streamPath = streamPath
        head = try Self.firstLine(of: streamPath).manifest
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

    private static func firstLine(of path: String) throws -> FirstLine {
        var reader = try FileReader(opening: path)
        var line = FirstLine()
        while case let piece = try reader.next(), !piece.isEmpty, line.take(piece) {}
        return line
    }

    /// What the first line of a file claims; of a sealed file no more is opened than the pieces that hold that line.
    ///
    /// - Throws: as the initialiser.
    static func head(of path: String, identity: () throws -> SealingIdentity) throws -> Manifest? {
        var reader = try FileReader(opening: path)
        let first = try reader.next()
        var line = FirstLine()
        try forEachPlainPiece(first, &reader, identity: identity) { line.take($0) }
        return line.manifest
    }
}
