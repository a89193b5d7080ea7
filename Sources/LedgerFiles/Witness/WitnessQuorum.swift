internal import CryptoPrimitives
public import TransparencyLog

/// The usual quorum of a policy of witnesses: half of them and more, from two organisations and two roles.
public enum WitnessQuorum {
    /// One witness and who runs it.
    public struct Member: Sendable, Hashable {
        /// The key; its name is the name in the policy.
        public let key: NoteKey
        /// The organisation.
        public let organisation: String
        /// Its role among the members: platform, vendor, law enforcement.
        public let role: String

        /// Names a witness.
        public init(key: NoteKey, organisation: String, role: String) {
            self.key = key
            self.organisation = organisation
            self.role = role
        }
    }

    /// How many of n witnesses have to sign: half of n + 1, rounded up.
    public static func threshold(of count: Int) -> Int { (count + 2) / 2 }

    /// The text of the policy: k of n, and of them two organisations and two roles.
    ///
    /// Without witnesses of two organisations and two roles there is no such quorum; the policy then asks for none, and every entry
    /// counts as unwitnessed. A key that is given several times is one witness.
    public static func policy(log: NoteKey, witnesses: [Member]) -> String {
        var keys: Set<Ed25519PublicKey> = []
        let witnesses = witnesses.filter { keys.insert($0.key.publicKey).inserted }
        var lines = ["log \(log.text)"]
        for (index, witness) in witnesses.enumerated() { lines.append("witness w\(index) \(witness.key.text)") }
        let names = witnesses.indices.map { "w\($0)" }
        let organisations = groups(witnesses, by: \.organisation)
        let roles = groups(witnesses, by: \.role)
        guard organisations.count >= 2, roles.count >= 2 else {
            return (lines + ["quorum none"]).joined(separator: "\n") + "\n"
        }
        lines.append("group count \(threshold(of: witnesses.count)) \(names.joined(separator: " "))")
        lines += spread("organisation", organisations)
        lines += spread("role", roles)
        lines.append("group usual all count organisations roles")
        lines.append("quorum usual")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func groups(_ witnesses: [Member], by property: KeyPath<Member, String>) -> [[String]] {
        var groups: [(name: String, members: [String])] = []
        for (index, witness) in witnesses.enumerated() {
            let name = witness[keyPath: property]
            if let place = groups.firstIndex(where: { $0.name == name }) {
                groups[place].members.append("w\(index)")
            } else {
                groups.append((name, ["w\(index)"]))
            }
        }
        return groups.map(\.members)
    }

    /// Any one of each group counts for it, and two of the groups have to.
    private static func spread(_ word: String, _ groups: [[String]]) -> [String] {
        groups.enumerated().map { "group \(word)\($0) any \($1.joined(separator: " "))" }
            + ["group \(word)s 2 \(groups.indices.map { "\(word)\($0)" }.joined(separator: " "))"]
    }
}
