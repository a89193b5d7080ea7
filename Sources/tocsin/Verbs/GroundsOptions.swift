import ArgumentParser
import Exchange
import Foundation

/// Who acts and why, for the audit log.
struct GroundsOptions: ParsableArguments {
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "What it is for, a purpose of the agreements.") var purpose = "scam.prevention"
    @Option(name: .long, help: "Why, in your own words; kept in the audit log.") var justification: String?
    @Option(name: .customLong("case"), help: "The case it belongs to.") var caseReference: String?
    @Flag(name: .long, help: "Declare an emergency, for rules that ask for one; with --justification. It is an entry of its own.")
    var emergency = false

    func validate() throws {
        try ParserCheck.run { _ = try grounds("") }
    }

    /// Whoever acts.
    func person() throws -> Actor { try who.person() }

    /// The grounds of one verb.
    func grounds(_ verb: String) throws -> QueryGrounds {
        try Self.grounds(
            of: verb, purpose: purpose, justification: justification, caseReference: caseReference, isEmergency: emergency)
    }

    /// Somebody in a role, by the pseudonym given or that of the environment.
    static func person(named pseudonym: String?, as role: String) throws -> Actor {
        let name = pseudonym ?? ProcessInfo.processInfo.environment["TOCSIN_ACTOR"] ?? Actor.atTheNode.name
        guard let person = Actor(name: name, role: role, authentication: "account") else {
            throw Failure(
                .usage, "--as or --acting-as is not usable",
                hint: "a pseudonym of 1 to 64 of a-z, 0-9, '.', '_', '-'; roles are \(Actor.roles.joined(separator: ", "))")
        }
        return person
    }

    /// The grounds of a verb, from what the command line says.
    static func grounds(
        of verb: String, purpose: String, justification: String?, caseReference: String?, isEmergency: Bool = false
    ) throws -> QueryGrounds {
        guard justification != nil || !isEmergency else {
            throw Failure(
                .usage, "--emergency needs --justification", hint: "say what the emergency is; it is reviewed afterwards")
        }
        let grounds = QueryGrounds(
            purpose: purpose, justification: justification, of: verb, caseReference: caseReference ?? "",
            isEmergency: isEmergency)
        guard let grounds else {
            throw Failure(
                .usage, "--purpose, --justification or --case is empty or too long",
                hint: "at most \(QueryGrounds.nameLimitBytes) bytes, a justification \(QueryGrounds.limitBytes)")
        }
        return grounds
    }
}
