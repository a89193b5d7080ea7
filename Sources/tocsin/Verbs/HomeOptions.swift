import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles

/// Options that every verb with a home takes.
struct HomeOptions: ParsableArguments {
    @Option(name: .long, help: "The node's home. Default: TOCSIN_HOME, else ~/.tocsin.", completion: .directory)
    var home: String?

    @Flag(name: .long, help: "Accept the published keys of keys-example/. Never on a real node.")
    var allowExampleKeys = false

    /// The home's directory, without a slash at its end.
    var path: String {
        let named = home ?? ProcessInfo.processInfo.environment["TOCSIN_HOME"] ?? NSHomeDirectory() + "/.tocsin"
        return named.count > 1 && named.hasSuffix("/") ? String(named.dropLast()) : named
    }

    /// Whether there is a home to look into, or one is named that has to be there.
    var isThere: Bool { home != nil || Directory.exists(path) }

    /// Opens the home; says on standard error what it brought to its end that a killed process had left.
    func node(for access: Node.Access, secrets: PassphraseOptions? = nil) throws -> Node {
        let node = try Node(opening: path, for: access, allowsExampleKeys: allowExampleKeys) { try secrets?.passphrase() }
        node.actor = try GroundsOptions.person(named: nil, as: Actor.atTheNode.role)
        node.tell = { Terminal.note("note: \($0)") }
        return node
    }
}

/// The clock of a verb: now, or the time the caller fixes.
struct ClockOptions: ParsableArguments {
    @Option(name: .long, help: "Judge at this time instead of now, for example 2026-12-01T00:00:00Z.")
    var at: String?

    func validate() throws { try ParserCheck.run { _ = try time() } }

    /// Refuses a fixed time for an act that the home keeps or others see: it would be dated wrongly, and what expired would
    /// count again. Labs have no real time.
    func requireRealTime(in node: Node) throws {
        guard at != nil, !node.settings.isSandbox else { return }
        throw Failure(
            .stateRefuses, "--at is for looking; this home publishes and accepts by the real clock",
            hint: "leave --at away; only homes of a lab or a demo take it here")
    }

    /// The time to judge at.
    func time() throws -> Timestamp {
        guard let at else { return Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
        guard let time = Timestamp(rfc3339: at) else {
            throw Failure(.usage, "--at is not a time", hint: "write it as 2026-12-01T00:00:00Z, in UTC and whole seconds")
        }
        return time
    }
}

/// The switch between tables for people and JSON for programs.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "One JSON document, or JSON Lines where the result is a stream.")
    var json = false
}
