import CanonicalCoding
import CryptoPrimitives
import Indicators
import SignedBundles
import Testing

@Suite struct `What a publisher's next bundle follows` {
    private func place(_ sequence: Int, _ name: String = "") -> ChainPlace {
        ChainPlace(sequence: sequence, digest: SHA256.hash("\(sequence)\(name)"))
    }

    private func chain(upTo last: Int) throws -> ChainState {
        let held = (1...last).map { ($0, ChainEntry(digest: place($0).digest, created: nil, standing: .held)) }
        return ChainState(
            publisher: try #require(MemberID("org.a")), audience: try #require(GroupID("lab")),
            entries: Dictionary(uniqueKeysWithValues: held))
    }

    @Test func `is the head without a reset`() throws {
        #expect(try chain(upTo: 3).predecessorOfNext(after: nil) == place(3))
    }

    @Test func `is the reset, whatever was known beyond it`() throws {
        var chain = try chain(upTo: 4)
        chain.apply(place(2))
        #expect(chain.head == place(4))
        #expect(chain.predecessorOfNext(after: place(2)) == place(2))
    }

    @Test func `is the reset when another bundle stood in its place, and when it is ahead of everything held`() throws {
        var chain = try chain(upTo: 4)
        chain.apply(place(3, "other"))
        #expect(chain.predecessorOfNext(after: place(3, "other")) == place(3, "other"))
        chain.apply(place(9))
        #expect(chain.predecessorOfNext(after: place(9)) == place(9))
    }

    @Test func `is the head again once the chain has gone on from the reset`() throws {
        var chain = try chain(upTo: 2)
        chain.apply(place(2))
        let later = ChainEntry(digest: place(3).digest, created: nil, standing: .held)
        let state = ChainState(
            publisher: chain.publisher, audience: chain.audience, entries: chain.entries.merging([3: later]) { $1 },
            resets: chain.resets)
        #expect(state.predecessorOfNext(after: place(2)) == place(3))
    }
}

@Suite struct `A chain below a reset that was reached first` {
    private let publisher = "org.a"

    /// The manifest of a place, which follows another one; its digest is that of its payload.
    private func manifest(_ sequence: Int, after previous: Digest256?, _ name: String = "right") throws -> Manifest {
        let start = Timestamp(secondsSinceEpoch: 1_796_083_200)
        return try Manifest(
            publisher: #require(MemberID(publisher)), audience: #require(GroupID("lab")),
            bundle: #require(BundleID(Array(SHA256.hash("\(sequence)\(name)").bytes.prefix(16)))), sequence: sequence,
            previous: previous, epoch: EpochNumber(1), created: start.adding(seconds: Int64(sequence)),
            expires: start.adding(days: 90), segments: [])
    }

    private func digest(_ manifest: Manifest) -> Digest256 { SHA256.hash(manifest.payload()) }

    @Test func `is filled downwards by what each bundle names, and what was taken of another branch is put out`() throws {
        var right: [Manifest] = []
        for sequence in 1...5 { right.append(try manifest(sequence, after: right.last.map(digest))) }
        let wrong = try manifest(3, after: digest(right[1]), "wrong")
        var chain = ChainState(publisher: right[0].publisher, audience: right[0].audience)
        for manifest in [right[0], right[1], wrong] { chain.record(manifest, digest: digest(manifest), isTooLate: false) }
        chain.apply(ChainPlace(sequence: 5, digest: digest(right[4])))
        #expect(chain.missingAncestors.isEmpty && chain.head?.sequence == 3)
        for (taken, missing) in [(5, 4), (4, 3)] {
            chain.record(right[taken - 1], digest: digest(right[taken - 1]), isTooLate: false)
            #expect(chain.missingAncestors == [ChainPlace(sequence: missing, digest: digest(right[missing - 1]))])
        }
        #expect(chain.quarantined == [digest(wrong)] && chain.head?.sequence == 5)
        chain.record(right[2], digest: digest(right[2]), isTooLate: false)
        #expect(chain.missingAncestors.isEmpty)
        for (index, manifest) in right.enumerated() { #expect(chain.entries[index + 1]?.digest == digest(manifest)) }
    }

    @Test func `is not asked for where nothing below is known`() throws {
        let second = try manifest(2, after: digest(manifest(1, after: nil)))
        var chain = ChainState(publisher: second.publisher, audience: second.audience)
        chain.apply(ChainPlace(sequence: 2, digest: digest(second)))
        chain.record(second, digest: digest(second), isTooLate: false)
        #expect(chain.missingAncestors.isEmpty && chain.head?.sequence == 2)
    }
}
