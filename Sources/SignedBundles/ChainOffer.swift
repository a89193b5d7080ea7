public import CryptoPrimitives

/// What of a chain one node may name to others and hand on.
///
/// What a reset may yet put out of the chain is neither named nor handed on: a node that takes the reset's place for the end of the
/// chain would otherwise take such a bundle for the one that follows it, and two nodes would go on differently.
extension ChainState {
    /// The bundles that may be handed on, by place; none of a chain that is set aside.
    public var offered: [Int: ChainEntry] {
        isQuarantined ? [:] : entries.filter { $0.value.isTaken && !$0.value.isReplaceable }
    }

    /// The newest place that others may go on from.
    public var offeredHead: ChainPlace? {
        entries.filter { $0.value.standing != .reset && !$0.value.isReplaceable }.max { $0.key < $1.key }
            .map { ChainPlace(sequence: $0.key, digest: $0.value.digest) }
    }

    /// Whether a bundle may be handed on: one that is offered, and of a chain that is set aside the one at the place of its fork, which no
    /// list names: it is the proof for whoever holds the other.
    public func hands(on digest: Digest256) -> Bool {
        offered.values.contains { $0.digest == digest }
            || forks.contains { entries[$0]?.digest == digest && entries[$0]?.isTaken == true }
    }
}

extension ChainEntry {
    /// Whether the bundle itself was taken, whole or in part, and not only its name.
    public var isTaken: Bool { standing == .held || standing == .expired }
}
