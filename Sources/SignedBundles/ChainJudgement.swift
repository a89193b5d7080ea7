public import CanonicalCoding
public import CryptoPrimitives

extension ChainState {
    /// Judges whether a bundle may be taken now.
    ///
    /// - Throws: ``BundleError`` with `E_FORK`, `E_ROLLBACK`, `E_GAP`, `E_MANIFEST` or `E_EPOCH`, in this order.
    public func judge(
        _ manifest: Manifest, digest: Digest256, at time: Timestamp, window: EpochWindow?
    ) throws(BundleError) -> ChainVerdict {
        if let entry = entries[manifest.sequence], entry.digest == digest {
            if entry.isTaken { return .furtherRedaction }
        } else {
            try judgePlace(of: manifest)
        }
        if manifest.created > time.adding(seconds: BundleLimits.clockLeadSeconds) {
            throw BundleError(.manifest, line: 1, .createdInTheFuture)
        }
        guard let window else { throw BundleError(.epoch, line: 1, .unknownEpoch) }
        guard window.contains(time) else { throw BundleError(.epoch, line: 1, .epochClosed) }
        return .new
    }

    /// Whether only the retract and object rows of a bundle may be taken, because it came, or comes, too late.
    public func isTooLate(_ manifest: Manifest, at time: Timestamp) -> Bool {
        switch entries[manifest.sequence]?.standing {
        case .held: false
        case .expired: true
        case .named, .reset, .ancestor, nil: time >= manifest.expires
        }
    }

    /// Whether a bundle that is not the one known at its place may stand there.
    private func judgePlace(of manifest: Manifest) throws(BundleError) {
        if let predecessor = predecessor(of: manifest) {
            if let before = predecessor.created, manifest.created < before {
                throw BundleError(.manifest, line: 1, .createdBeforePredecessor)
            }
            return
        }
        if entries[manifest.sequence] != nil { throw BundleError(.fork, line: 1, .forked) }
        if let head, manifest.sequence <= head.sequence { throw BundleError(.rollback, line: 1, .rolledBack) }
        if manifest.sequence == 1 { return }
        throw BundleError(.gap, line: 1, .gap)
    }

    /// What a bundle follows, when it is the head or a reset after which the place is open.
    private func predecessor(of manifest: Manifest) -> ChainEntry? {
        guard let entry = entries[manifest.sequence - 1], entry.digest == manifest.previous else { return nil }
        let place = ChainPlace(sequence: manifest.sequence - 1, digest: entry.digest)
        if place == head { return entry }
        let next = entries.filter { $0.key >= manifest.sequence && $0.value.standing != .reset }.min { $0.key < $1.key }
        return resets.contains(place) && next?.value.isReplaceable != false ? entry : nil
    }
}

extension ChainState {
    /// Records a bundle that was judged ``ChainVerdict/new`` and taken.
    ///
    /// What stood beyond the reset that it follows is quarantined.
    public mutating func record(_ manifest: Manifest, digest: Digest256, isTooLate: Bool) {
        let reset = manifest.previous.map { ChainPlace(sequence: manifest.sequence - 1, digest: $0) }
        if let reset, resets.contains(reset), entries[manifest.sequence]?.digest != digest {
            quarantine(from: manifest.sequence)
        }
        let leadsToReset =
            resets.contains(ChainPlace(sequence: manifest.sequence, digest: digest))
            || entries[manifest.sequence]?.standing == .ancestor
        entries[manifest.sequence] = ChainEntry(
            digest: digest, created: manifest.created, standing: isTooLate ? .expired : .held)
        if leadsToReset { nameAncestor(of: manifest) }
    }

    /// What leads to a reset says which bundle is right before it: the reset's digest commits to it.
    ///
    /// What was taken of another branch is quarantined, and the right one may still be taken, until both meet. A chain that begins at the
    /// reset has no branch to leave.
    private mutating func nameAncestor(of manifest: Manifest) {
        let place = manifest.sequence - 1
        guard let previous = manifest.previous, entries[place]?.digest != previous,
            entries.contains(where: { $0.key < manifest.sequence && $0.value.standing != .reset })
        else { return }
        if let other = entries[place]?.digest {
            guard !resets.contains(ChainPlace(sequence: place, digest: other)) else { return }
            quarantined.insert(other)
        }
        quarantined.remove(previous)
        entries[place] = ChainEntry(digest: previous, created: nil, standing: .ancestor)
    }

