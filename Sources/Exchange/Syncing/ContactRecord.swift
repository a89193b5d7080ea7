public import CanonicalCoding
internal import Indicators
internal import LedgerFiles
internal import NodeAPI

/// When a peer was last asked and what came of it: `run/peers/<member>.json`, which nothing depends on.
struct ContactRecord: Sendable, Hashable {
    /// The last round that came to its end.
    var reached: Timestamp?
    /// The last round that did not.
    var failed: Timestamp?
    /// Why it did not.
    var failure = ""
    /// Whether the peer said last that it is no node.
    var evaluatesOnly = false

    /// Reads the record of a peer; an empty one when there is none.
    init(of peer: MemberID, at paths: HomePaths) {
        guard let bytes = try? FileReader.contents(of: paths.contact(peer.name), limitBytes: 64 << 10),
            let object = try? StrictJSON.parse(bytes).object
        else { return }
        reached = object["reached"]?.string.flatMap { Timestamp(rfc3339: $0) }
        failed = object["failed"]?.string.flatMap { Timestamp(rfc3339: $0) }
        failure = object["failure"]?.string ?? ""
        evaluatesOnly = object["evaluates_only"]?.bool ?? false
    }

    /// Notes how a round ended.
    mutating func take(_ report: RoundReport, at time: Timestamp) {
        if let failure = report.failure {
            failed = time
            self.failure = failure.reason.rawValue
            // Who does not answer has not said otherwise.
            if failure.reason == .refused || failure.reason == .malformed { evaluatesOnly = false }
        } else {
            reached = time
            failure = ""
            evaluatesOnly = report.evaluatesOnly
        }
    }

    func write(of peer: MemberID, at paths: HomePaths) throws {
        try Directory.create(paths.contacts)
        var object = JSONObject()
        object["evaluates_only"] = .bool(evaluatesOnly)
        object["failed"] = failed.map { .string($0.rfc3339) }
        object["failure"] = .string(failure)
        object["reached"] = reached.map { .string($0.rfc3339) }
        try PassingFile.write(object.canonicalBytes() + [0x0A], to: paths.contact(peer.name))
    }
}

extension HomePaths {
    var contacts: String { "\(run)/peers" }
    func contact(_ peer: String) -> String { "\(contacts)/\(peer).json" }
}

extension Node {
    /// Notes how a round with a peer ended, for `tocsin status`.
    ///
    /// - Throws: `FileError`.
    public func note(_ report: RoundReport, at time: Timestamp) throws {
        var record = ContactRecord(of: report.peer, at: paths)
        record.take(report, at: time)
        try record.write(of: report.peer, at: paths)
    }
}
