import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// `tocsin witness readmit`: an officer ends the suspension of a member.
struct ReadmitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readmit", abstract: "End the suspension of a member whose audit log showed two histories.",
        discussion: """
            Two heads that a log signed and that contradict each other prove that it was rewritten, copied or put back from a backup. Hear the member \
            first, and show the evidence to the others. It is kept; what is known of the member's heads begins anew.

            EXAMPLE
              tocsin witness readmit org.b --officer 'R. Example' \\
                --why 'restored from a backup, next generation begun'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var word: DecisionWordOptions
    @Argument(help: "The member.") var member: String

    func run() throws {
        try word.check()
        let member = try MemberOption.parse(member)
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        let evidence = try node.readmit(member, officer: word.officer, why: word.why, at: clock.time())
        if output.json {
            Terminal.say(json: ["evidence": .string(evidence), "member": .string(member.name), "state": "readmitted"])
        } else {
            Terminal.say("\(member.name) is readmitted; the evidence lies in \(evidence)")
        }
    }
}
