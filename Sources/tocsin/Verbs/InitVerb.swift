import ArgumentParser
internal import CanonicalCoding
internal import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry

/// `tocsin init`: a home with keys, settings and an empty store.
struct InitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make this node's home: keys, settings, an empty store.",
        discussion: """
            EXAMPLES
              tocsin init --member org.alpha --role platform
              tocsin init --home node --member org.beta --role bank --region GB \\
                --encrypt-keys
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The member this node speaks for, for example org.alpha.")
    var member: String

    @Option(name: .long, help: "Its role: \(Settings.roles.joined(separator: ", ")).")
    var role: String

    @Option(name: .long, help: "Numbering plan for national phone numbers in feeds, for example GB.")
    var region: String?

    @Flag(name: .long, help: "Encrypt the key files under a passphrase.")
    var encryptKeys = false

    func run() throws {
        guard let id = MemberID(member) else {
            throw Failure(
                .usage, "--member is not a member's name", hint: "1 to 63 of a-z, 0-9, . and -, a letter or digit first")
        }
        guard MemberRole(rawValue: role) != nil else {
            throw Failure(.usage, "--role is not a role", hint: "one of \(Settings.roles.joined(separator: ", "))")
        }
        var settings = Settings(member: id, role: role)
        settings.region = try RegionOption.parse(region)
        settings.acceptsExampleKeys = home.allowExampleKeys
        let keys = try NodeKeys()
        let passphrase = encryptKeys || secrets.isGiven ? try secrets.newPassphrase() : nil
        try Node.create(at: home.path, settings: settings, keys: keys, passphrase: passphrase)
        report(keys)
    }

    private func report(_ keys: NodeKeys) {
        let keyID = KeyName.keyID(member: member, kid: KeyName.kid(of: keys.signing.publicKey.bytes))
        if output.json {
            Terminal.say(json: [
                "home": .string(home.path), "key": .string(keyID), "member": .string(member), "role": .string(role),
            ])
            return
        }
        Terminal.say("home    \(home.path)")
        Terminal.say("member  \(member) (\(role))")
        Terminal.say("key     \(keyID)")
        Terminal.note("next: tocsin registry card > card.json, and give it to the root officers")
    }
}

/// The option that names a numbering plan.
enum RegionOption {
    static func parse(_ text: String?) throws -> RegionCode? {
        guard let text, !text.isEmpty else { return nil }
        guard let code = RegionCode(text) else {
            throw Failure(.usage, "--region is not a region code", hint: "write two capital letters, for example GB")
        }
        return code
    }
}
