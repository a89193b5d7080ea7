import ArgumentParser
import Exchange

/// Who acts, for the audit log.
struct PersonOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Your pseudonym in the audit log. Default: TOCSIN_ACTOR, else `operator`.")
    var pseudonym: String?
    @Option(name: .long, help: "In which capacity: \(Actor.roles.joined(separator: ", ")).")
    var actingAs = "operator"

    func validate() throws { try ParserCheck.run { _ = try person() } }

    /// Whoever acts.
    func person() throws -> Actor { try GroundsOptions.person(named: pseudonym, as: actingAs) }
}
