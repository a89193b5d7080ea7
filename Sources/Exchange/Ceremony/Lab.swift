internal import Agreements
internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import TransparencyLog

/// A complete sandbox in one directory: one home per member, one registry, one epoch, one agreement, everything
/// installed.
public struct Lab: Sendable {
    /// A member to be made.
    public struct Member: Sendable, Hashable {
        /// Its name.
        public let id: MemberID
        /// Its role in the registry.
        public let role: String

        /// Names a member.
        public init(id: MemberID, role: String) {
            self.id = id
            self.role = role
        }

        /// Reads `org.a:platform`.
        ///
        /// - Throws: ``LabError``.
        public init(parsing text: String) throws(LabError) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.first, let id = MemberID(name) else { throw .notAMember(text) }
            guard id.name != KeyName.rootName else { throw .notAMember(text) }
            guard parts.count == 2, MemberRole(rawValue: parts[1]) != nil else { throw .notARole(text) }
            self.init(id: id, role: parts[1])
        }
    }

    /// Where the homes are, by member.
    public let homes: [MemberID: String]
    /// The group all members are in.
    public let group: GroupID

    /// A lab has at most this many members: each costs keys and a home.
    public static let largestMemberCount = 1_024

    /// Makes the lab.
    ///
    /// - Parameters:
    ///   - protectedList: lines of kind TAB canonical value that no state may act on.
    ///   - evaluators: three of the members, who then hold shares of the epoch's key; nobody does when it is empty.
    /// - Throws: ``LabError``, ``NodeError`` when a home stands there, `FileError`.
    public init(
        at directory: String, members: [Member], group: GroupID, protectedList: [UInt8]? = nil, evaluators: [MemberID] = [],
        time: Timestamp
    ) throws {
        try Self.check(members, evaluators)
        let homes = Dictionary(uniqueKeysWithValues: members.map { ($0.id, "\(directory)/\($0.id.name)") })
        for home in homes.values where Directory.exists(home) { throw NodeError.homeExists(home) }
        self.homes = homes
        self.group = group
        var entries: [MemberEntry] = []
        var parties: [LabAgreement.Party] = []
        var signingKeys: [MemberID: Ed25519PrivateKey] = [:]
        for member in members {
            let (entry, keys) = try Self.makeHome(homes, member, isEvaluator: evaluators.contains(member.id), time)
            entries.append(entry)
            signingKeys[member.id] = keys.signing
            let signer = try NoteSigner(name: AgreementNote.keyName(of: member.id), privateKey: keys.agreeing)
            parties.append(LabAgreement.Party(member: member, signer: signer))
        }
        let officers = try (0..<Federation.officerCount).map { _ in try Ed25519PrivateKey() }
        let holders = LabEvaluators(evaluators.compactMap { id in signingKeys[id].map { (id, $0) } })
        let federation = try Federation(
            members: entries, group: group, policy: RegistryPolicy(isLab: true), at: time, officers: officers,
            protectedLists: protectedList.map { [SHA256.hash($0)] } ?? [], evaluators: holders)
        try holders?.write(for: EpochNumber(Federation.firstEpoch), into: homes)
        let agreement = LabAgreement.partyCounts.contains(parties.count) ? try LabAgreement(parties, group: group, at: time) : nil
        // One registry for all: what one home has verified, the next need not verify.
        let (memory, root) = (HomeMemory(), try RegistryDocument(parsing: federation.registry.payload).root.digest)
        for home in homes.values {
            let node = try Node(opening: home, for: .writing, remembering: memory)
            try Self.install(federation, root, protectedList, into: node)
            if let agreement { _ = try node.activate(agreement.agreement, note: agreement.note, at: time, since: agreement.from) }
        }
        try Self.keepDocuments(federation, in: directory)
    }

    private static func check(_ members: [Member], _ evaluators: [MemberID]) throws(LabError) {
        guard !members.isEmpty, members.count <= largestMemberCount else { throw .memberCount(members.count) }
        let names = Set(members.map(\.id))
        guard names.count == members.count else { throw .memberTwice }
        guard evaluators.isEmpty || evaluators.count == SharePolynomial.parties.count && names.isSuperset(of: evaluators),
            Set(evaluators).count == evaluators.count
        else { throw .evaluators }
    }

    private static func makeHome(
        _ homes: [MemberID: String], _ member: Member, isEvaluator: Bool, _ time: Timestamp
    ) throws -> (MemberEntry, NodeKeys) {
        let keys = try NodeKeys()
        var settings = Settings(member: member.id, role: member.role)
        settings.acceptsLabDocuments = true
        guard let home = homes[member.id], let role = MemberRole(rawValue: member.role) else {
            throw LabError.notARole(member.role)
        }
        try Node.create(at: home, settings: settings, keys: keys)
        let entry = MemberEntry(
            id: member.id, roles: isEvaluator && role != .evaluator ? [role, .evaluator] : [role],
            keys: keys.registryEntries(notBefore: time.adding(days: -1), notAfter: time.adding(days: keyLifeDays)))
        return (entry, keys)
    }

    private static func install(
        _ federation: Federation, _ root: Digest256, _ protectedList: [UInt8]?, into node: Node
    ) throws {
        try node.installRegistry(federation.registry, trustedRoot: root)
        try node.installEpoch(federation.epoch, pepper: federation.pepper)
        if let protectedList { try node.installProtectedList(protectedList) }
    }

    /// The root keys stay beside the homes, so that the lab can grow: tocsin registry next, sign, install.
    private static func keepDocuments(_ federation: Federation, in directory: String) throws {
        let root = directory + "/root"
        try Directory.create(root)
        for (index, officer) in federation.officers.enumerated() {
            try NodeKeys.write(.ed25519(officer), to: "\(root)/officer-\(index + 1).pem", nil)
        }
        try DurableFile.write(federation.registry.fileBytes(), to: root + "/registry.json")
        try DurableFile.write(federation.epoch.fileBytes(), to: root + "/epoch.json")
        try DurableFile.write(Array(notice.utf8), to: directory + "/README.txt", mode: 0o644)
    }

    private static let keyLifeDays: Int64 = 400
    private static let notice = """
        A Tocsin lab. All keys were made on one machine and lie here unencrypted; the registry is marked "lab",
        and nodes refuse it unless their settings accept lab documents. Nothing here is fit for real data.

        """
}
