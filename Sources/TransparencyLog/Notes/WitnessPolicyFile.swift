internal import CanonicalCoding
internal import CryptoPrimitives

/// The lines of a policy file as they are read, one after the other.
struct WitnessPolicyFile {
    private(set) var logs: [NoteKey] = []
    /// What the names stand for, in the order of the file.
    private(set) var rules: [WitnessPolicy.Rule] = []
    /// The place of the rule that has to hold; nothing for none.
    private(set) var quorum: Int?
    private var hasQuorum = false
    /// Where a name's rule stands. Names are the same when their bytes are.
    private var places: [[UInt8]: Int] = [:]
    private var witnessKeys: Set<Ed25519PublicKey> = []

    init(parsing text: String) throws(LogError) {
        guard text.utf8.count <= WitnessPolicy.limitBytes else { throw .policy(line: 1) }
        var number = 0
        // By bytes: of characters, a line end and what stands before it can be one.
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(Array.init)
            guard let verb = words.first, verb.first != UInt8(ascii: "#") else { continue }
            guard take(String(decoding: verb, as: UTF8.self), Array(words.dropFirst())) else { throw .policy(line: number) }
        }
        guard hasQuorum else { throw .policy(line: number) }
    }

    /// Takes one line.
    ///
    /// - Returns: false when it is none of a policy.
    private mutating func take(_ verb: String, _ words: [[UInt8]]) -> Bool {
        switch verb {
        case "log" where (1...2).contains(words.count):
            guard let key = Self.key(words[0]) else { return false }
            logs.append(key)
            return true
        case "witness" where (2...3).contains(words.count):
            // A key that counted for two witnesses would be a quorum of its own.
            guard let key = Self.key(words[1]), witnessKeys.insert(key.publicKey).inserted else { return false }
            return add(words[0], .witness(key))
        case "group" where words.count >= 3:
            guard let group = group(words[1], words[2...]) else { return false }
            return add(words[0], group)
        case "quorum" where words.count == 1 && !hasQuorum:
            hasQuorum = true
            quorum = places[words[0]]
            return quorum != nil || words[0] == Self.none
        default: return false
        }
    }

    private mutating func add(_ name: [UInt8], _ rule: WitnessPolicy.Rule) -> Bool {
        guard name != Self.none, rules.count < WitnessPolicy.nameLimit, places.updateValue(rules.count, forKey: name) == nil
        else { return false }
        rules.append(rule)
        return true
    }

    private func group(_ threshold: [UInt8], _ names: ArraySlice<[UInt8]>) -> WitnessPolicy.Rule? {
        let members = names.compactMap { places[$0] }
        guard members.count == names.count, Set(members).count == members.count else { return nil }
        switch String(decoding: threshold, as: UTF8.self) {
        case "all": return .group(threshold: members.count, members: members)
        case "any": return .group(threshold: 1, members: members)
        default:
            guard let count = Decimal.number(threshold), (1...UInt64(members.count)).contains(count) else { return nil }
            return .group(threshold: Int(count), members: members)
        }
    }

    private static func key(_ text: [UInt8]) -> NoteKey? { try? NoteKey(parsing: String(decoding: text, as: UTF8.self)) }

    private static let none = Array("none".utf8)
}
