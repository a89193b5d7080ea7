internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import SignedBundles
internal import TransparencyLog

/// Stands before the store while streams are taken in, and says of each whether its bundle has to wait for an officer.
final class QuarantineGate {
    private let node: Node
    private let epochs: [VerifiedEpoch]
    private var record: QuarantineRecord
    /// What went wrong while a bundle was being held, when the store says only that it was stopped.
    private(set) var failure: (any Error)?

    /// - Throws: `FileError`, `RegistryError`, ``NodeError``.
    init(_ node: Node) throws {
        self.node = node
        epochs = try node.installedEpochs()
        record = try node.quarantineRecord()
    }

    /// Why a bundle is held back now; nothing when it is not.
    func reason(toHold manifest: Digest256) -> HoldReason? { record.items[manifest]?.reason }

    /// What decides about a stream once it is known how many new rows it has; holds the bundle, on record, if it has to wait.
    ///
    /// - Returns: whether the rows count among what came of the publisher; asked inside the store's transaction.
    /// - Throws: `StoreError`.
    func admission(
        of bundle: VerifiedBundle, to store: NodeStore, _ manner: Importer.Manner
    ) throws(StoreError) -> (Int) throws(StoreError) -> Bool {
        let (manifest, time) = (bundle.digest, manner.time)
        if case .repeating = manner { return { [record] _ in !record.holds(manifest, at: time) } }
        guard bundle.manifest.publisher != node.settings.member else { return { _ in true } }
        guard reason(toHold: manifest) == nil else { return { _ in false } }
        let judge = try judge(of: bundle.manifest, in: store, at: time)
        return { [self] rows throws(StoreError) in
            guard let reason = judge.reason(toHold: rows) else { return true }
            do { try hold(bundle, rows: rows, because: reason, at: time) } catch {
                failure = error
                throw StoreError(.notWritable, action: "hold a bundle in", path: store.path)
            }
            return false
        }
    }

    private func judge(of manifest: Manifest, in store: NodeStore, at time: Timestamp) throws(StoreError) -> ArrivalJudge {
        let isEpochStart = epochs.contains { epoch in
            epoch.number == manifest.epoch && epoch.isOpenForPublishing(at: time)
                && time < epoch.document.times.publishFrom.adding(days: ArrivalJudge.epochStartDays)
        }
        return ArrivalJudge(
            limits: node.settings.quarantine.limits(for: manifest.publisher),
            arrivals: try store.arrivals(of: manifest.publisher, since: time.day.adding(days: -ArrivalJudge.rememberedDays)),
            day: time.day, isEpochStart: isEpochStart)
    }

    /// First the audit log, then the record: what is killed in between is decided again.
    private func hold(_ bundle: VerifiedBundle, rows: Int, because reason: HoldReason, at time: Timestamp) throws {
        guard let stream = bundle.streamDigest else { return }
        let manifest = bundle.manifest
        let place = HeldPlace(
            publisher: manifest.publisher, audience: manifest.audience, sequence: manifest.sequence, manifest: bundle.digest,
            stream: stream, rows: rows, reason: reason, officersNeeded: Int(node.settings.quarantine.releaseOfficers), time: time)
        try node.log(place.event(.quarantineSet, reason.sentence))
        try node.keep(.hold(place))
        record.take(.hold(place))
    }
}

extension HeldPlace {
    /// What the audit log hears of it.
    func event(_ type: EntryType, _ reason: String, by officer: String = "") -> LoggedEvent {
        var further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [
            ("group", .org, .string(audience.name)), ("manifest", .item, .string(manifest.hex)),
            ("rows", .item, .integer(Int64(rows))), ("seq", .policy, .integer(Int64(sequence))),
        ]
        if !officer.isEmpty { further.append(("officer", .staff, .string(officer))) }
        return LoggedEvent(type, [(.peer, .string(publisher.name)), (.reason, .string(reason))], further: further)
    }
}
