import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin registry`: the ceremony that says who is a member and which keys speak for whom.
struct RegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Make, sign, install and read the registry.",
        discussion: """
            A CEREMONY
              each officer:  tocsin registry officer --out officer-1.pem
              each member:   tocsin registry card --home node > card.json
              one officer:   tocsin epoch make … --out epoch.json  (see its --help)
              one officer:   tocsin registry make … --out registry.json  (see its --help)
              each officer:  tocsin registry sign registry.json --key officer-1.pem
              each member:   tocsin registry install registry.json --trust-root DIGEST
            """,
        subcommands: [
            OfficerVerb.self, CardVerb.self, MakeRegistryVerb.self, NextRegistryVerb.self, SignVerb.self, CombineVerb.self,
            InstallRegistryVerb.self, ShowRegistryVerb.self, LintRegistryVerb.self, DiffRegistryVerb.self, ProtectVerb.self,
        ])
}

/// `tocsin registry officer`: a root key.
struct OfficerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer", abstract: "Make a root officer's key, and beside it the public half to hand around.",
        discussion: """
            EXAMPLE
              tocsin registry officer --out officer-alice.pem --encrypt-keys
            """)

    @Option(name: .long, help: "The key file, 0600; the public half goes to FILE.pub.json.", completion: .file()) var out: String
    @Flag(name: .long, help: "Encrypt the key file under a passphrase.") var encryptKeys = false
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publicHalf = out + NodeKeys.publicHalfSuffix
        for path in [out, publicHalf] where Directory.exists(try OutputPlace.named(path).path) {
            throw FileError(.alreadyExists, action: "write", path: path)
        }
        let key = try Ed25519PrivateKey()
        try NodeKeys.write(.ed25519(key), to: out, encryptKeys || secrets.isGiven ? try secrets.newPassphrase() : nil)
        let root = RootKey(algorithm: .ed25519, publicKey: key.publicKey.bytes)
        let keys = RootKeys(threshold: 1, keys: [root])
        try DurableFile.write(keys.jsonValue.canonicalBytes() + [UInt8(ascii: "\n")], to: publicHalf, mode: 0o644)
        guard !output.json else {
            Terminal.say(json: ["file": .string(out), "key": .string(root.keyID), "public_file": .string(publicHalf)])
            return
        }
        Terminal.say(root.keyID)
    }
}

/// `tocsin registry card`: what the root officers need to know of this member.
struct CardVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: "Print this node's member card for the root officers.",
        discussion: """
            The card is JSON on standard output. Beside it, on standard error, stand the keys that drafts of agreements name, as \
            name+keyid+base64.

            EXAMPLES
              tocsin registry card --home node > card.json
              tocsin registry card --home node --also evaluator > card.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    /// Taken as every verb takes it; the card is JSON without it, too.
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "The organisation that corroboration counts, when it is not this member.") var owner: String?
    @Option(name: .long, help: "A further role of this member, such as evaluator; repeat.") var also: [String] = []
    @Option(name: .long, help: "For how many days the keys speak.") var days: Int64 = 400

    func run() throws {
        let owner = try owner.map(MemberOption.parse)
        let node = try Node(
            opening: home.path, allowsExampleKeys: home.allowExampleKeys, passphrase: secrets.passphrase)
        let card = try node.memberCard(owner: owner, further: furtherRoles(), days: days, at: clock.time())
        Terminal.say(json: card)
        let entry = try MemberCard(parsing: card.canonicalBytes()).entry
        for line in NoteKeys(of: [entry]).lines { Terminal.note("note key  \(line)") }
    }

    private func furtherRoles() throws -> [MemberRole] {
        try also.map { name in
            guard let role = MemberRole(rawValue: name) else {
                let roles = MemberRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "--also does not name a role", hint: "one of \(roles)")
            }
            return role
        }
    }
}

/// An option or argument that names a member.
enum MemberOption {
    static func parse(_ text: String) throws -> MemberID {
        guard let id = MemberID(text) else {
            throw Failure(.usage, "\(text) is not a member's name", hint: "1 to 63 of a-z, 0-9, . and -, a letter or digit first")
        }
        return id
    }
}
