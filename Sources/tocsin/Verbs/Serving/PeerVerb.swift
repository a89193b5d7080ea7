import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// `tocsin peer`: where other members' nodes are reached.
struct PeerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer", abstract: "Say where other members' nodes are reached.",
        discussion: """
            Who answers at an address proves itself by the key that the registry lists for the member; the address only finds the \
            machine.

            EXAMPLES
              tocsin peer add org.beta https://beta.example:7443
              tocsin peer list
            """,
        subcommands: [AddPeerVerb.self, RemovePeerVerb.self, ListPeersVerb.self])
}

/// `tocsin peer add`.
struct AddPeerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Note, or change, the address of a member's node.",
        discussion: """
            EXAMPLE
              tocsin peer add org.beta https://beta.example:7443
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The member.") var member: String
    @Argument(help: "https://HOST:PORT; the port is 7443 when none is given.") var address: String

    func run() throws {
        let member = try MemberOption.parse(member)
        guard let address = PeerAddress(address) else {
            throw Failure(.usage, "\(address) is no address of a node", hint: "write it as https://host:port, nothing behind it")
        }
        let node = try home.node(for: .writing)
        guard member != node.settings.member else {
            throw Failure(.usage, "\(member.name) is this node's own member", hint: "name another member")
        }
        var peers = node.settings.peers
        guard peers[member] != nil || peers.count < PeerAddress.limit else {
            throw Failure(.inputRefused, "a node has at most \(PeerAddress.limit) peers", hint: "remove some first")
        }
        peers[member] = address
        try node.setPeers(peers)
        if output.json {
            Terminal.say(json: ["address": .string(address.description), "member": .string(member.name)])
        } else {
            Terminal.say("\(member.name): \(address)")
        }
        if (try? node.peers().contains(member)) != true {
            Terminal.note("note: the registry lists no group that both of you are in yet")
        }
    }
}

/// `tocsin peer remove`.
struct RemovePeerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget the address of a member's node; it can still ask this one.",
        discussion: """
            EXAMPLE
              tocsin peer remove org.beta
            """)

    @OptionGroup var home: HomeOptions
    @Argument(help: "The member.") var member: String

    func run() throws {
        let member = try MemberOption.parse(member)
        let node = try home.node(for: .writing)
        var peers = node.settings.peers
        guard peers.removeValue(forKey: member) != nil else {
            throw Failure(.clearNo, "no address of \(member.name) is known", hint: "see tocsin peer list")
        }
        try node.setPeers(peers)
    }
}

/// `tocsin peer list`.
struct ListPeersVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the addresses.",
        discussion: """
            EXAMPLE
              tocsin peer list --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let peers = try home.node(for: .reading).settings.peers.sorted { $0.key < $1.key }
        var table = Table("member", "address")
        for (member, address) in peers {
            if output.json {
                Terminal.say(json: ["address": .string(address.description), "member": .string(member.name)])
            } else {
                table.add(member.name, address.description)
            }
        }
        if !output.json { table.print() }
    }
}
