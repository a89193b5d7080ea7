import ArgumentParser

/// `tocsin message`: what members tell one another beside bundles.
struct MessageVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Ask other members, answer them, and read what they wrote.",
        discussion: """
            A message is signed, sealed to the member it is for, and an entry of both audit logs. It waits in messages/out of the \
            home; tocsin serve, or the next tocsin sync, delivers it, and tries again for 14 days.

            EXAMPLES
              tocsin message send org.beta --verb ask question.txt
              tocsin message list
              tocsin message show 5fb1…e0
            """,
        subcommands: [SendMessageVerb.self, ListMessagesVerb.self, ShowMessageVerb.self])
}
