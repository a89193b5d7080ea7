internal import CanonicalCoding
public import CryptoPrimitives

/// The head of a log (C2SP tlog-checkpoint): whose log, how many entries, the root over them.
public struct Checkpoint: Sendable, Hashable {
    /// The name of the log, which is the name of its key, too.
    public let origin: String
    /// How many entries it has.
    public let size: UInt64
    /// The RFC 6962 root over them.
    public let root: Digest256

    /// States a head.
    public init(origin: String, size: UInt64, root: Digest256) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// No log is longer; sizes are read into signed numbers elsewhere.
    public static let sizeLimit = UInt64(Int64.max)

    /// The text of the note: three lines.
    public var text: [UInt8] { Array("\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n".utf8) }

    /// Reads the text of a note; lines behind the third are passed over, since they are of no account here.
    ///
    /// - Throws: ``LogError/checkpoint`` for another form: a size with leading zeros, a root that is not 32 bytes.
    public init(parsing text: [UInt8]) throws(LogError) {
        let lines = text.split(separator: SignedNote.lineFeed, omittingEmptySubsequences: false)
        guard lines.count >= 4, text.last == SignedNote.lineFeed, let origin = NoteKeyName.checked(Array(lines[0])),
            let size = Decimal.number(lines[1]), size <= Self.sizeLimit,
            let root = Base64.decode(Array(lines[2]).span).flatMap({ Digest256(bytes: $0) })
        else { throw .checkpoint }
        self.init(origin: origin, size: size, root: root)
    }
}

extension Checkpoint {
    /// Whether it is the head of the log of an origin, byte by byte.
    public func isOf(origin: String) -> Bool { NoteKeyName.areSame(self.origin, origin) }

    /// Whether they are one head of one log.
    public static func == (left: Checkpoint, right: Checkpoint) -> Bool {
        left.isOf(origin: right.origin) && left.size == right.size && left.root == right.root
    }

    /// Size and root are enough: heads of several logs are seldom held together.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        hasher.combine(root)
    }
}

/// Decimal numbers without sign and leading zeros.
enum Decimal {
    static func number(_ text: some Collection<UInt8>) -> UInt64? {
        guard let first = text.first, text.count <= 20, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var number: UInt64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !overflows, !overflowsToo else { return nil }
            number = sum
        }
        return number
    }
}

/// Why part of a log, or a proof from one, is not believed. Each says what and where.
public enum LogError: Error, Sendable, Hashable {
    /// The text of a note is no checkpoint.
    case checkpoint
    /// An entry at an index breaks a rule of its format.
    case entry(index: UInt64, EntryFault)
    /// A file named by a tile's or bundle's path is not what the head says: wrong length, wrong hash.
    case file(path: String)
    /// A path names no tile and no bundle of entries.
    case path(String)
    /// A proof of inclusion does not lead to the root.
    case inclusion(index: UInt64)
    /// Two heads are not of one history.
    case consistency(old: UInt64, new: UInt64)
    /// A file of proof is malformed.
    case proofFile
    /// A policy of witnesses is malformed at a line.
    case policy(line: Int)
    /// Too few witnesses of the policy have signed.
    case quorum
    /// A record of details is malformed, or does not give the entry's commitment.
    case detail(String)
}

extension LogError: CustomStringConvertible {
    /// One sentence naming the place.
    public var description: String {
        switch self {
        case .checkpoint: "not a checkpoint"
        case .entry(let index, let fault): "entry \(index): \(fault.rawValue)"
        case .file(let path): "\(path) is not what the checkpoint says"
        case .path(let path): "\(path) names no tile"
        case .inclusion(let index): "the proof for entry \(index) does not lead to the root"
        case .consistency(let old, let new): "the heads of size \(old) and \(new) are not of one history"
        case .proofFile: "not a proof file"
        case .policy(let line): "the policy of witnesses is wrong at line \(line)"
        case .quorum: "too few witnesses of the policy have signed"
        case .detail(let what): "the details are wrong: \(what)"
        }
    }
}
