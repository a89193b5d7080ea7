internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles

/// One line of `ledger/decisions.jsonl`: who may see what, by which rule, with no value in it.
struct DecisionRecord {
    /// How far something got that takes a while.
    enum State: String {
        case begun, done, stopped
    }

    private let line: JSONValue

    init(
        _ request: DisclosureGate.Request, _ bundle: Digest256?, _ segments: [Disclosure.SegmentAnswer], _ profile: Digest256?,
        _ time: Timestamp, state: State = .done
    ) {
        line = [
            "bundle": .string(bundle?.hex ?? ""), "profile": .string(profile?.hex ?? ""),
            "segments": .array(
                segments.map {
                    [
                        "columns": .array($0.columns.map { .string($0) }), "hidden": .integer(Int64($0.hiddenRows)),
                        "kind": .string($0.kind), "reason": .string($0.reason),
                        "rows": .integer(Int64($0.shownRows)), "rules": .array($0.rules.map { .string($0) }),
                        "seg": .integer(Int64($0.segment)), "tlp": .string($0.marking),
                    ]
                }),
            "stage": .string(request.stage.rawValue), "state": .string(state.rawValue), "time": .string(time.rfc3339),
            "to": .string(request.recipient.name),
        ]
    }

    func append(to paths: HomePaths) throws {
        try AppendOnlyFile.append(line.canonicalBytes() + [UInt8(ascii: "\n")], to: paths.decisions)
    }
}
