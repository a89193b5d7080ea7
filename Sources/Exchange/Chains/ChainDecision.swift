internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeStore
internal import SignedBundles

/// What a node decided about a chain beside taking its bundles: facts that no bundle file holds.
///
/// One line each in `ledger/chains.jsonl`, so that a store that is made anew judges its bundles as before.
struct ChainDecision: Hashable {
    /// What was decided.
    enum Act: String {
        /// The chain begins after a bundle that the publisher's own signed heads name.
        case begin
        /// An officer stepped over a gap that nobody can fill.
        case gap = "gap.accept"
        /// A reset of the registry was applied.
        case reset
        /// Two bundles of one number were seen: the chain is quarantined.
        case fork
    }

    let act: Act
    let publisher: MemberID
    let audience: GroupID
    let place: ChainPlace
    let time: Timestamp
    /// Who decided and why; empty where no person decides.
    let officer: String
    let why: String
    /// How many lines the log of imports had then: the place of the decision among them. Absent from lines of before there was
    /// a log.
    private(set) var after: Int?

    init(_ act: Act, _ chain: ChainState, at place: ChainPlace, time: Timestamp, officer: String = "", why: String = "") {
        self.act = act
        publisher = chain.publisher
        audience = chain.audience
        self.place = place
        self.time = time
        self.officer = officer
        self.why = why
    }

    /// The same decision with its place.
    func placed(after lines: Int) -> Self {
        var placed = self
        placed.after = lines
        return placed
    }

    /// Does to the chain what was decided.
    func apply(to chain: inout ChainState) {
        switch act {
        case .begin: chain.begin(at: place)
        case .gap: chain.stepOverGap(to: place)
        case .reset: chain.apply(place)
        case .fork: chain.recordFork(at: place.sequence, with: place.digest)
        }
    }
}

extension ChainDecision {
    /// The line of the record, with its LF.
    var line: [UInt8] {
        var object = JSONObject()
        object["act"] = .string(act.rawValue)
        object["after"] = after.map { .integer(Int64($0)) }
        object["aud"] = .string(audience.name)
        object["digest"] = .string(place.digest.hex)
        object["officer"] = officer.isEmpty ? nil : .string(officer)
        object["pub"] = .string(publisher.name)
        object["seq"] = .integer(Int64(place.sequence))
        object["time"] = .string(time.rfc3339)
        object["why"] = why.isEmpty ? nil : .string(why)
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// Reads a line; nothing for one that a crash cut short.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object,
            let act = object["act"]?.string.flatMap(Act.init(rawValue:)),
            let publisher = object["pub"]?.string.flatMap({ MemberID($0) }),
            let audience = object["aud"]?.string.flatMap({ GroupID($0) }),
            let sequence = object["seq"]?.integer, sequence >= 1,
            let digest = object["digest"]?.string.flatMap({ Digest256(hex: $0) }),
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.act = act
        self.publisher = publisher
        self.audience = audience
        place = ChainPlace(sequence: Int(sequence), digest: digest)
        self.time = time
        officer = object["officer"]?.string ?? ""
        why = object["why"]?.string ?? ""
        after = object["after"]?.integer.map(Int.init)
    }
}

extension Node {
    private static let chainDecisionsLimitBytes = 256 << 20

    /// Everything that was decided about chains, in order.
    ///
    /// - Throws: `FileError`.
    func chainDecisions() throws -> [ChainDecision] {
        guard Directory.exists(paths.chainDecisions) else { return [] }
        let text = try FileReader.contents(of: paths.chainDecisions, limitBytes: Self.chainDecisionsLimitBytes)
        return text.split(separator: UInt8(ascii: "\n")).compactMap { ChainDecision($0) }
    }

    /// Records a decision, then makes it true in the store.
    ///
    /// - Returns: the chain as it stands now.
    /// - Throws: `LedgerError`, `FileError`, `StoreError`; recorded and not in the store, it is repeated without harm.
    @discardableResult
    func decide(_ decision: ChainDecision, in chains: StandingChains) throws -> ChainState {
        var chain = try chains.chain(of: decision.publisher, for: decision.audience)
        decision.apply(to: &chain)
        if let event = decision.event { try log(event) }
        try AppendOnlyFile.append(decision.placed(after: importLog.lines().count).line, to: paths.chainDecisions)
        try chains.store.save(chain)
        return chain
    }

    /// Makes a recorded decision true in a store that is made anew.
    ///
    /// - Throws: `StoreError`.
    func repeatDecision(_ decision: ChainDecision, in store: NodeStore) throws {
        var chain = try store.chain(of: decision.publisher, for: decision.audience)
        decision.apply(to: &chain)
        try store.save(chain)
    }

    /// Applies the resets of the registry in force that this node has not applied yet, for good.
    ///
    /// - Throws: `FileError`, `StoreError`, `RegistryError`.
    func settleResets(in store: NodeStore, at time: Timestamp) throws {
        for reset in try registry().document.resets {
            let kept = StandingChains(store, under: nil)
            let chain = try kept.chain(of: reset.publisher, for: reset.audience)
            guard !chain.resets.contains(reset.place) else { continue }
            try decide(ChainDecision(.reset, chain, at: reset.place, time: time), in: kept)
        }
    }
}
