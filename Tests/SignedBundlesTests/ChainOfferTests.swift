import CanonicalCoding
import CryptoPrimitives
import Indicators
import SignedBundles
import Testing

@Suite struct `What of a chain is handed on` {
    private func place(_ sequence: Int, _ name: String = "") -> ChainPlace {
        ChainPlace(sequence: sequence, digest: SHA256.hash("\(sequence)\(name)"))
    }

    private func chain(
        _ standings: [ChainEntry.Standing], forks: Set<Int> = []
    ) throws -> ChainState {
        let entries = standings.enumerated().map { index, standing in
            (index + 1, ChainEntry(digest: place(index + 1).digest, created: nil, standing: standing))
        }
        return ChainState(
            publisher: try #require(MemberID("org.a")), audience: try #require(GroupID("lab")),
            entries: Dictionary(uniqueKeysWithValues: entries), forks: forks)
    }

    @Test func `is every bundle that was taken, and no name alone`() throws {
        let chain = try chain([.named, .held, .expired, .reset])
        #expect(chain.offered.keys.sorted() == [2, 3])
        #expect(chain.offeredHead == place(3))
    }

    @Test func `ends where the next bundle may begin, even with a name`() throws {
        #expect(try chain([.held, .named]).offeredHead == place(2))
        #expect(try chain([]).offeredHead == nil)
    }

    @Test func `ends at a reset until a bundle has followed it`() throws {
        var chain = try chain([.held, .held, .held])
        chain.apply(place(2))
        #expect(chain.offered.keys.sorted() == [1, 2])
        #expect(chain.offeredHead == place(2))
        #expect(!chain.hands(on: place(3).digest))
        #expect(chain.head == place(3), "its claims stand until then")
    }

    @Test func `is nothing of a forked chain but the proof`() throws {
        let chain = try chain([.held, .held, .held], forks: [2])
        #expect(chain.offered.isEmpty)
        #expect((1...3).map { chain.hands(on: place($0).digest) } == [false, true, false])
        #expect(chain.offeredHead == place(3), "whoever holds the other bundle learns of the fork by the head")
    }
}
