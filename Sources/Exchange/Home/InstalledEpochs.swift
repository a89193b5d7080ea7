public import Blinding
public import CanonicalCoding
public import CryptoPrimitives
internal import Evaluation
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import NodeStore
internal import TransparencyLog

extension Node {
    /// Installs an epoch: its document as the registry lists it, and its pepper as the document names it.
    ///
    /// Rows of the epoch that came before its pepper were never held against it: the store is then made anew, so that the state
    /// does not depend on which came first.
    ///
    /// - Returns: what the rebuild did, when there was one.
    /// - Throws: `RegistryError`, ``NodeError``, `FileError`, `StoreError`.
    @discardableResult
    public func installEpoch(_ envelope: DSSEEnvelope, pepper: SecretBytes?) throws -> StoreRebuild.Result? {
        let epoch = try VerifiedEpoch(verifying: envelope, under: registry())
        let number = epoch.number.value
        guard epoch.document.evaluators.map({ ThresholdKeys($0) != nil }) ?? true else { throw NodeError.evaluatorKeys(number) }
        try requireSameKey(epoch.document)
        if let pepper {
            guard !Directory.exists(paths.destructionStatement(number)) else { throw NodeError.epochDestroyed(number) }
            guard EpochBlinder.pepperDigest(of: pepper) == epoch.document.pepperDigest else {
                throw NodeError.pepperMismatch(number)
            }
        }
        try log(
            LoggedEvent(
                .epochInstall, [(.epoch, .integer(Int64(number))), (.digest, .string(envelope.payloadDigest.hex))],
                further: [("pepper", .policy, .bool(pepper != nil))]))
        if let pepper, !Directory.exists(paths.pepper(number)) { try keep(pepper, of: epoch.number) }
        try DurableFile.write(envelope.fileBytes(), to: paths.epochDocument(number), replacing: true)
        try settleShare(of: epoch)
        return Directory.exists(paths.unjudged) ? try StoreRebuild.run(self) : nil
    }

    /// A refresh changes the shares of an epoch, never its key.
    private func requireSameKey(_ document: EpochDocument) throws {
        let path = paths.epochDocument(document.epoch.value)
        guard Directory.exists(path), let installed = try EpochDocument(parsing: Self.envelope(at: path).payload).evaluators
        else {
            return
        }
        guard document.evaluators?.publicKey == installed.publicKey else { throw NodeError.epochKeyChanged(document.epoch.value) }
    }

    /// Marks the store as not held against the pepper before the pepper is there, so that a kill in between is noticed.
    private func keep(_ pepper: SecretBytes, of epoch: EpochNumber) throws {
        let isMarked = Directory.exists(paths.unjudged)
        if !isMarked, Directory.exists(paths.store), try store(for: .reading).knows(epoch) {
            try DurableFile.write([], to: paths.unjudged)
        }
        var bytes = pepper.withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(paths.pepper(epoch.value), contents: bytes)
    }

    /// The epochs whose documents are installed, ascending.
    ///
    /// - Throws: `RegistryError`, `FileError`, ``NodeError``.
    public func installedEpochs() throws -> [VerifiedEpoch] {
        let registry = try registry()
        let numbers = try Directory.names(in: paths.epochs).compactMap { name -> UInt32? in
            guard let number = UInt32(name.dropLast(".json".utf8.count)), "\(number).json" == name else { return nil }
            return number
        }
        // An epoch that the registry no longer lists, or whose root has changed, is passed over: reading goes on without it.
        return try numbers.sorted().compactMap { number in
            let envelope = try Self.envelope(at: paths.epochDocument(number))
            guard let epoch = try? VerifiedEpoch(verifying: envelope, under: registry) else { return nil }
            return epoch.document.evaluators.map { ThresholdKeys($0) != nil } ?? true ? epoch : nil
        }
    }

    /// The epoch to publish in.
    ///
    /// - Throws: ``NodeError/noOpenEpoch`` and what ``installedEpochs()`` throws.
    public func publishingEpoch(at time: Timestamp) throws -> VerifiedEpoch {
        guard let epoch = try installedEpochs().last(where: { $0.isOpenForPublishing(at: time) }) else {
            throw NodeError.noOpenEpoch
        }
        return epoch
    }

    /// What makes the tags of an epoch, after checking that this program's data are those the epoch demands.
    ///
    /// - Throws: ``NodeError``, `FileError`, `BlindingError`.
    public func blinder(of epoch: VerifiedEpoch) throws -> EpochBlinder {
        let number = epoch.number.value
        try CompiledRules.require(epoch.document.norm)
        guard Directory.exists(paths.pepper(number)) else { throw NodeError.pepperMissing(number) }
        var bytes = try SecretFile.read(paths.pepper(number))
        let pepper = SecretBytes(erasing: &bytes)
        guard EpochBlinder.pepperDigest(of: pepper) == epoch.document.pepperDigest else { throw NodeError.pepperMismatch(number) }
        return try EpochBlinder(
            epoch: epoch.number, suites: SuiteTable(epoch.document), pepper: pepper,
            evaluated: epoch.document.evaluators == nil ? nil : secretCache(of: epoch.number))
    }

    /// Blinders of every installed epoch whose pepper is here, by number.
    ///
    /// - Throws: as ``blinder(of:)``.
    public func blinders() throws -> [EpochNumber: EpochBlinder] {
        var blinders: [EpochNumber: EpochBlinder] = [:]
        for epoch in try installedEpochs() where Directory.exists(paths.pepper(epoch.number.value)) {
            // Under other data the same value may be spelled otherwise: its tags would mislead, so it has none here.
            guard (try? CompiledRules.require(epoch.document.norm)) != nil else { continue }
            blinders[epoch.number] = try blinder(of: epoch)
        }
        return blinders
    }

    /// What a person has to know at every start: epochs in which members can guess, allow-lists that are not here.
    ///
    /// - Throws: what ``installedEpochs()`` throws.
    public func startWarnings() throws -> [String] {
        let missing = try missingProtectedLists()
        let warnings = try guessableWarnings() + departureWarnings()
        guard missing > 0 else { return warnings }
        return warnings + [
            "\(missing) of the registry's lists of protected indicators are not installed: what they name may be answered as reported; "
                + "see tocsin registry protect"
        ]
    }

    /// An expulsion has to open a new epoch: who is gone keeps the pepper.
    private func departureWarnings() throws -> [String] {
        let departed = try departedMembers()
        guard let epoch = try installedEpochs().last?.number, !departed.isEmpty else { return [] }
        return [
            "\(departed.map(\.name).joined(separator: ", ")) left the registry and keeps the pepper of epoch \(epoch): "
                + "after an expulsion the officers have to list a new epoch; see docs/guides/ceremony.md"
        ]
    }

    private func guessableWarnings() throws -> [String] {
        try installedEpochs().compactMap { epoch in
            let kinds = epoch.exposedKinds.map(\.name).sorted()
            guard !kinds.isEmpty else { return nil }
            return "epoch \(epoch.number) accepts guessable kinds under the keyed suite: every member can test guesses of "
                + kinds.joined(separator: ", ")
        }
    }
}

extension SuiteTable {
    /// The suites of an epoch document.
    init(_ document: EpochDocument) {
        let suites = document.suites.compactMapValues { BlindingSuite(rawValue: $0.rawValue) }
        self.init(suites: suites, acceptsGuessable: document.acceptsGuessable)
    }
}
