internal import CanonicalCoding
internal import CryptoPrimitives
internal import TransparencyLog

/// The items of a transfer or a decision as its entry commits to them: one root, from which each can be proven, or erased, alone.
///
/// The salt of item i is HMAC-SHA-256(`items_salt`, i as 8 bytes big-endian). To erase the proof of one, the one salt is replaced by the
/// list of the others.
struct CommittedItems {
    private let salt: Digest256
    private let key: HMACKey
    private var commitments: [Digest256] = []

    /// Begins with a fresh salt.
    init() {
        salt = SecureRandom.digest()
        key = HMACKey(salt)
    }

    /// All of some items, by their names.
    init(_ names: some Sequence<String>) {
        self.init()
        for name in names { append(Array(name.utf8)) }
    }

    /// Takes the next item: the id of a claim, the digest of a manifest.
    mutating func append(_ id: [UInt8]) {
        let number = UInt64(commitments.count)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
        commitments.append(ItemCommitments.commitment(claimID: id, salt: key.authenticate(bytes)))
    }

    /// How many there are.
    var count: Int { commitments.count }

    /// The fields that entries with items require.
    var fields: [(DetailField, JSONValue)] {
        [
            (.itemsRoot, .string(ItemCommitments.root(of: commitments).hex)), (.itemCount, .integer(Int64(commitments.count))),
        ]
    }

    /// What has to be kept beside them, to prove one item later.
    var further: [(name: String, DetailRecord.FieldClass, JSONValue)] {
        [("items_salt", .item, .string(salt.hex))]
    }
}
