import ArgumentParser
import CryptoPrimitives
import Exchange

/// `tocsin officer`: the keys with which officers approve.
struct ApprovingOfficerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer", abstract: "Keys of the officers who approve hand-overs.",
        discussion: """
            EXAMPLES
              tocsin officer add kim
            """, subcommands: [AddOfficerVerb.self])
}

/// `tocsin officer add`: makes the key of an officer.
struct AddOfficerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make the key of an officer; the audit log keeps the digest of its public half.",
        discussion: """
            EXAMPLES
              tocsin officer add kim --passphrase-fd 3 3< passphrase
              tocsin officer add lee --role analyst
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var who: PersonOptions
    @Flag(name: .long, help: "Do not encrypt the key. For trying things out.") var noPassphrase = false
    @Option(name: .long, help: "In which capacity the key speaks: \(Actor.roles.joined(separator: ", ")).") var role = "officer"
    @Argument(help: "The officer's pseudonym.") var name: String

    func run() throws {
        guard let officer = Actor(name: name, role: role, authentication: "key") else {
            throw Failure(
                .usage, "the name is no pseudonym, or --role no role",
                hint: "a name is 1 to 64 of a-z, 0-9, '.', '_', '-'; roles are \(Actor.roles.joined(separator: ", "))")
        }
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        try node.addOfficer(officer, passphrase: noPassphrase ? nil : secrets.newPassphrase())
        Terminal.say("made the key of \(name), who speaks as \(role)")
    }
}
