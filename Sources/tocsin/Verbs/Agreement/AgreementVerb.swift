import ArgumentParser

/// `tocsin agreement`: what members agreed to share, from the draft to its end.
struct AgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Write, sign, activate, compare and suspend sharing agreements.",
        discussion: """
            FROM DRAFT TO FORCE
              one party:    tocsin agreement lint draft.jsonc
              each party:   tocsin agreement sign draft.jsonc --out own.note
              one party:    tocsin agreement combine a.note b.note --out all.note
              each party:   tocsin agreement activate draft.jsonc all.note

            NAME is the name of an agreement that was activated or signed here, one version of it (name@2), its digest, or a file.
            """,
        subcommands: [
            LintAgreementVerb.self, SignAgreementVerb.self, CombineNotesVerb.self, ActivateAgreementVerb.self,
            ShowAgreementVerb.self, StatusAgreementVerb.self, TimersAgreementVerb.self, DiffAgreementVerb.self,
            SuspendAgreementVerb.self,
            ResumeAgreementVerb.self, TakeWordVerb.self,
        ])
}
