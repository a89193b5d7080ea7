public import CanonicalCoding
internal import CryptoPrimitives
public import FeedReading
public import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import SignedBundles

extension Lookup.Answer {
    /// The answer for programs: a line of `tocsin lookup --json`, and an item of `/v1/lookup`.
    public var json: JSONValue {
        [
            "canonical": .string(canonical), "input": .string(input), "kind": .string(kind.name), "matched": .string(matched),
            "owners": .integer(Int64(state.owners.count)), "score": .integer(Int64(state.score.value)),
            "status": .string(state.status.rawValue), "tier": .string(state.tier.rawValue),
        ]
    }

    /// The same for a text that is no indicator: it is known to nobody.
    public static func json(of error: IndicatorError, input: String, kind: String) -> JSONValue {
        [
            "canonical": "", "error": .string(IndicatorError.code), "input": .string(input), "kind": .string(kind),
            "matched": "", "owners": 0, "reason": .string(error.reason.rawValue), "score": 0, "status": "unknown", "tier": "none",
        ]
    }

    /// The answer with every step that led to it: what `tocsin explain --json` prints, and `/v1/indicators` answers.
    public var explanation: JSONValue {
        let bundles = Dictionary(
            state.standings.map { ($0.claim.id.manifest, $0.claim.origin.bundle) }, uniquingKeysWith: { first, _ in first })
        let steps = state.why.map { step -> JSONValue in
            [
                "bundle": .string(step.claim.flatMap { bundles[$0.manifest] } ?? ""),
                "claim": .string(step.claim?.description ?? ""), "manifest": .string(step.claim?.manifest.hex ?? ""),
                "publisher": .string(step.publisher?.name ?? ""), "rule": .string(step.rule.rawValue),
                "sentence": .string(step.sentence),
            ]
        }
        return [
            "canonical": .string(canonical), "kind": .string(kind.name), "matched": .string(matched),
            "owners": .array(state.owners.map { .string($0.owner.name) }), "score": .integer(Int64(state.score.value)),
            "status": .string(state.status.rawValue), "tier": .string(state.tier.rawValue),
            "why": .array(steps + splits.map(\.step)),
        ]
    }
}

extension RecordedJudgement {
    /// What a judgement of this node kept out of an answer.
    public var sentence: String {
        "a local judgement of \(document.time.rfc3339) keeps an indicator apart that is named beside it: "
            + "\(document.why)  (tocsin merge list, line \(line))"
    }

    fileprivate var step: JSONValue {
        [
            "bundle": "", "claim": "", "manifest": "", "publisher": .string(document.node.name), "rule": "judgement",
            "sentence": .string(sentence),
        ]
    }
}

extension FeedKind {
    /// The kind that one value is taken for; nothing leaves the guess to whoever asks.
    ///
    /// - Throws: `IndicatorError` for any wallet, where the value is none.
    public func kind(of value: String) throws(IndicatorError) -> IndicatorKind? {
        switch self {
        case .auto: return nil
        case .fixed(let kind): return kind
        case .anyWallet:
            let bytes = Array(value.utf8)
            guard let kind = WalletForm.guess(bytes.span) else {
                throw IndicatorError(.kindNotRecognised, byteCount: bytes.count)
            }
            return kind
        }
    }
}
