internal import Blinding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

extension EvaluatorHome {
    /// The share that a document gives this home's member; nothing where it gives none, or none was put here.
    func share(of epoch: VerifiedEpoch, under registry: VerifiedRegistry) -> Result<EvaluatorShare, RefusedShare>? {
        guard let keys = epoch.document.evaluators,
            let own = keys.shares.first(where: { isOwn($0.party, under: registry) })
        else { return nil }
        guard let checked = ThresholdKeys(keys), let evaluator = UInt8(exactly: own.index),
            let publicKey = checked.shareKeys[evaluator]
        else { return .failure(RefusedShare(sentence: "the keys of its document do not fit together")) }
        do throws(ShareError) {
            return .success(try ShareFile.read(paths, of: epoch.number, evaluator: evaluator, publicKey: publicKey))
        } catch {
            switch error {
            case .missing: return nil
            case .anotherKey: return .failure(RefusedShare(sentence: "no share here has the public key of its document"))
            case .file(let error): return .failure(RefusedShare(sentence: error.description))
            }
        }
    }
}

/// A share that is not used.
struct RefusedShare: Error {
    let sentence: String
}