    /// The bundles that are known by name alone because a reset, or what leads to it, names them, and what follows was taken first; the
    /// newest comes first.
    public var missingAncestors: [ChainPlace] {
        let head = head?.sequence ?? 0
        return entries.filter { $0.key < head && ($0.value.standing == .ancestor || $0.value.standing == .reset) }
            .sorted { $0.key > $1.key }.map { ChainPlace(sequence: $0.key, digest: $0.value.digest) }
    }

    /// Records that another bundle is known at a place: both envelopes are proof, and the chain is quarantined.
    ///
    /// The digest known there, one that a reset already put out of the chain, or a place of which nothing is known
    /// changes nothing; nor does a place up to that of a reset, which settled who is right there.
    public mutating func recordFork(at sequence: Int, with digest: Digest256) {
        guard let entry = entries[sequence], entry.digest != digest, !quarantined.contains(digest),
            !resets.contains(where: { $0.sequence >= sequence })
        else { return }
        forks.insert(sequence)
    }

    /// Lets a late joiner begin at the head that the publisher's own signed heads name; a chain that has begun stays.
    public mutating func begin(at place: ChainPlace) {
        guard head == nil else { return }
        entries[place.sequence] = ChainEntry(digest: place.digest, created: nil, standing: .named)
    }

    /// Steps over a gap that nobody can fill, as an officer decided: the chain goes on after this place.
    ///
    /// A place that is not beyond the head changes nothing.
    public mutating func stepOverGap(to place: ChainPlace) {
        guard place.sequence > head?.sequence ?? 0 else { return }
        entries[place.sequence] = ChainEntry(digest: place.digest, created: nil, standing: .named)
    }

    /// Applies a reset of the registry, once: it ends the quarantine, and the chain goes on from its place.
    ///
    /// When another bundle is known there, that one and all beyond it are quarantined. Otherwise what is known beyond
    /// it stays until a bundle that follows the reset takes its place.
    public mutating func apply(_ reset: ChainPlace) {
        guard resets.insert(reset).inserted else { return }
        forks = []
        let isBeyondHead = reset.sequence > head?.sequence ?? 0
        let isOther = entries[reset.sequence].map { $0.digest != reset.digest } ?? false
        if isOther { quarantine(from: reset.sequence) }
        entries = entries.mapEntries { $0 > reset.sequence ? $1.replaceable : $1 }
        if entries[reset.sequence]?.digest != reset.digest {
            entries[reset.sequence] = ChainEntry(
                digest: reset.digest, created: nil, standing: isBeyondHead ? .reset : .named)
        }
        quarantined.remove(reset.digest)
    }

    /// Takes what is known from a place on out of the chain, but for the places of resets.
    private mutating func quarantine(from sequence: Int) {
        for (place, entry) in entries where place >= sequence && entry.standing != .reset {
            quarantined.insert(entry.digest)
            entries[place] = nil
        }
    }
}

extension ChainState {
    /// What the publisher's own next bundle names as its predecessor.
    ///
    /// After a reset that is the reset's place, whatever was known beyond it: that is where every other node can follow.
    /// Once a bundle has followed the reset it is the head, as ever.
    ///
    /// - Parameter newestReset: the reset of this chain that the registry lists last, applied already.
    public func predecessorOfNext(after newestReset: ChainPlace?) -> ChainPlace? {
        guard let newestReset, resets.contains(newestReset) else { return head }
        let hasGoneOn = entries.contains { place, entry in
            place > newestReset.sequence && entry.standing != .reset && !entry.isReplaceable
        }
        return hasGoneOn ? head : newestReset
    }

    /// Whether a bundle is known to have stood at a place, in the chain or put out of it by a reset.
    public func knows(_ place: ChainPlace) -> Bool {
        entries[place.sequence]?.digest == place.digest || quarantined.contains(place.digest)
    }
}

extension ChainEntry {
    fileprivate var replaceable: ChainEntry {
        ChainEntry(digest: digest, created: created, standing: standing, isReplaceable: true)
    }
}

extension [Int: ChainEntry] {
    fileprivate func mapEntries(_ transform: (Int, ChainEntry) -> ChainEntry) -> Self {
        Dictionary(uniqueKeysWithValues: map { ($0.key, transform($0.key, $0.value)) })
    }
}
