import ArgumentParser

/// `tocsin evaluator`: the key of an epoch, in three hands.
struct EvaluatorVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluator",
        abstract:
            "Make the key of an epoch together with two other organisations, refresh its shares, and erase them at the end.",
        discussion: """
            Three organisations each hold a share of the key; any two answer for it, and none has the key. Each step writes \
            files for the others, which you hand over by any way: they are signed, and what is secret is sealed. Repeating \
            a step is safe. docs/guides/evaluators.md goes through all of it.

            A CEREMONY
              one of them:  tocsin evaluator plan … --out plan.json    (see its --help)
              each:         tocsin evaluator begin plan.json
              each:         tocsin evaluator commit --epoch 2 --out for-others
              each:         tocsin evaluator take --epoch 2 from-others/*
              each:         tocsin evaluator reveal --epoch 2 --out for-others
              each:         tocsin evaluator take --epoch 2 from-others/*
              each:         tocsin evaluator deal --epoch 2 --out for-others
              each:         tocsin evaluator take --epoch 2 from-others/*
              each:         tocsin evaluator finish --epoch 2 --out for-others
              each:         tocsin evaluator take --epoch 2 from-others/*
              each:         tocsin evaluator epoch --epoch 2 --out epoch.json
            """,
        subcommands: [
            PlanCeremonyVerb.self, BeginCeremonyVerb.self, CommitVerb.self, TakeCeremonyVerb.self, RevealVerb.self, DealVerb.self,
            FinishVerb.self, CeremonyEpochVerb.self, AbandonVerb.self, DestroyVerb.self, DestroyedVerb.self,
            CeremonyStatusVerb.self,
        ])
}
