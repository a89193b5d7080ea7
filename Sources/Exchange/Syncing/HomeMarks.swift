internal import LedgerFiles

/// How the files of a home stand by which news are noticed. Nothing is opened and nothing read, so that looking often costs nothing.
struct HomeMarks: Sendable, Hashable {
    private var files: [FileStamp?] = []

    /// A home of which nothing was seen yet.
    init() {}

    init(of paths: HomePaths) {
        // A directory is changed by every file that comes into it.
        files = [
            paths.publishedMarks, paths.chainDecisions, paths.agreementChanges, paths.currentRegistry, paths.disclosureProfile,
            paths.settings, paths.registry, paths.epochs, paths.messageMarks,
        ]
        .map { FileStamp(of: $0) }
    }
}
