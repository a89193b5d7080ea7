public import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import NodeAPI

extension Node {
    /// The epochs whose evaluators this node may ask at a moment: their pepper is here, and bundles of theirs still match.
    ///
    /// - Throws: what ``installedEpochs()`` throws.
    public func evaluableEpochs(at time: Timestamp) throws -> [VerifiedEpoch] {
        try installedEpochs().filter { epoch in
            epoch.document.evaluators != nil && epoch.acceptsBundles(at: time)
                && Directory.exists(paths.pepper(epoch.number.value))
                && (try? CompiledRules.require(epoch.document.norm)) != nil
        }
    }

    /// Refuses an epoch whose canonical forms are made with other data than this program's: nothing is evaluated for them.
    ///
    /// - Throws: ``NodeError``.
    public func requireNorm(of epoch: VerifiedEpoch) throws { try CompiledRules.require(epoch.document.norm) }

    /// What evaluators of an epoch have yet to evaluate among some inputs, each once. Kinds that the epoch does not serve need nothing.
    ///
    /// - Throws: as ``blinder(of:)``.
    public func unevaluated(_ inputs: [MatchInput], in epoch: VerifiedEpoch) throws -> [MatchInput] {
        try blinder(of: epoch).unevaluated(inputs)
    }

    /// Has the evaluators of every epoch evaluate what is asked for there and not kept here.
    ///
    /// - Throws: as ``EvaluationClient``.
    func evaluationClients(
        for inputs: [MatchInput], purpose: String, at time: Timestamp, over transport: any PeerTransport
    ) throws -> [EvaluationClient] {
        try evaluableEpochs(at: time).filter { try !unevaluated(inputs, in: $0).isEmpty }.map {
            try EvaluationClient(self, for: $0, purpose: purpose, at: time, over: transport)
        }
    }
}

extension EpochBlinder {
    func unevaluated(_ inputs: [MatchInput]) -> [MatchInput] {
        var seen: Set<[UInt8]> = []
        return inputs.filter { ((try? needsEvaluation($0)) ?? false) && seen.insert($0.bytes).inserted }
    }
}

extension MatchInput {
    /// The inputs of all that a lookup of a text asks for; none for a text that is no indicator, which the lookup refuses itself.
    public static func ofLookup(_ text: String, kind: IndicatorKind?, region: RegionCode?) -> [MatchInput] {
        guard let named = try? NamedIndicator(text, kind: kind, region: region) else { return [] }
        return LookupPlan(named, alsoRead: kind == nil ? text : nil).expressions.compactMap {
            try? MatchInput(kind: $0.kind, canonical: $0.canonical.span)
        }
    }
}

extension TextLookup {
    /// The inputs of all that some texts hold and that would be looked up.
    public func inputs(in texts: [[UInt8]]) -> [MatchInput] { texts.flatMap { inputs(in: $0) } }

    private func inputs(in text: [UInt8]) -> [MatchInput] { Self.inputs(in: text, region: region, only: kinds) }

    static func inputs(in text: [UInt8], region: RegionCode?, only kinds: Set<IndicatorKind>) -> [MatchInput] {
        var finder = TextFinder(text, region: region)
        var inputs: [MatchInput] = []
        while let find = finder.next() {
            guard kinds.isEmpty || kinds.contains(find.kind) else { continue }
            inputs += MatchInput.ofLookup(String(decoding: find.canonical, as: UTF8.self), kind: find.kind, region: nil)
            guard find.kind == .acct || find.kind == .handle else { continue }
            inputs += MatchInput.ofLookup(String(decoding: find.spelling, as: UTF8.self), kind: nil, region: nil)
        }
        return inputs
    }
}
