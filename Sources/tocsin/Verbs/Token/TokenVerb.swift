public import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles

/// `tocsin token`: tokens of the organisation's own people and systems.
struct TokenVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens with which the organisation's own people and systems ask this node.",
        discussion: """
            A token is shown once, when it is issued: the node keeps its digest alone. The role says what it may do, scopes narrow \
            that. Whoever uses it stands in the audit log under its name.

            EXAMPLES
              tocsin token issue --name desk.1 --role investigator --days 90
              tocsin token list
              tocsin token revoke desk.1
            """,
        subcommands: [IssueTokenVerb.self, ListTokensVerb.self, RevokeTokenVerb.self])
}

extension TokenRole: ExpressibleByArgument {}

/// `tocsin token issue`.
struct IssueTokenVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue a token and print it, once.",
        discussion: """
            Scopes are group:G, kind:K and path:P. Of each sort that is named at all, a request has to be one of those named; P is \
            \(TokenScope.paths.sorted().joined(separator: ", ")).

            EXAMPLES
              tocsin token issue --name feeds --role publisher --scope group:lab
              tocsin token issue --name desk.1 --role investigator \\
                --scope path:lookup --days 30
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "A pseudonym, by which the audit log names whoever uses it.") var name: String
    @Option(name: .long, help: "What it is for: \(TokenRole.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role: TokenRole
    @Option(name: .long, help: "Narrows it: group:G, kind:K or path:P; repeat.") var scope: [String] = []
    @Option(name: .long, help: "For how many days it counts.") var days: Int64 = 90

    func validate() throws { try ParserCheck.run { _ = try scopes() } }

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let issued = try NodeTokens(node, at: ClockOptions.now).issue(name: name, role: role, scopes: scopes(), days: days)
        guard output.json else {
            Terminal.say(issued.secret.revealed())
            Terminal.note(
                "\(name) may act as \(role.rawValue) until \(issued.token.expires.rfc3339); the token is not shown again")
            return
        }
        var document = issued.token.json(at: ClockOptions.now)
        document["token"] = .string(issued.secret.revealed())
        Terminal.say(json: .object(document))
    }

    private func scopes() throws -> [TokenScope] {
        try scope.map { text in
            guard let scope = TokenScope(text) else {
                throw Failure(
                    .usage, "--scope is none",
                    hint: "group:G, kind:K, or path: with one of \(TokenScope.paths.sorted().joined(separator: ", "))")
            }
            return scope
        }
    }
}

/// `tocsin token list`.
struct ListTokensVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens: names, roles, scopes, how they stand.",
        discussion: """
            EXAMPLE
              tocsin token list --json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (tokens, now) = (try NodeTokens(home.node(for: .reading), at: ClockOptions.now).book().all, ClockOptions.now)
        guard !output.json else {
            for token in tokens { Terminal.say(json: .object(token.json(at: now))) }
            return
        }
        var table = Table("name", "role", "scopes", "issued", "expires", "standing")
        for token in tokens {
            let scopes = token.scopes.map(\.text).joined(separator: " ")
            table.add(
                token.name, token.role.rawValue, scopes.isEmpty ? "-" : scopes, token.issued.rfc3339, token.expires.rfc3339,
                token.standing(at: now))
        }
        table.print()
    }
}

/// `tocsin token revoke`.
struct RevokeTokenVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token: from now on it opens nothing.",
        discussion: """
            EXAMPLE
              tocsin token revoke desk.1
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The name of the token.") var name: String

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        try NodeTokens(node, at: ClockOptions.now).revoke(name)
        if output.json { Terminal.say(json: ["name": .string(name), "standing": "revoked"]) }
    }
}

extension AccessToken {
    fileprivate func json(at time: Timestamp) -> JSONObject {
        [
            "expires": .string(expires.rfc3339), "issued": .string(issued.rfc3339), "name": .string(name),
            "role": .string(role.rawValue), "scopes": .array(scopes.map { .string($0.text) }),
            "standing": .string(standing(at: time)),
        ]
    }
}
