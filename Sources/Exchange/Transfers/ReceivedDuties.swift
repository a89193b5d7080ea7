internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// Under which duties a bundle of somebody else was taken in: what was received under `no_onward` is not passed on.
///
/// The log says with which decisions the bundle was accepted; what was kept of each is decided again, and gives the rules that let its
/// rows in. A bundle that came in several pieces is bound by the duties of all of them.
struct ReceivedDuties {
    /// The words by which rows are known again later: confidence, sources and age change, or are counted in other steps.
    private struct Words: Hashable {
        let kind: String
        let type: String
        let act: String
        let tlp: String
        let pap: String
        let subject: String

        init(_ rows: RowClass) {
            kind = rows.kind
            type = rows.type
            act = rows.act
            tlp = rows.tlp
            pap = rows.pap
            subject = rows.subject
        }
    }

    private var forbidden: Set<Words> = []

    /// Reads how a bundle came in.
    ///
    /// - Throws: `LedgerError`, `FileError`; ``NodeError/homeDamaged(_:)`` when nothing is left of a decision under which it was accepted.
    init(of manifest: Digest256, at node: Node) throws {
        var decisions: [String] = []
        try node.ledger().forEach { (record) throws(LedgerError) in
            guard record.type == .receiveAccept, record.details[.bundle]?.string == manifest.hex,
                let decision = record.details["decision"]?.string
            else { return }
            decisions.append(decision)
        }
        for decision in decisions { try take(decision, at: node) }
    }

    private mutating func take(_ decision: String, at node: Node) throws {
        guard let input = CapturedInput.file(decision).read(at: node.paths), let digest = input.agreement else {
            throw NodeError.homeDamaged("\(node.paths.decisionInput(decision)) is missing or is no captured input")
        }
        let agreement = try node.keptAgreement(digest)
        let binding = Set(agreement.rules.filter { $0.duties.contains(.noOnward) }.map(\.id))
        guard !binding.isEmpty else { return }
        // The duty may stand on the rule by which rows were sent, or on the one by which they were taken in.
        for stage in [DecisionStage.send, .receive] {
            var asked = input
            asked.stage = stage
            for rows in DecisionEngine.decide(asked, under: agreement).classes where !binding.isDisjoint(with: rows.allowing) {
                forbidden.insert(Words(rows.rows))
            }
        }
    }

    /// The classes of the bundle's rows, those that must stay here marked.
    func marked(_ classes: [RowClass]) -> [RowClass] {
        guard !forbidden.isEmpty else { return classes }
        return classes.map { rows in
            var marked = rows
            marked.isOnwardForbidden = forbidden.contains(Words(rows))
            return marked
        }
    }
}
