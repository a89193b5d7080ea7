import ArgumentParser

/// Every verb, in the order of help.
enum VerbList {
    static let all: [any ParsableCommand.Type] = [
        DemoVerb.self, LabVerb.self, InitVerb.self, RegistryVerb.self, EpochVerb.self, FeedVerb.self, CanonicalizeVerb.self,
        TagVerb.self,
        PublishVerb.self, BundleVerb.self, ImportVerb.self, LookupVerb.self, ExplainVerb.self, HistoryVerb.self, DigestVerb.self,
        RetractVerb.self, ObjectVerb.self, OutcomeVerb.self, ExportVerb.self, ChainVerb.self, ObjectionsVerb.self,
        MergeVerb.self, RebuildVerb.self,
    ]
}
