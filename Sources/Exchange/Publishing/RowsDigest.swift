internal import Agreements
internal import CryptoPrimitives

/// The digest of rows, cell by cell.
struct RowsDigest {
    private var digest = SHA256()

    /// Takes a row as it will be published.
    mutating func note(_ cells: [[UInt8]?]) {
        for cell in cells {
            digest.update([cell == nil ? 0 : 1])
            digest.update(SHA256.hash(cell ?? []).bytes)
        }
    }

    /// The digest of all rows so far.
    var value: Digest256 { digest.finalize() }

    /// Where rules ask for approvals of what is published: officers sign it. Nothing elsewhere.
    static func forOfficers(under agreement: Agreement?) -> RowsDigest? {
        let isAsked = agreement?.rules.contains { rule in
            rule.stages.contains(.publish) && rule.duties.contains { if case .approve = $0 { true } else { false } }
        }
        return isAsked ?? false ? RowsDigest() : nil
    }
}
