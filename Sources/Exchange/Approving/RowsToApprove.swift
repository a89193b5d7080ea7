internal import Agreements
internal import CryptoPrimitives

/// The rows of a publication that officers have to approve: they sign the digest of all of them, cell by cell.
struct RowsToApprove {
    private var digest = SHA256()

    /// Nothing where no rule asks for approvals of what is published.
    init?(under agreement: Agreement?) {
        let isAsked = agreement?.rules.contains { rule in
            rule.stages.contains(.publish) && rule.duties.contains { if case .approve = $0 { true } else { false } }
        }
        guard isAsked ?? false else { return nil }
    }

    /// Takes a row as it will be published.
    mutating func note(_ cells: [[UInt8]?]) {
        for cell in cells {
            digest.update([cell == nil ? 0 : 1])
            digest.update(SHA256.hash(cell ?? []).bytes)
        }
    }

    /// The digest of all rows so far.
    var cells: Digest256 { digest.finalize() }
}
