import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// `tocsin lab`: a complete sandbox in one directory.
struct LabVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Make a sandbox: one home per member, one registry, group, epoch and agreement.",
        discussion: """
            All keys are made here and lie unencrypted beside each other. The registry is marked as a lab, and a node \
            accepts it only because its settings say so. Two to 64 members also get an agreement, signed and in force, that \
            allows what a new home's disclosure profile allows.

            With --evaluators, three of the members hold shares of the epoch's key, so that no member can test guesses of \
            phone, email, mbox, acct, handle and iban on its own. Their key is made in this one process: the epoch is marked \
            as dealt, which no production node accepts.

            EXAMPLES
              tocsin lab --dir lab --members org.a:platform,org.b:vendor,org.c:bank
              tocsin lab --dir lab --members org.a:platform,org.b:vendor,org.c:bank \\
                --evaluators org.a,org.b,org.c
            """)

    @Option(name: .long, help: "Where the homes go, each under its member's name.", completion: .directory)
    var dir: String

    @Option(name: .long, help: "Members and roles: org.a:platform,org.b:vendor")
    var members: String

    @Option(name: .long, help: "The group that all of them are in.")
    var group: String = "lab"

    @Option(name: .long, help: "Three of the members that evaluate, in the order of their numbers: org.a,org.b,org.c")
    var evaluators: String?

    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let group = try GroupOption.parse(group)
        let members = try members.split(separator: ",").map { try Lab.Member(parsing: String($0)) }
        let lab = try make(members, group)
        if output.json {
            var homes = JSONObject()
            for (id, home) in lab.homes { homes[id.name] = .string(home) }
            Terminal.say(json: ["group": .string(group.name), "homes": .object(homes)])
            return
        }
        var table = Table("member", "role", "home")
        for member in members { table.add(member.id.name, member.role, lab.homes[member.id] ?? "") }
        table.print()
        Terminal.note("next: tocsin publish --home \(dir)/\(members[0].id.name) --group \(group.name) FEED")
    }

    private func make(_ members: [Lab.Member], _ group: GroupID) throws -> Lab {
        do {
            let evaluators = try (evaluators ?? "").split(separator: ",").map { try MemberOption.parse(String($0)) }
            return try Lab(at: dir, members: members, group: group, evaluators: evaluators, time: clock.time())
        } catch NodeError.homeExists(let path) {
            throw Failure(
                .stateRefuses, "there is a home already at \(path)", hint: "choose another --dir; a home is never overwritten")
        }
    }
}

/// The option that names a group.
enum GroupOption {
    static func parse(_ text: String) throws -> GroupID {
        guard let group = GroupID(text) else {
            throw Failure(.usage, "--group is not a group's name", hint: "1 to 63 of a-z, 0-9, . and -, a letter or digit first")
        }
        return group
    }
}
