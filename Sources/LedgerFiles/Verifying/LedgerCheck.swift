public import TransparencyLog

/// Verifies the files that a log publishes: heads, tiles, bundles of entries, the entries' rules and the witnesses' signatures.
///
/// Nothing is believed but the policy. Memory is that of one bundle, and of a size and a root for each head.
public struct LedgerCheck: Sendable {
    private let policy: WitnessPolicy
    private let requiresDetails: Bool

    /// Takes the policy by which heads are believed.
    ///
    /// - Parameter requiresDetails: whether the details of every entry have to lie there and nothing behind them, as a node asks of its
    ///   own log. Outsiders have none, and hold against the entries what they find.
    public init(policy: WitnessPolicy, requiresDetails: Bool = false) {
        self.policy = policy
        self.requiresDetails = requiresDetails
    }

    /// Judges the log in a directory.
    public func report(ofDirectory root: String) -> LedgerReport {
        var report = LedgerReport()
        do throws(LedgerFault) { try judge(root, into: &report) } catch { report.fault = error }
        return report
    }

    private func judge(_ root: String, into report: inout LedgerReport) throws(LedgerFault) {
        var files = LogDirectory(root: root)
        let heads = try PublishedHeads(of: &files, by: policy)
        report.head = heads.newest
        report.headCount = heads.kept.count
        report.quorum = LedgerReport.Quorum(
            isHeld: heads.newestHasQuorum, witnessCount: heads.witnessCount, largestSize: heads.largestSizeWithQuorum)
        var replay = TreeReplay(heads, of: files, requiresDetails: requiresDetails)
        defer { report.detailCount = replay.detailCount }
        try replay.run(in: &files)
        guard heads.newestHasQuorum else {
            let reached = heads.largestSizeWithQuorum.map { "; the head of size \($0) has enough" } ?? ""
            throw LedgerFault(.quorum, PublishedHeads.newestPath, "too few witnesses of the policy have signed\(reached)")
        }
    }

    /// The file of the policy that a log publishes of itself.
    public static let policyPath = "policy.txt"

    /// Reads a policy file.
    ///
    /// - Throws: ``LedgerFault`` of code policy, missing, limit or unreadable, which names the file as it was given.
    public static func policy(ofFile path: String) throws(LedgerFault) -> WitnessPolicy {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileReader.contents(of: path, limitBytes: WitnessPolicy.limitBytes)
        } catch {
            throw LedgerFault(ofFile: path, error)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw LedgerFault(.policy, path, "not UTF-8") }
        do throws(LogError) { return try WitnessPolicy(parsing: text) } catch {
            throw LedgerFault(.policy, path, error.description)
        }
    }
}

extension LedgerFault {
    /// What an unreadable file is to a verifier.
    init(ofFile path: String, _ error: FileError) {
        switch error.reason {
        case .notFound: self.init(.missing, path, "the file is missing")
        case .tooLarge(let limit): self.init(.limit, path, "longer than \(limit) bytes")
        default: self.init(.unreadable, path, error.description)
        }
    }
}
