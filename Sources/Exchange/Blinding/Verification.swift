public import Indicators
internal import LedgerFiles
internal import MergeEngine
internal import NodeStore

/// What follows once values that are held in clear have been evaluated: every row is judged anew.
///
/// That it is due is on disk before the first value is evaluated, and until it is done: whatever breaks off, the next run does it.
public struct Verification {
    /// What became of the store.
    public let rebuild: StoreRebuild.Result
    /// How many rows of each epoch are out of the state, since their value does not give their tag.
    public let disprovedCounts: [EpochNumber: Int]

    /// Notes that it is due, before values are evaluated.
    ///
    /// - Throws: `FileError`.
    public static func begin(at node: Node) throws {
        guard !isDue(at: node) else { return }
        try DurableFile.write([], to: node.paths.verificationDue)
    }

    /// Whether values were evaluated, or may have been, since rows were judged anew.
    public static func isDue(at node: Node) -> Bool { Directory.exists(node.paths.verificationDue) }

    /// Makes the store anew, so that whatever reads it goes by what is known now, lists to enforce included.
    ///
    /// - Throws: what ``StoreRebuild/run(_:)`` throws.
    public init(judging node: Node) throws {
        rebuild = try StoreRebuild.run(node)
        var counts: [EpochNumber: Int] = [:]
        try node.checkingStore().forEachIndicator { key, claims in
            let count = claims.count { $0.exclusion == .tag }
            if count > 0 { counts[key.epoch, default: 0] += count }
        }
        disprovedCounts = counts
        try node.raiseVerificationMark()
        try Directory.remove(node.paths.verificationDue)
    }
}

extension Node {
    /// Another whenever rows were judged anew by what had been evaluated.
    func verificationMark() -> String {
        let bytes = (try? FileReader.contents(of: paths.verificationMark, limitBytes: 64)) ?? []
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate func raiseVerificationMark() throws {
        let next = (UInt64(verificationMark()) ?? 0) &+ 1
        try DurableFile.write(Array("\(next)".utf8), to: paths.verificationMark, replacing: true)
    }
}
