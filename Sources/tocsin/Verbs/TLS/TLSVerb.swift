import ArgumentParser
import CanonicalCoding
import Exchange
import MemberRegistry

/// `tocsin tls`: the key with which this node shows itself on connections.
struct TLSVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls",
        abstract: "The key with which this node shows itself to other members: what the registry says of it, and the next one.",
        discussion: """
            Members know each other by keys that the registry lists, not by certificates: a node makes its certificate anew whenever it \
            starts, and nobody has to renew one. The key itself is changed in four steps, during which connections go on.

            A CHANGE OF KEY
              this node:      tocsin tls next > card.json
              the officers:   tocsin registry next … --card card.json --out next.json
              all members:    tocsin registry install next.json
              this node:      tocsin tls switch
            """,
        subcommands: [ShowTLSVerb.self, NextTLSVerb.self, SwitchTLSVerb.self])
}

/// `tocsin tls show`: what the registry says of this node's keys.
struct ShowTLSVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Whether the registry lists this node's key, and until when. Exit 1 while others would refuse it.",
        discussion: """
            States: usable, not listed, not yet, ended, retired, compromised, registry expired. The next key is shown where one waits.

            EXAMPLES
              tocsin tls show
              tocsin tls show --json --at 2027-01-01T00:00:00Z
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let standing = try home.node(for: .reading).tlsStanding(at: clock.time())
        let named = [("current", standing.current), ("next", standing.next)]
        if output.json {
            let members = named.compactMap { name, key in key.map { (name, TLSKeyReport.json($0)) } }
            Terminal.say(json: .object(JSONObject(members) ?? JSONObject()))
        } else {
            var table = Table("", "key", "state", "until", "days left")
            for (name, key) in named {
                guard let key else { continue }
                let days = key.daysLeft.map { "\($0)" } ?? ""
                table.add(name, key.keyID, key.state.rawValue, key.notAfter?.rfc3339 ?? "", days)
            }
            if standing.current == nil { Terminal.note("this home has no key for TLS yet: tocsin tls next > card.json") }
            if standing.current != nil || standing.next != nil { table.print() }
        }
        guard standing.current?.state == .usable else { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}

/// `tocsin tls next`: the key that is to follow.
struct NextTLSVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Make the next key, and print the card with which the root officers list it.",
        discussion: """
            The card is JSON on standard output; it has this key alone, and the keys already listed stay beside it. Until tocsin tls \
            switch, connections show the key of now. While a next key waits, no other is made (code 4).

            EXAMPLES
              tocsin tls next > card.json
              tocsin tls next --home node --days 200 > card.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var who: PersonOptions
    /// Taken as every verb takes it; the card is JSON without it, too.
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "For how many days the key speaks.") var days: Int64 = 400

    func validate() throws {
        try ParserCheck.run {
            guard days >= 1 else { throw Failure(.usage, "--days is less than a day", hint: "leave it away for 400") }
        }
    }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        try clock.requireRealTime(in: node)
        Terminal.say(json: try node.makeNextTLSKey(days: days, at: clock.time()).jsonValue)
        Terminal.note("next: have the root officers list it (tocsin registry next --card); then tocsin tls switch")
    }
}

/// `tocsin tls switch`: the next key takes the place of the one in use.
struct SwitchTLSVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch", abstract: "Put the next key in the place of the one in use, once the registry lists it.",
        discussion: """
            The old key is removed, and the change is an entry of the audit log. A server shows the new key after it was started again. \
            Members that have an older version of the registry refuse it: wait until all have installed the one that lists it. What was \
            cut off is finished by the same command. Afterwards the officers may retire the old key.

            EXAMPLES
              tocsin tls switch
              tocsin tls switch --as officer.1 --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var who: PersonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        try clock.requireRealTime(in: node)
        let standing = try node.switchTLSKey(at: clock.time())
        guard !output.json else {
            Terminal.say(json: ["current": TLSKeyReport.json(standing)])
            return
        }
        Terminal.say("connections show \(standing.keyID) until \(standing.notAfter?.rfc3339 ?? "")")
        Terminal.note("next: start the server again")
    }
}

/// What is told of a key, for programs.
enum TLSKeyReport {
    static func json(_ key: TLSKeyStanding) -> JSONValue {
        var object = JSONObject()
        object["key"] = .string(key.keyID)
        object["state"] = .string(key.state.rawValue)
        object["from"] = key.notBefore.map { .string($0.rfc3339) }
        object["until"] = key.notAfter.map { .string($0.rfc3339) }
        object["days_left"] = key.daysLeft.map { .integer($0) }
        return .object(object)
    }
}
