internal import CryptoPrimitives

/// A header on its way in: bytes go in, stanzas and the code come out.
struct HeaderReader {
    /// The stanzas so far.
    private(set) var stanzas: [Stanza] = []

    /// The authentication code of the last line; nil until the header is complete.
    private(set) var code: [UInt8]?

    private var bytes: [UInt8] = []
    private var lineStart = 0
    private var place = Place.version

    private enum Place {
        case version
        case betweenStanzas
        case body
    }

    static let versionLine = Array("age-encryption.org/v1".utf8)
    static let codeMark = Array("---".utf8)
    private static let stanzaMark = Array("-> ".utf8)
    private static let passphraseType = Array("scrypt".utf8)

    /// Takes bytes up to the end of the header at most and returns how many; the header is complete when ``code``
    /// is there.
    mutating func take(_ input: Span<UInt8>) throws(SealingError) -> Int {
        for index in input.indices where code == nil {
            guard bytes.count < SealingLimits.headerByteCount else { throw .header(.limit) }
            bytes.append(input[index])
            guard input[index] == UInt8(ascii: "\n") else { continue }
            let line = bytes[lineStart..<(bytes.count - 1)]
            lineStart = bytes.count
            try take(line: line)
            if code != nil { return index + 1 }
        }
        return input.count
    }

    /// Whether the code is the one of this header under `fileKey`.
    func isAuthentic(under fileKey: SecretBytes) -> Bool {
        guard let code else { return false }
        let lastLine = HeaderReader.codeMark.count + 1 + RawBase64.encode(code).count + 1
        let covered = bytes.prefix(bytes.count - lastLine + HeaderReader.codeMark.count)
        return constantTimeEquals(FileKey.headerCode(of: covered, under: fileKey).bytes, code)
    }

    private mutating func take(line: ArraySlice<UInt8>) throws(SealingError) {
        switch place {
        case .version:
            guard line.elementsEqual(Self.versionLine) else { throw .header(.version) }
            place = .betweenStanzas
        case .betweenStanzas:
            if line.starts(with: Self.stanzaMark) {
                try beginStanza(line.dropFirst(Self.stanzaMark.count))
            } else if line.starts(with: Self.codeMark) {
                try end(line.dropFirst(Self.codeMark.count))
            } else {
                throw .header(.line)
            }
        case .body:
            guard line.count <= RawBase64.columns, let part = RawBase64.decode(line) else { throw .header(.body) }
            stanzas[stanzas.count - 1].body.append(contentsOf: part)
            if line.count < RawBase64.columns { place = .betweenStanzas }
        }
    }

    private mutating func beginStanza(_ line: ArraySlice<UInt8>) throws(SealingError) {
        guard stanzas.count < SealingLimits.stanzaCount else { throw .header(.limit) }
        let arguments = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let areVisible = arguments.allSatisfy { argument in
            !argument.isEmpty && argument.allSatisfy { (0x21...0x7e).contains($0) }
        }
        guard areVisible else { throw .header(.arguments) }
        stanzas.append(Stanza(arguments: arguments.map { Array($0) }, body: []))
        place = .body
    }

    private mutating func end(_ line: ArraySlice<UInt8>) throws(SealingError) {
        guard line.first == UInt8(ascii: " "), let code = RawBase64.decode(line.dropFirst()), code.count == 32 else {
            throw .header(.code)
        }
        guard !stanzas.isEmpty else { throw .header(.noStanza) }
        if stanzas.count > 1, stanzas.contains(where: { $0.arguments[0] == Self.passphraseType }) {
            throw .header(.passphraseNotAlone)
        }
        self.code = code
    }
}
