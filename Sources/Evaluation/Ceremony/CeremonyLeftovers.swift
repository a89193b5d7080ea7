internal import CanonicalCoding
public import Indicators
public import LedgerFiles

/// What ceremonies of an epoch left of secrets, those that were put aside among them.
public enum CeremonyLeftovers {
    /// Whether there is any.
    ///
    /// - Throws: `FileError`.
    public static func areThere(_ paths: EvaluatorPaths, of epoch: EpochNumber) throws(FileError) -> Bool {
        for folder in try folders(paths, of: epoch) {
            if Directory.exists(folder.secret) { return true }
            guard Directory.isDirectory(folder.messages) else { continue }
            if try Directory.names(in: folder.messages).contains(where: { $0.hasPrefix("2-") }) { return true }
        }
        return false
    }

    /// Erases it.
    ///
    /// - Throws: `FileError`.
    public static func erase(_ paths: EvaluatorPaths, of epoch: EpochNumber) throws(FileError) {
        for folder in try folders(paths, of: epoch) {
            try SecretFile.erase(folder.secret)
            if Directory.isDirectory(folder.messages) { try folder.eraseDealt() }
        }
    }

    /// The folders in which a killed process may have left unfinished files.
    ///
    /// - Throws: `FileError`.
    public static func directories(_ paths: EvaluatorPaths) throws(FileError) -> [String] {
        guard Directory.isDirectory(paths.ceremonies) else { return [paths.shares] }
        return try Directory.names(in: paths.ceremonies).reduce(into: [paths.shares]) { all, name in
            all += ["\(paths.ceremonies)/\(name)", "\(paths.ceremonies)/\(name)/messages"]
        }
    }

    private static func folders(_ paths: EvaluatorPaths, of epoch: EpochNumber) throws(FileError) -> [CeremonyFolder] {
        guard Directory.isDirectory(paths.ceremonies) else { return [] }
        return try Directory.names(in: paths.ceremonies)
            .filter { $0.split(separator: ".").first.map(String.init) == "\(epoch.value)" }
            .map { CeremonyFolder(root: "\(paths.ceremonies)/\($0)") }
    }
}
