internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import SignedBundles
internal import TransparencyLog

extension Node {
    /// Has the receipts for a bundle that no longer waits say `applied`; senders get them when they ask next.
    ///
    /// - Throws: `LedgerError`, `FileError`, `BundleError`, ``NodeError``.
    func confirmRelease(of manifest: Digest256, at time: Timestamp) throws {
        var transfers: Set<Digest256> = []
        try ledger().forEach { (record) throws(LedgerError) in
            guard record.type == .receiveAccept, record.digest(DetailField.bundle.rawValue) == manifest,
                let transfer = record.transfer
            else { return }
            transfers.insert(transfer)
        }
        for transfer in transfers.sorted() where Directory.exists(paths.ownReceipt(transfer.hex)) {
            let path = paths.ownReceipt(transfer.hex)
            let receipt = try TransferReceipt(verifying: TransferFile.read(path), keys: registry())
            guard receipt.state == .received else { continue }
            try TransferFile.write(sign(receipt.applied(at: time).envelope()), to: path)
        }
    }
}

extension TransferReceipt {
    fileprivate func applied(at time: Timestamp) -> TransferReceipt {
        TransferReceipt(
            transfer: transfer, manifest: manifest, from: from, to: to, state: .applied, code: "", counts: counts,
            retracted: retracted, entry: entry, time: time)
    }
}
