internal import CanonicalCoding
internal import LedgerFiles
internal import Redaction
internal import SignedBundles
internal import TransparencyLog

extension AuditView {
    /// Whether anything left that policy did not allow (question 5): every kept stream is read anew and held against its decision.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func egressDifferences(_ filter: AuditFilter) throws -> AuditAnswer {
        var answer = AuditAnswer("entry", "time", "recipient", "transfer", "segment", "kind", "difference")
        var (checked, gone, undecided) = (0, 0, 0)
        let keys = try node.pastKeys()
        let trail = try TransferTrail(self, filter)
        for transfer in trail.transfers {
            guard let decided = try DecidedForms(self, transfer, trail) else {
                undecided += 1
                continue
            }
            let found: [EgressFinding]
            do {
                guard let stream = try SentStream.read(transfer, of: node, under: keys) else {
                    gone += 1
                    continue
                }
                found = EgressFinding.all(in: stream, decided)
            } catch let error as BundleError {
                found = [EgressFinding(segment: nil, kind: "", what: "the stream does not verify: \(error.code.rawValue)")]
            }
            checked += 1
            for finding in found {
                answer.add(
                    transfer.intent.indexCell, transfer.intent.timeCell, .text(transfer.recipient), .text(transfer.digest),
                    finding.segment.map { AuditCell.count($0) } ?? .text(""), .text(finding.kind), .text(finding.what))
            }
        }
        answer.state("transfers_checked", .integer(Int64(checked)))
        answer.state("streams_gone", .integer(Int64(gone)))
        answer.state("without_record", .integer(Int64(undecided)))
        answer.isClearNo = !answer.rows.isEmpty
        return answer
    }
}

/// Something that a stream shows and its decision does not.
struct EgressFinding {
    /// The segment; nothing for what is wrong with the stream as a whole.
    let segment: Int?
    let kind: String
    let what: String

    static func all(in stream: SentStream, _ decided: DecidedForms) -> [EgressFinding] {
        let known = Dictionary(stream.segments.map { ($0.index, $0) }) { first, _ in first }
        var found = (stream.findings?.segments ?? []).flatMap { segment -> [EgressFinding] in
            let (kind, marking) = (known[segment.index]?.kind ?? "", known[segment.index]?.marking ?? "")
            let rows = DecidedForms.Rows(segment: segment.index, kind: kind, marking: marking)
            let shown = zip(segment.names, segment.opened).filter { $0.1.count > 0 }.map(\.0)
            return Set(shown).subtracting(decided.shownColumns(of: rows)).sorted().map { column in
                EgressFinding(segment: segment.index, kind: kind, what: "\(column) is shown and was not allowed")
            }
        }
        if let fault = stream.findings?.fault { found.append(EgressFinding(segment: nil, kind: "", what: "\(fault)")) }
        if !stream.isOriginal {
            found.append(EgressFinding(segment: nil, kind: "", what: "the kept stream is not the one that left"))
        }
        return found
    }
}
