public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MemberRegistry

/// One party's side of a key ceremony (protocol P2; docs/spec/evaluation.md).
///
/// Everything lies in files. Each step writes what it says before anybody sees it and says the same when it is repeated, so it can be cut off anywhere.
public struct Ceremony: Sendable {
    /// What was agreed on.
    public let plan: CeremonyPlan
    let planDigest: Digest256
    let paths: EvaluatorPaths
    let folder: CeremonyFolder
    let terms: Terms
    /// The number of this party.
    let number: UInt8
    var messages: [MessagePlace: CeremonyFile]

    /// The private keys of the party.
    public struct Keys: Sendable {
        let signing: Ed25519PrivateKey
        let sealing: SecretBytes

        /// States them: its `sign` key, and the secret half of its `seal` key.
        public init(signing: Ed25519PrivateKey, sealing: SecretBytes) {
            self.signing = signing
            self.sealing = sealing
        }
    }

    /// Who takes part, and by which rules and clock it judges.
    public struct Terms: Sendable {
        let member: MemberID
        let keys: Keys?
        let registry: VerifiedRegistry
        /// The document of the epoch that is in force, where there is one.
        let document: EpochDocument?
        let time: Timestamp

        /// States them.
        ///
        /// - Parameters:
        ///   - keys: nothing for who only looks; every step needs them.
        ///   - document: the document of the epoch that is in force, where there is one.
        public init(
            member: MemberID, keys: Keys?, registry: VerifiedRegistry, document: EpochDocument?, time: Timestamp
        ) {
            self.member = member
            self.keys = keys
            self.registry = registry
            self.document = document
            self.time = time
        }
    }

    /// Opens the ceremony of an epoch that was begun.
    ///
    /// - Throws: ``CeremonyError``, `FileError`, `RegistryError` when a file of it is damaged.
    public init(opening paths: EvaluatorPaths, of epoch: EpochNumber, on terms: Terms) throws {
        let folder = CeremonyFolder(root: paths.ceremony(of: epoch))
        guard Directory.exists(folder.plan) else { throw CeremonyError.notBegun(epoch) }
        plan = try Self.plan(in: folder)
        guard let number = plan.number(of: terms.member) else { throw CeremonyError.notAParty(terms.member) }
        self.number = number
        planDigest = plan.digest
        self.paths = paths
        self.folder = folder
        self.terms = terms
        messages = try folder.readMessages()
    }

    static func plan(in folder: CeremonyFolder) throws -> CeremonyPlan {
        try CeremonyPlan(
            parsing: FileReader.contents(of: folder.plan, limitBytes: RegistryLimits.ceremonyPayloadBytes))
    }

    /// The numbers of the other parties.
    var others: [UInt8] { (1...UInt8(CeremonyPlan.partyCount)).filter { $0 != number } }

    /// The messages of all parties of a round whose messages are for all.
    ///
    /// - Throws: ``CeremonyError/missing(round:from:)``.
    func all(_ round: Int) throws(CeremonyError) -> [CeremonyFile] {
        let missing = missing(round)
        guard missing.isEmpty else { throw .missing(round: round, from: missing) }
        return (1...UInt8(CeremonyPlan.partyCount)).compactMap { messages[MessagePlace(round, from: $0)] }
    }

    /// Who has not been heard in a round; in that of dealing, by this party.
    func missing(_ round: Int) -> [MemberID] {
        let expected = round == 2 ? others : Array(1...UInt8(CeremonyPlan.partyCount))
        return expected.filter { messages[MessagePlace(round, from: $0, to: round == 2 ? number : 0)] == nil }.map(plan.party)
    }

    /// Signs a message, keeps it and gives it out; what was said before in that place is said again.
    ///
    /// - Throws: `FileError`, `OpenSSLError`.
    mutating func say(_ body: CeremonyMessage.Body, to: UInt8 = 0) throws -> CeremonyFile {
        let message = CeremonyMessage(epoch: plan.epoch, from: number, to: to, plan: planDigest, body: body)
        let file = try CeremonyFile(signed(message.draft()))
        if let said = messages[file.place] { return said }
        try folder.keep(file)
        messages[file.place] = file
        return file
    }

    /// An envelope with this party's signature.
    ///
    /// - Throws: ``CeremonyError/noKey(_:_:)``, `OpenSSLError`.
    func signed(_ envelope: DSSEEnvelope) throws -> DSSEEnvelope {
        guard let key = terms.keys?.signing else { throw CeremonyError.noKey(terms.member, .sign) }
        let keyID = KeyName.keyID(member: terms.member.name, kid: KeyName.kid(of: key.publicKey.bytes))
        return try envelope.signed(as: keyID) { message throws(OpenSSLError) in try key.sign(message) }
    }

    /// The own secret, which the first step drew.
    ///
    /// - Throws: ``CeremonyError/secretLost``, `FileError`.
    func secret() throws -> CeremonySecret {
        guard Directory.exists(folder.secret), let secret = try CeremonySecret(reading: folder.secret, isRefresh: plan.isRefresh)
        else { throw CeremonyError.secretLost }
        return secret
    }
}

extension EvaluatorPaths {
    /// The files of the ceremony of an epoch.
    public func ceremony(of epoch: EpochNumber) -> String { ceremonies + "/\(epoch.value)" }
}
