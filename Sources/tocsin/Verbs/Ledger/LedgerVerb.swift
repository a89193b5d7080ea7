import ArgumentParser

/// `tocsin ledger`: acts on the audit log itself.
struct LedgerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Acts on the audit log itself: go on after a step of the clock, heal it, begin the next, make a receipt.",
        discussion: """
            What is asked of the log is under tocsin audit; who vouches for it under tocsin witness.

            EXAMPLES
              tocsin ledger receipt 258 --out receipts --fields org
              tocsin ledger acknowledge-clock --as operator.2 --justification 'set by NTP'
              tocsin ledger next-generation --as officer.1 --reason 'the disk was lost'
            """,
        subcommands: [
            EntryReceiptVerb.self, AcknowledgeClockVerb.self, HealLedgerVerb.self, NextGenerationVerb.self,
        ])
}
