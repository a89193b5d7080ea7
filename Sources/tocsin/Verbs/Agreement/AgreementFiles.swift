import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import LedgerFiles
import TransparencyLog

/// Agreements, notes and suspensions on disk, and agreements by name.
enum AgreementFiles {
    /// Reads an agreement: the document, or a draft with comments.
    static func agreement(_ path: String) throws -> Agreement {
        let bytes = try FileReader.contents(of: path, limitBytes: AgreementLimits.documentBytes)
        return try naming(path) { try Agreement(draft: bytes) }
    }

    /// Reads a party's word.
    static func word(_ path: String) throws -> Suspension {
        let bytes = try FileReader.contents(of: path, limitBytes: AgreementLimits.suspensionBytes)
        return try naming(path) { try Suspension(parsing: bytes) }
    }

    /// Reads a signed note.
    static func note(_ path: String) throws -> SignedNote {
        let bytes = try FileReader.contents(of: path, limitBytes: SignedNote.limitBytes)
        return try naming(path) { try SignedNote(parsing: bytes) }
    }

    /// Does something with a document; what is refused of it names the file.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error where error is AgreementError || error is NoteError || error is AgreeingError {
            throw Failure(explaining: error).naming(path, line: nil)
        }
    }

    /// The agreement that was activated here under a name, `name@version` or digest.
    static func held(_ name: String, at node: Node) throws -> HeldAgreement {
        let agreements = try NodeAgreements(node)
        if let digest = Digest256(hex: name), let held = agreements[digest] { return held }
        let (id, version) = parts(of: name)
        guard let held = agreements.named(id, version: version) else { throw AgreeingError.unknown(name) }
        return held
    }

    /// An agreement that was activated or signed here, or one in a file.
    static func any(_ name: String, home: HomeOptions) throws -> Agreement {
        guard !Directory.exists(name) || Directory.isDirectory(name) else { return try agreement(name) }
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        if let known = try? held(name, at: node) { return known.agreement }
        let (id, version) = parts(of: name)
        let proposed = try node.proposals().map(\.agreement).last { agreement in
            agreement.digest.hex == name || agreement.id == id && (version == nil || agreement.version == version)
        }
        guard let proposed else { throw AgreeingError.unknown(name) }
        return proposed
    }

    private static func parts(of name: String) -> (id: String, version: Int64?) {
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2, let version = Int64(parts[1]) else { return (name, nil) }
        return (parts[0], version)
    }
}
