internal import CanonicalCoding

/// A text with signatures below it (C2SP signed-note): the form of checkpoints, agreements and witness cosignatures.
///
/// The text ends in LF and holds no other control character; one empty line parts it from the signature lines.
public struct SignedNote: Sendable, Hashable {
    /// What is signed, LF at the end included.
    public let text: [UInt8]
    /// The signature lines in their order, known keys or not.
    public let signatures: [NoteSignature]

    /// A note is at most this long.
    public static let limitBytes = 1 << 20
    /// A note has at most this many signature lines.
    public static let signatureLimit = 64

    /// Puts a note together.
    ///
    /// - Throws: ``NoteError`` when the text cannot be one.
    public init(text: [UInt8], signatures: [NoteSignature] = []) throws(NoteError) {
        guard text.last == Self.lineFeed, Self.isPlain(text) else { throw .text }
        guard signatures.count <= Self.signatureLimit else { throw .tooManySignatures }
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note; nothing is verified yet.
    ///
    /// - Throws: ``NoteError`` for every other form, a note without a signature included.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.limitBytes else { throw .tooLong }
        guard bytes.last == Self.lineFeed, let split = Self.lastEmptyLine(in: bytes), split < bytes.count - 1 else {
            throw .noSignatures
        }
        var signatures: [NoteSignature] = []
        for line in bytes[(split + 1)..<(bytes.count - 1)].split(separator: Self.lineFeed, omittingEmptySubsequences: false) {
            guard signatures.count < Self.signatureLimit else { throw .tooManySignatures }
            signatures.append(try NoteSignature(line: Array(line)))
        }
        try self.init(text: Array(bytes[..<split]), signatures: signatures)
    }

    /// The whole note.
    public var bytes: [UInt8] {
        var bytes = text + [Self.lineFeed]
        for signature in signatures { bytes += signature.line + [Self.lineFeed] }
        return bytes
    }

    /// The same with one more signature line, which takes the place of an earlier one by the same key.
    ///
    /// - Throws: ``NoteError`` for one signature too many.
    public func adding(_ signature: NoteSignature) throws(NoteError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures.filter { !$0.isBy(signature) } + [signature])
    }

    /// The place of the LF that is the last empty line.
    private static func lastEmptyLine(in bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == lineFeed, bytes[index - 1] == lineFeed { return index }
            index -= 1
        }
        return nil
    }

    private static func isPlain(_ text: [UInt8]) -> Bool {
        text.allSatisfy { $0 == lineFeed || $0 >= 0x20 && $0 != 0x7F } && UTF8Text.isValid(text.span)
    }

    static let lineFeed = UInt8(ascii: "\n")
}

/// One signature line of a note.
public struct NoteSignature: Sendable, Hashable {
    /// The name of the key.
    public let keyName: String
    /// The first four bytes of the key's digest.
    public let keyID: UInt32
    /// What stands behind the key id: 64 bytes of Ed25519, or a time and a signature.
    public let payload: [UInt8]

    /// Names the parts.
    public init(keyName: String, keyID: UInt32, payload: [UInt8]) {
        self.keyName = keyName
        self.keyID = keyID
        self.payload = payload
    }

    /// Reads a line without its LF.
    ///
    /// - Throws: ``NoteError/signatureLine``.
    init(line: [UInt8]) throws(NoteError) {
        guard line.starts(with: Self.dash) else { throw .signatureLine }
        let rest = line[Self.dash.count...]
        guard let blank = rest.firstIndex(of: UInt8(ascii: " ")),
            let name = NoteKeyName.checked(Array(rest[..<blank])),
            let bytes = Base64.decode(Array(rest[(blank + 1)...]).span), bytes.count > 4
        else { throw .signatureLine }
        keyName = name
        keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        payload = Array(bytes[4...])
    }

    /// The line without its LF.
    var line: [UInt8] {
        var bytes: [UInt8] = []
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: keyID >> UInt32(shift))) }
        return Self.dash + Array("\(keyName) \(Base64.encode(bytes + payload))".utf8)
    }

    /// Whether a key of that name and id is said to have signed.
    public func isBy(_ key: NoteKey) -> Bool { key.isNamed(keyName) && keyID == key.keyID }

    func isBy(_ other: NoteSignature) -> Bool { NoteKeyName.areSame(keyName, other.keyName) && keyID == other.keyID }

    /// An em dash and a blank.
    private static let dash: [UInt8] = [0xE2, 0x80, 0x94, 0x20]
}

extension NoteSignature {
    /// Whether the lines are the same.
    public static func == (left: NoteSignature, right: NoteSignature) -> Bool {
        left.isBy(right) && left.payload == right.payload
    }

    /// The name stands in the key id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
        hasher.combine(payload)
    }
}

/// The rule for names of keys in notes, which are also the origins of logs.
public enum NoteKeyName {
    static let limitBytes = 255

    /// Whether two names are the same: byte by byte, as they are signed.
    ///
    /// `==` would take two strings that Unicode calls equivalent for one, which other verifiers do not.
    public static func areSame(_ name: String, _ other: String) -> Bool { name.utf8.elementsEqual(other.utf8) }

    /// Not empty, no blank of any sort, no plus sign, no control.
    static func checked(_ bytes: [UInt8]) -> String? {
        guard (1...limitBytes).contains(bytes.count), UTF8Text.isValid(bytes.span) else { return nil }
        let name = String(decoding: bytes, as: UTF8.self)
        let isPlain = name.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0 != "+" && $0.properties.generalCategory != .control
        }
        return isPlain ? name : nil
    }
}

/// Why bytes are no note, or why a note is not believed.
public enum NoteError: Error, Sendable, Hashable {
    /// Longer than a note may be.
    case tooLong
    /// The text does not end in LF, holds a control character, or is not UTF-8.
    case text
    /// There is no empty line with signature lines below it.
    case noSignatures
    /// More signature lines than a note may have.
    case tooManySignatures
    /// A signature line is not an em dash, a name and base64 of a key id and more.
    case signatureLine
    /// A key is not written as name, plus, key id, plus, base64.
    case verifierKey
    /// A signature by a known key is wrong: the whole note is.
    case wrongSignature(keyName: String)
    /// No known key has signed.
    case unknownKeys
}

extension NoteError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .tooLong: "the note has more than \(SignedNote.limitBytes) bytes"
        case .text: "the text of the note does not end in a line end, or holds control characters"
        case .noSignatures: "the note has no signature lines"
        case .tooManySignatures: "the note has more than \(SignedNote.signatureLimit) signature lines"
        case .signatureLine: "a signature line of the note is malformed"
        case .verifierKey: "a key is not written as name+keyid+key"
        case .wrongSignature(let name): "the signature by \(name) is wrong"
        case .unknownKeys: "no key that is known has signed the note"
        }
    }
}
