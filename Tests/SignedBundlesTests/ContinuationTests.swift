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
