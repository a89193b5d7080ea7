internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import Redaction
internal import Sealing
internal import SignedBundles
internal import TransparencyLog

extension Reception {
    /// Commits that the stream is taken in, before the store changes.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func accept(_ bundle: VerifiedBundle) throws {
        var events: [LoggedEvent] = []
        if let decision {
            events.append(try node.keep(decision, about: rows.items))
            events += [decision.brokenGlass(for: stage.grounds)].compactMap(\.self)
        }
        let label = rows.labels.max { (Marking($0) ?? .red) < (Marking($1) ?? .red) } ?? "none"
        let agreement = decision?.input.agreement?.hex ?? "none"
        var further = rows.items.further
        further += decisions
        further.append(("nonce", .item, .string(nonce.hex)))
        further.append(("stream", .item, .string(bundle.streamDigest?.hex ?? "")))
        var fields: [(DetailField, JSONValue)] = [
            (.agreement, .string(agreement)), (.label, .string(label)),
            (.retainUntil, .string(decision?.retainUntil?.rfc3339 ?? "none")), (.bundle, .string(bundle.digest.hex)),
            (.peer, .string((peer ?? bundle.manifest.publisher).name)),
            (.peerKey, .string(bundle.signers.joined(separator: ","))),
            (.protocolVersion, .string(Software.protocolVersion)),
        ]
        fields += rows.items.fields
        events.append(LoggedEvent(.receiveAccept, fields, further: further, transfer: transfer))
        accepted = try node.log(events).last?.index
    }

    /// Says that the rows are in the state: to the log, and to the sender.
    ///
    /// - Parameter isWaiting: whether an officer has yet to let them take effect; then the sender is told that they are received.
    /// - Throws: `LedgerError`, `StoreError`, `FileError`.
    func finish(_ receipt: ImportReceipt, into store: NodeStore, isWaiting: Bool) throws {
        try merged(into: store)
        try writeReceipt(
            isWaiting ? .received : .applied, counts: receipt.transferCounts,
            retracted: receipt.count(.new, .retract) + receipt.count(.updated, .retract))
    }

    /// Commits that the rows are in the state, with the digest of the state after it.
    ///
    /// - Throws: `LedgerError`, `StoreError`.
    private func merged(into store: NodeStore) throws {
        let state = try store.digest()
        var fields = rows.items.fields
        fields.append((.digest, .string(state.hex)))
        try node.log(
            LoggedEvent(.merge, fields, further: rows.items.further, transfer: transfer, reference: accepted))
    }

    /// Commits that the stream was refused, and why.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func reject(_ error: any Error) throws {
        let code = Self.code(of: error)
        var events: [LoggedEvent] = []
        if let decision { events.append(try node.keep(decision, about: CommittedItems(decision.input.items))) }
        events.append(
            LoggedEvent(
                .receiveReject, [(.peer, .string(peer?.name ?? "unknown")), (.reason, .string(code))], further: decisions,
                transfer: document?.transfer, reference: accepted))
        accepted = try node.log(events).last?.index
        // Who was told that rows are here is not told otherwise: they are.
        guard document?.to == node.settings.member, !isTakenIn else { return }
        try writeReceipt(.rejected, code: code)
    }

    /// Writes the signed receipt for the sender; nothing without a transfer document.
    ///
    /// - Returns: where it lies.
    @discardableResult
    func writeReceipt(
        _ state: TransferReceipt.State, code: String = "", counts: [String: TransferReceipt.Counts] = [:], retracted: Int = 0
    ) throws -> String? {
        guard let document, let accepted else { return nil }
        let receipt = TransferReceipt(
            transfer: document.transfer, manifest: document.manifest, from: document.from, to: document.to, state: state,
            code: code, counts: counts, retracted: retracted,
            entry: .init(origin: try node.ledger().checkpoint.origin, index: accepted), time: desk.time)
        try Directory.create(node.paths.receiptOutbox)
        let path = "\(node.paths.receiptOutbox)/\(document.transfer.hex).receipt.json"
        try TransferFile.write(node.sign(receipt.envelope()), to: path)
        return path
    }

    /// Where the receipt of this transfer lies, once it was written.
    var knownReceipt: String? {
        guard let document else { return nil }
        let path = "\(node.paths.receiptOutbox)/\(document.transfer.hex).receipt.json"
        return Directory.exists(path) ? path : nil
    }

    /// Whether the sender was told that this transfer was taken in.
    var isTakenIn: Bool {
        guard let path = knownReceipt, let envelope = try? TransferFile.read(path),
            let receipt = try? StrictJSON.parse(envelope.payload).object
        else { return false }
        return receipt["state"]?.string != TransferReceipt.State.rejected.rawValue
    }

    /// The digests of both sides' decisions.
    private var decisions: [(name: String, DetailRecord.FieldClass, JSONValue)] {
        var fields: [(name: String, DetailRecord.FieldClass, JSONValue)] = []
        if let decision { fields.append(("decision", .policy, .string(decision.id.hex))) }
        if let theirs = document?.decision { fields.append(("peer_decision", .policy, .string(theirs.hex))) }
        return fields
    }

    fileprivate static func code(of error: any Error) -> String {
        switch error {
        case let error as BundleError: error.code.rawValue
        case let error as TransferError where !error.code.isEmpty: error.code
        case is SealingError, NodeError.notForUs: "E_SEAL"
        case is StoreError: ErrorCode.limit.rawValue
        default: "E_TRANSFER"
        }
    }
}

extension Node {
    /// Commits that a file was refused of which nothing could be read: sealed for another, or altered.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func rejectUnread(_ error: any Error) throws {
        try log(
            LoggedEvent(.receiveReject, [(.peer, "unknown"), (.reason, .string(Reception.code(of: error)))]))
    }
}

extension ImportReceipt {
    /// What became of the rows, as a receipt tells it to the sender.
    var transferCounts: [String: TransferReceipt.Counts] {
        var counts: [String: TransferReceipt.Counts] = [:]
        for type in RowType.allCases {
            let one = TransferReceipt.Counts(
                new: count(.new, type), updated: count(.updated, type), duplicate: count(.duplicate, type),
                superseded: count(.superseded, type))
            if one.read > 0 { counts[type.name] = one }
        }
        // No row is refused for E_TAG towards its sender: whether a value's secret is kept here says whether somebody here asked about it.
        if disprovedCount > 0 {
            let reports = counts[RowType.report.name] ?? TransferReceipt.Counts()
            counts[RowType.report.name] = TransferReceipt.Counts(
                new: reports.new + disprovedCount, updated: reports.updated, duplicate: reports.duplicate,
                superseded: reports.superseded)
        }
        let refusedCount = refusedCount - disprovedCount
        if refusedCount > 0 { counts["other"] = TransferReceipt.Counts(refused: refusedCount) }
        return counts
    }
}
