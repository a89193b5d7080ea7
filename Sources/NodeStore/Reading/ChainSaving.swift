internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import SignedBundles

extension StoreEngine {
    /// Writes the parts of a chain in place of what was kept. Inside a transaction.
    func save(_ chain: ChainState) throws(StoreError) {
        for table in ["chain_entries", "chain_marks"] {
            var delete = try database.connection.prepare("DELETE FROM \(table) WHERE pub = ?1 AND aud = ?2")
            try delete.bind(chain.publisher.name, at: 1)
            try delete.bind(chain.audience.name, at: 2)
            try delete.run()
        }
        var insert = try database.connection.prepare(
            """
            INSERT INTO chain_entries (pub, aud, seq, digest, created, standing, replaceable)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
        for (sequence, entry) in chain.entries {
            try insert.bind(chain.publisher.name, at: 1)
            try insert.bind(chain.audience.name, at: 2)
            try insert.bind(sequence, at: 3)
            try insert.bind(entry.digest.bytes, at: 4)
            try insert.bind(entry.created?.secondsSinceEpoch, at: 5)
            try insert.bind(entry.standing.rawValue, at: 6)
            try insert.bind(entry.isReplaceable ? 1 : 0, at: 7)
            try insert.run()
        }
        for digest in chain.quarantined { try save(.quarantined, ChainPlace(sequence: 0, digest: digest), of: chain) }
        for sequence in chain.forks { try save(.fork, ChainPlace(sequence: sequence, digest: .zero), of: chain) }
        for place in chain.resets { try save(.reset, place, of: chain) }
    }

    private func save(_ mark: Mark, _ place: ChainPlace, of chain: ChainState) throws(StoreError) {
        var insert = try database.connection.prepare(
            "INSERT INTO chain_marks (pub, aud, mark, seq, digest) VALUES (?1, ?2, ?3, ?4, ?5)")
        try insert.bind(chain.publisher.name, at: 1)
        try insert.bind(chain.audience.name, at: 2)
        try insert.bind(mark.rawValue, at: 3)
        try insert.bind(place.sequence, at: 4)
        try insert.bind(place.digest.bytes, at: 5)
        try insert.run()
    }
}
