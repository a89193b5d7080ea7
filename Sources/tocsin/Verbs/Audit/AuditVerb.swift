import ArgumentParser

/// `tocsin audit`: the questions that compliance asks, each answered from the log and on record in it.
struct AuditVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Ask the audit log: who received what, in which form, why; who looked at what; is it intact.",
        discussion: """
            Every answer names the tree it was read from and how far witnesses vouch for it. Every question is an entry of the log, \
            committed before anything is shown: --purpose, --justification and --case say what it is for, --as who asks. Where the \
            log takes no entries, answers are given all the same, say that the look is not on record, and end with code 4. With \
            --acting-as auditor everything is shown but values: identifiers and texts stand as salted digests.

            docs/guides/compliance.md goes through the thirty questions.

            EXAMPLES
              tocsin audit item +442079460123 --recipients
              tocsin audit denials --by reason --from 2026-11-01
              tocsin audit verify
            """,
        subcommands: [
            AuditItemVerb.self, AuditTransferVerb.self, AuditEgressVerb.self, AuditDenialsVerb.self, AuditPartnerVerb.self,
            AuditLookupsVerb.self, AuditActorVerb.self, AuditQueriesVerb.self, AuditVerifyVerb.self, AuditWitnessesVerb.self,
            AuditWindowVerb.self, AuditViewsVerb.self, AuditReplayVerb.self, AuditExportVerb.self, AuditReindexVerb.self,
            ReconcileVerb.self, MirrorVerb.self, BlindAuditVerb.self,
        ])
}
