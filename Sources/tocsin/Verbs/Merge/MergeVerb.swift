import ArgumentParser

/// `tocsin merge`: how claims come together here, and judgements that set names apart.
struct MergeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Show how claims come together under a value; split names that lead too far, and join them again.",
        discussion: """
            A lookup of a mailbox or handle also finds indicators whose reporters wrote it beside them. Where the two are not the \
            same, a judgement of this node keeps them apart. It is signed, holds at this node only, and changes no state digest.

            EXAMPLE
              tocsin merge explain joe@gmail.com
              tocsin merge split joe@gmail.com --from j.o.e@gmail.com \\
                --why 'two people, the platform says'
              tocsin merge join joe@gmail.com --with j.o.e@gmail.com \\
                --why 'the platform was wrong'
            """,
        subcommands: [ExplainMergeVerb.self, SplitVerb.self, JoinVerb.self, ListJudgementsVerb.self])
}
