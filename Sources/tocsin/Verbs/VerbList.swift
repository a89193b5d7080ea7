import ArgumentParser

/// Every verb, in the order of help.
enum VerbList {
    static let all: [any ParsableCommand.Type] = [
        DemoVerb.self, LabVerb.self, InitVerb.self, RegistryVerb.self, EpochVerb.self, EvaluatorVerb.self, TLSVerb.self,
        AgreementVerb.self,
        LegalVerb.self,
        FeedVerb.self, CanonicalizeVerb.self,
        TagVerb.self, EvaluateVerb.self,
        PublishVerb.self, BundleVerb.self, ImportVerb.self, PendingVerb.self, ApproveVerb.self, RejectVerb.self,
        ApprovingOfficerVerb.self,
        ReceiptVerb.self, MessageVerb.self,
        LookupVerb.self, ScanVerb.self, ExplainVerb.self, HistoryVerb.self, DigestVerb.self, PrivacyReportVerb.self,
        RetractVerb.self, ObjectVerb.self, OutcomeVerb.self, OutcomesVerb.self, ExportVerb.self, ChainVerb.self,
        ObjectionsVerb.self, QuarantineVerb.self,
        SyncVerb.self, ServeVerb.self, StatusVerb.self, PeerVerb.self, TokenVerb.self,
        MergeVerb.self, RebuildVerb.self, AuditVerb.self, WitnessVerb.self, LedgerVerb.self,
    ]
}
