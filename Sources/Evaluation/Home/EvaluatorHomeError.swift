public import LedgerFiles
public import MemberRegistry

/// Why a home cannot evaluate.
public enum EvaluatorHomeError: Error, Sendable {
    /// No registry is installed.
    case noRegistry
    /// The registry installed is older than one that was.
    case rolledBack(installed: Int64, seen: Int64)
    /// A document of the home does not verify.
    case document(RegistryError, path: String)
    /// The registry lists no member with the signing key of this home.
    case notAMember
    /// The key file holds a key of another kind, or does not open.
    case key(path: String)
    /// A file cannot be read.
    case file(FileError)
}

extension EvaluatorHomeError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .noRegistry: "no registry is installed"
        case .rolledBack(let installed, let seen):
            "the registry installed is version \(installed); version \(seen) was seen already"
        case .document(let error, let path): "\(path): \(error.description)"
        case .notAMember: "the registry lists no member with the signing key of this home"
        case .key(let path): "\(path) does not open, or holds a key of another kind"
        case .file(let error): error.description
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .noRegistry: "install one with tocsin registry install"
        case .rolledBack: "install the newest registry"
        case .document(let error, _): error.hint
        case .notAMember: "have the root officers list the key, or use the home of a member"
        case .key: "give the right passphrase, or put the file back from a backup"
        case .file(let error): error.hint
        }
    }
}
