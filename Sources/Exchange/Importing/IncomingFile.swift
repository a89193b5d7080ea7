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
    /// - Throws: `FileError`, `SealingError`, ``NodeError/notForUs``.
    init(_ path: String, identity: () throws -> SealingIdentity, scratch: String) throws {
        var reader = try FileReader(opening: path)
        let first = try reader.next()
        guard SealedFile.isSealed(first.span) || path == "-" else {
            try self.init(name: path, streamPath: path, unsealed: nil)
            return
        }
        let plain = try Self.plainCopy(first, &reader, identity: identity, scratch: scratch)
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
        _ first: [UInt8], _ reader: inout FileReader, identity: () throws -> SealingIdentity, scratch: String
    ) throws -> ScratchFile {
        var plain = try ScratchFile(in: scratch)
        guard SealedFile.isSealed(first.span) else {
            try plain.write(first)
            while case let piece = try reader.next(), !piece.isEmpty { try plain.write(piece) }
            try plain.flush()
            return plain
        }
        var opener = try Opener(with: [identity()])
        var output: [UInt8] = []
        var piece = first
        do {
            while !piece.isEmpty {
                try opener.update(piece.span, into: &output)
                try plain.write(output)
                output.removeAll(keepingCapacity: true)
                piece = try reader.next()
            }
            try opener.finish(into: &output)
        } catch SealingError.noMatch { throw NodeError.notForUs }
        try plain.write(output)
        try plain.flush()
        return plain
    }

    private static func firstLine(of path: String) throws -> [UInt8] {
        var reader = try FileReader(opening: path)
        var line: [UInt8] = []
        while case let piece = try reader.next(), !piece.isEmpty, line.count <= headLimitBytes {
            let end = piece.firstIndex(of: UInt8(ascii: "\n")) ?? piece.count
            line.append(contentsOf: piece[..<end])
            if end < piece.count { return line }
        }
        return line
    }

    private static func head(in line: [UInt8]) -> Manifest? {
        guard let value = try? StrictJSON.parse(line.span, limits: .envelope), let dsse = value.object?["dsse"],
            let envelope = try? DSSEEnvelope(dsse)
        else { return nil }
        return try? Manifest(parsing: envelope.payload)
    }

    private static let headLimitBytes = 2 << 20
}
