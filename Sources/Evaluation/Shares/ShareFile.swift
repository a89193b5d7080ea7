public import Blinding
public import CryptoPrimitives
public import Indicators
public import LedgerFiles
public import MemberRegistry

/// The files of shares: 32 bytes each, owner only. Which epoch one is of says its name, whether it is the right one the epoch document.
public enum ShareFile {
    /// Writes the share of an epoch, or the one that will replace it; never over another.
    ///
    /// - Throws: `FileError`.
    public static func create(_ share: EvaluatorShare, at path: String) throws(FileError) {
        var bytes = share.secret.withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(path, contents: bytes)
    }

    /// Reads the share of an evaluator that has the public key that the epoch document gives it: the one in use, or the refreshed one.
    ///
    /// - Throws: ``ShareError``; `FileError` in it.
    public static func read(
        _ paths: EvaluatorPaths, of epoch: EpochNumber, evaluator: UInt8, publicKey: GroupElement
    ) throws(ShareError) -> EvaluatorShare {
        var found = false
        for path in [paths.share(of: epoch), paths.refreshedShare(of: epoch)] where Directory.exists(path) {
            found = true
            if let share = try share(at: path, evaluator), share.publicKey == publicKey { return share }
        }
        throw found ? .anotherKey(epoch) : .missing(epoch)
    }

    /// Brings the refreshed share into use once the document names its key: the old one is erased. Can be repeated.
    ///
    /// - Throws: ``ShareError``; `FileError` in it.
    public static func settle(
        _ paths: EvaluatorPaths, of epoch: EpochNumber, evaluator: UInt8, publicKey: GroupElement
    ) throws(ShareError) {
        let refreshed = paths.refreshedShare(of: epoch)
        guard Directory.exists(refreshed), try share(at: refreshed, evaluator)?.publicKey == publicKey else { return }
        do throws(FileError) {
            try SecretFile.erase(paths.share(of: epoch))
            try Directory.rename(refreshed, to: paths.share(of: epoch))
        } catch { throw .file(error) }
    }

    private static func share(at path: String, _ evaluator: UInt8) throws(ShareError) -> EvaluatorShare? {
        do throws(FileError) {
            var bytes = try SecretFile.read(path)
            return EvaluatorShare(SecretBytes(erasing: &bytes), of: evaluator)
        } catch { throw .file(error) }
    }
}

/// Why a share cannot be used.
public enum ShareError: Error, Sendable {
    /// There is no share of this epoch.
    case missing(EpochNumber)
    /// No share that is kept has the public key that the epoch document gives this evaluator.
    case anotherKey(EpochNumber)
    /// The file cannot be read, or others could have read it.
    case file(FileError)
}

extension ShareError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .missing(let epoch): "there is no share of epoch \(epoch.value) here"
        case .anotherKey(let epoch): "the share of epoch \(epoch.value) is not the one whose key the document names"
        case .file(let error): "\(error)"
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .missing: "put evaluator/shares back from your backup; without it the others go on, and a refresh needs all three"
        case .anotherKey: "install the epoch's document that is in force; if it is, put evaluator/shares back from your backup"
        case .file(let error): error.hint
        }
    }
}

extension ThresholdKeys {
    /// The keys of an epoch document, checked against one another (protocol P2, "on load").
    ///
    /// - Returns: nothing unless it states keys for 2 of 3, all are points and fit together.
    public init?(_ keys: EvaluatorKeys) {
        guard keys.threshold == SharePolynomial.threshold, let publicKey = GroupElement(keys.publicKey) else { return nil }
        let commitments = keys.commitments.compactMap { GroupElement($0) }
        var shareKeys: [UInt8: GroupElement] = [:]
        for share in keys.shares { shareKeys[UInt8(clamping: share.index)] = GroupElement(share.publicKey) }
        guard commitments.count == keys.commitments.count, shareKeys.count == keys.shares.count else { return nil }
        self.init(publicKey: publicKey, commitments: commitments, shareKeys: shareKeys)
    }
}
