internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The indicators that nobody may act against: lists that the registry names by their digest.
///
/// A list is a text file of byte-sorted lines, kind TAB canonical value. A host it names is protected however it is spelled, as host,
/// as domain or as the root of a site; a path on it is not.
public struct ProtectedIndicators: Sendable {
    private var lines: Set<[UInt8]> = []

    /// How many indicators there are.
    public var count: Int { lines.count }

    /// Whether a list in force names an indicator.
    public func contains(_ kind: IndicatorKind, _ canonical: [UInt8]) -> Bool {
        guard !lines.isEmpty else { return false }
        if lines.contains(Self.line(kind, canonical)) { return true }
        guard let site = Self.site(kind, canonical) else { return false }
        return Self.siteKinds.contains { lines.contains(Self.line($0, site)) }
    }

    private static let siteKinds: [IndicatorKind] = [.host, .domain]

    private static func line(_ kind: IndicatorKind, _ canonical: [UInt8]) -> [UInt8] {
        Array(kind.name.utf8) + [UInt8(ascii: "\t")] + canonical
    }

    /// The name a host, a domain or the root of a site on its usual port stands for.
    private static func site(_ kind: IndicatorKind, _ canonical: [UInt8]) -> [UInt8]? {
        switch kind {
        case .host, .domain: return canonical
        case .url:
            let name = canonical.dropLast()
            return canonical.last == UInt8(ascii: "/") && !name.contains(UInt8(ascii: "/")) ? Array(name) : nil
        default: return nil
        }
    }

    /// Every listed indicator, sites under each of their spellings.
    public var all: [(kind: String, canonical: [UInt8])] {
        lines.flatMap { line in
            let tab = line.firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
            let kind = String(decoding: line[..<tab], as: UTF8.self)
            let canonical = Array(line[min(tab + 1, line.endIndex)...])
            guard Self.siteKinds.contains(where: { $0.name == kind }) else { return [(kind, canonical)] }
            return [("host", canonical), ("domain", canonical), ("url", canonical + [UInt8(ascii: "/")])]
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
        try DurableFile.write(text, to: paths.protectedList(digest.hex), replacing: true)
    }

    /// How many of the lists that the registry names are not here.
    func missingProtectedLists() throws -> Int {
        try registry().document.protectedLists.count { !Directory.exists(paths.protectedList($0.hex)) }
    }

    /// The lists of the registry that are installed, together.
    ///
    /// - Throws: `FileError`, ``NodeError`` when a file is not what its name says.
    public func protectedIndicators() throws -> ProtectedIndicators {
        var indicators = ProtectedIndicators()
        for digest in try registry().document.protectedLists {
            let path = paths.protectedList(digest.hex)
            guard Directory.exists(path) else { continue }
            let text = try Self.ownFile(path, limitBytes: ProtectedIndicators.limitBytes)
            guard SHA256.hash(text) == digest else { throw NodeError.notAProtectedList(path) }
            indicators.add(text)
        }
        return indicators
    }
}
