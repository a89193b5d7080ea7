import CryptoPrimitives
import TestVectors
import Testing

/// Leaves that are hashed together against each of them alone.
@Suite struct `A row of leaves` {
    @Test(arguments: `Two compressions at once`.paths, (0..<8).map { _ in UInt64.random(in: 0 ... .max) })
    func `has the leaves of its cells, however many cells of whatever length there are`(inLanes: Bool, seed: UInt64) {
        var generator = SplitMix64(state: seed)
        var row = LeafRow()
        for count in 0...12 {
            row.removeAll()
            let salts = (0..<count).map { _ in SHA256.hash(generator.bytes(8)) }
            let values: [[UInt8]?] = (0..<count).map { _ in
                Int.random(in: 0..<4, using: &generator) == 0
                    ? nil : generator.bytes(Int.random(in: 0..<700, using: &generator))
            }
            for (salt, value) in zip(salts, values) {
                if let value { row.append(salt: salt, value: value.span) } else { row.appendAbsent(salt: salt) }
            }
            row.hash(inLanes: inLanes)
            for place in 0..<count {
                let expected = [0] + salts[place].bytes + (values[place].map { [1] + $0 } ?? [0])
                #expect(row[place] == SHA256.hash(expected), "seed \(seed), cell \(place) of \(count)")
            }
        }
    }

    @Test func `has the leaves of a tree at every length around a block`() {
        let salt = SHA256.hash("salt")
        var row = LeafRow()
        for count in 0...400 {
            let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            row.removeAll()
            row.append(salt: salt, value: value.span)
            row.appendAbsent(salt: salt)
            row.append(salt: salt, value: Array(value.reversed()).span)
            row.hash()
            #expect(row[0] == TreeHash.leaf(salt: salt, value.span))
            #expect(row[1] == SHA256.hash([0] + salt.bytes + [0]))
            #expect(row[2] == TreeHash.leaf(salt: salt, Array(value.reversed()).span))
        }
    }
}
