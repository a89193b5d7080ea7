import ArgumentParser

/// `tocsin bundle`: look into bundles, check them, cut them down.
struct BundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Look into a bundle, check it, cut it down.",
        discussion: """
            EXAMPLES
              tocsin bundle verify full.six
              tocsin bundle redact full.six --for org.beta
            """,
        subcommands: [ShowBundleVerb.self, VerifyBundleVerb.self, RedactBundleVerb.self, StatsBundleVerb.self])
}
