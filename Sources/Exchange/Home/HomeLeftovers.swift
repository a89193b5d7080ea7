internal import Evaluation
internal import LedgerFiles

extension HomePaths {
    /// Removes unfinished files that killed processes left; they can be streams in clear. Those of living processes stay: lookups write
    /// beside whoever holds the home's lock.
    ///
    /// - Throws: `FileError`.
    func removeLeftovers() throws(FileError) {
        var directories = [
            root, keys, officerKeys, sentStreams, transfers, receipts, heldTransfers, decisionInputs, agreements, proposals,
            outbox, receiptOutbox, messageOutbox,
            registry, epochs, ledger,
        ]
        directories += try CeremonyLeftovers.directories(EvaluatorPaths(home: root))
        for folder in [peerHeads, messageInboxes] where Directory.isDirectory(folder) {
            directories += try Directory.names(in: folder).map { "\(folder)/\($0)" }
        }
        for directory in directories where Directory.isDirectory(directory) {
            try DurableFile.removeLeftovers(in: directory)
        }
    }
}
