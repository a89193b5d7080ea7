internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The indicators that nobody may act against: lists that the registry names by their digest.
///
/// A list is a text file of byte-sorted lines, kind TAB canonical value.
public struct ProtectedIndicators: Sendable {
    private var lines: Set<[UInt8]> = []

    /// How many indicators there are.
    public var count: Int { lines.count }

    /// Whether a list in force names an indicator.
    public func contains(_ kind: IndicatorKind, _ canonical: [UInt8]) -> Bool {
        !lines.isEmpty && lines.contains(Array(kind.name.utf8) + [UInt8(ascii: "\t")] + canonical)
    }

    /// Every listed indicator.
    public var all: [(kind: String, canonical: [UInt8])] {
        lines.map { line in
            let tab = line.firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
            return (String(decoding: line[..<tab], as: UTF8.self), Array(line[min(tab + 1, line.endIndex)...]))
        }
    }

    mutating func add(_ text: [UInt8]) {
        for line in text.split(separator: UInt8(ascii: "\n")) { lines.insert(Array(line)) }
    }

    /// A list is at most this large.
    public static let limitBytes = 64 << 20
}

extension Node {
    /// Keeps a list that the registry names.
    ///
    /// - Throws: ``NodeError/notAProtectedList(_:)``, `FileError`.
    public func installProtectedList(_ text: [UInt8]) throws {
        let digest = SHA256.hash(text)
        guard try registry().document.protectedLists.contains(digest) else { throw NodeError.notAProtectedList(digest.hex) }
        try DurableFile.write(text, to: "\(paths.protectedLists)/\(digest.hex).tsv", replacing: true)
    }

    /// The lists of the registry that are installed, together.
    ///
    /// - Throws: `FileError`, ``NodeError`` when a file is not what its name says.
    public func protectedIndicators() throws -> ProtectedIndicators {
        var indicators = ProtectedIndicators()
        for digest in try registry().document.protectedLists {
            let path = "\(paths.protectedLists)/\(digest.hex).tsv"
            guard Directory.exists(path) else { continue }
            let text = try Self.ownFile(path, limitBytes: ProtectedIndicators.limitBytes)
            guard SHA256.hash(text) == digest else { throw NodeError.notAProtectedList(path) }
            indicators.add(text)
        }
        return indicators
    }
}
