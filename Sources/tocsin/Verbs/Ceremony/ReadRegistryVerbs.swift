import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin registry install`: put a signed registry in force on this node.
struct InstallRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Put a signed registry in force on this node.",
        discussion: """
            The first time, the digest of the root keys must be named; compare it with the officers by telephone. After \
            that each version must follow the one in force.

            EXAMPLE
              tocsin registry install registry.json --trust-root 3f5a…
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The signed registry.", completion: .file()) var file: String
    @Option(name: .long, help: "SHA-256 of the root keys, told by another way than this file.") var trustRoot: String?

    func run() throws {
        let root = try trustRoot.map { text in
            guard let digest = Digest256(hex: text) else {
                throw Failure(.usage, "--trust-root is not a digest", hint: "64 lower-case hexadecimal digits")
            }
            return digest
        }
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        try clock.requireRealTime(in: node)
        let envelope = try DocumentFiles.envelope(file, isDraft: false)
        let registry = try DocumentFiles.naming(file) {
            try node.installRegistry(envelope, trustedRoot: root, at: clock.time())
        }
        if output.json {
            Terminal.say(json: [
                "expires": .string(registry.document.expires.rfc3339), "state": "installed",
                "version": .integer(Int64(registry.document.version)),
                "weak_keys": .array(registry.weakKeys.map { .string($0) }),
            ])
        } else {
            Terminal.say("registry version \(registry.document.version) in force until \(registry.document.expires.rfc3339)")
        }
        for keyID in registry.weakKeys { Terminal.note("warning: the key \(keyID) is weak and never used") }
    }
}

/// `tocsin registry show`: who is who.
struct ShowRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the registry in force, or the one in a file.",
        discussion: """
            Keys for agreements, logs and witnesses are also shown as notes name them, name+keyid+base64: the form in which drafts \
            of agreements take them. --json is the document, and beside its members `note_keys`.

            EXAMPLES
              tocsin registry show
              tocsin registry show --json registry.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "A registry document; without it, the one in force.", completion: .file()) var file: String?

    func run() throws {
        let document =
            try file.map(DocumentFiles.registry)
            ?? Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry().document
        if output.json {
            var answer = try StrictJSON.parse(document.canonicalBytes()).object ?? JSONObject()
            answer["note_keys"] = NoteKeys(of: document.members).json
            Terminal.say(json: .object(answer))
        } else {
            Self.print(document)
        }
    }

    private static func print(_ document: RegistryDocument) {
        let marks = document.policy.isLab ? "  (lab)" : document.policy.isExample ? "  (example)" : ""
        Terminal.say("version  \(document.version)\(marks)")
        Terminal.say("valid    \(document.issued.rfc3339) to \(document.expires.rfc3339)")
        Terminal.say("root     \(document.root.threshold) of \(document.root.keys.count), digest \(document.root.digest.hex)")
        Terminal.say("epochs   \(document.epochs.map { "\($0.epoch)" }.joined(separator: ", "))")
        for group in document.groups {
            Terminal.say("group    \(group.id.name): \(group.members.map(\.name).joined(separator: ", "))")
        }
        Terminal.say()
        var table = Table("member", "owner", "roles", "use", "key", "status", "until")
        for member in document.members {
            for key in member.keys {
                table.add(
                    member.id.name, member.owner.name, member.roles.map(\.rawValue).joined(separator: ","), key.use.rawValue,
                    KeyName.keyID(member: member.id.name, kid: key.kid), key.status.rawValue, key.notAfter.day.iso8601)
            }
        }
        table.print()
        Terminal.say()
        for member in document.members { Terminal.say("quota    \(member.id.name): \(member.quota)") }
        Terminal.say()
        Terminal.say("note keys, for `parties` of agreements and for policies")
        for line in NoteKeys(of: document.members).lines { Terminal.say("  \(line)") }
    }
}

/// `tocsin registry lint`: what a careful officer would ask about before signing.
struct LintRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Look over a registry before signing it. Exit 1 when there is something to ask about.",
        discussion: """
            EXAMPLE
              tocsin registry lint next.json
            """)

    @Argument(help: "A registry document.", completion: .file()) var file: String
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let time = try clock.time()
        let findings = RegistryLint.findings(in: try DocumentFiles.registry(file), at: time)
        if output.json {
            Terminal.say(json: ["findings": .array(findings.map { .string($0) })])
        } else {
            for finding in findings { Terminal.say(finding) }
            if findings.isEmpty { Terminal.say("nothing to ask about") }
        }
        guard findings.isEmpty else { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}

/// `tocsin registry diff`: what changes from one version to another.
struct DiffRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changes from one registry to another.",
        discussion: """
            EXAMPLE
              tocsin registry diff registry.json next.json
            """)

    @Argument(help: "The older document.", completion: .file()) var old: String
    @Argument(help: "The newer document.", completion: .file()) var new: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        let changes = RegistryLint.changes(from: try DocumentFiles.registry(old), to: try DocumentFiles.registry(new))
        guard !output.json else {
            Terminal.say(json: ["changes": .array(changes.map { .string($0) })])
            return
        }
        for change in changes { Terminal.say(change) }
        if changes.isEmpty { Terminal.say("no change but version and dates") }
    }
}

/// `tocsin registry protect`: install a list of protected indicators.
struct ProtectVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protect", abstract: "Install a list of protected indicators that the registry names.",
        discussion: """
            A list holds byte-sorted lines: kind, TAB, canonical value.

            EXAMPLE
              tocsin registry protect protected.tsv
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The list.", completion: .file()) var file: String

    func run() throws {
        let node = try home.node(for: .writing)
        try node.installProtectedList(ProtectedListFile.read(file))
        let count = try node.protectedIndicators().count
        guard !output.json else {
            Terminal.say(json: ["protected": .integer(Int64(count)), "state": "installed"])
            return
        }
        Terminal.say("\(count.grouped) protected indicators in force")
    }
}
