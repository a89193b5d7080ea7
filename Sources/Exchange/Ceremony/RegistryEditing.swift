public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry

extension Node {
    /// This node's entry as it asks the root officers to list it.
    ///
    /// - Parameter further: roles beside that of the home's settings.
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError``.
    public func memberCard(
        owner: MemberID?, further: [MemberRole] = [], days: Int64, at time: Timestamp
    ) throws -> JSONValue {
        guard let role = MemberRole(rawValue: settings.role) else { throw SettingsError.invalid("role") }
        let roles = further.reduce(into: [role]) { if !$0.contains($1) { $0.append($1) } }
        let keys = try keys().registryEntries(notBefore: time.adding(days: -1), notAfter: time.adding(days: days))
        return MemberCard(entry: MemberEntry(id: settings.member, owner: owner, roles: roles, keys: keys)).jsonValue
    }
}

/// Changes that make the next version of a registry.
public struct RegistryEditing: Sendable {
    /// The document as changed so far.
    public private(set) var document: RegistryDocument

    /// Starts from the version in force.
    public init(after document: RegistryDocument, issued: Timestamp) {
        self.document = document.successor(issued: issued)
    }

    /// Lists a member, or its new keys beside those it had. A quota is not the card's to say.
    public mutating func add(_ card: MemberCard) {
        let old = document.members.first { $0.id == card.entry.id }
        // A key that was revoked stays revoked, whatever the card says of it.
        let kept = (old?.keys ?? []).filter { key in
            key.status != .active || !card.entry.keys.contains { $0.publicKey == key.publicKey }
        }
        let added = card.entry.keys.filter { key in !kept.contains { $0.publicKey == key.publicKey } }
        let entry = MemberEntry(
            id: card.entry.id, owner: card.entry.owner, roles: card.entry.roles, keys: kept + added,
            quota: old?.quota ?? .standard)
        document.members.removeAll { $0.id == entry.id }
        document.members.append(entry)
        document.members.sort { $0.id < $1.id }
    }

    /// Says how much a member may have evaluated.
    ///
    /// - Returns: false when there is no such member.
    public mutating func setQuota(_ quota: EvaluationQuota, of member: MemberID) -> Bool {
        guard let index = document.members.firstIndex(where: { $0.id == member }) else { return false }
        let old = document.members[index]
        document.members[index] = MemberEntry(id: old.id, owner: old.owner, roles: old.roles, keys: old.keys, quota: quota)
        return true
    }

    /// Takes a member out of the registry and of every group.
    public mutating func remove(_ member: MemberID) {
        document.members.removeAll { $0.id == member }
        document.groups = document.groups.map { group in GroupEntry(id: group.id, members: group.members.filter { $0 != member })
        }
    }

    /// Says who is in a group, making it when there is none of that name.
    public mutating func setGroup(_ id: GroupID, members: [MemberID]) {
        document.groups.removeAll { $0.id == id }
        document.groups.append(GroupEntry(id: id, members: members))
        document.groups.sort { $0.id < $1.id }
    }

    /// Revokes a key: retired, or compromised since a moment.
    ///
    /// - Returns: false when no member has a key of that name.
    public mutating func revoke(_ keyID: String, compromisedSince: Timestamp?) -> Bool {
        var found = false
        document.members = document.members.map { member in
            let keys = member.keys.map { key -> MemberKey in
                guard KeyName.keyID(member: member.id.name, kid: key.kid) == keyID else { return key }
                found = true
                return MemberKey(
                    use: key.use, algorithm: key.algorithm, publicKey: key.publicKey, notBefore: key.notBefore,
                    notAfter: key.notAfter, status: compromisedSince == nil ? .retired : .compromised,
                    compromisedSince: compromisedSince, scope: key.scope)
            }
            return MemberEntry(id: member.id, owner: member.owner, roles: member.roles, keys: keys, quota: member.quota)
        }
        return found
    }

    /// Lists an epoch's document by its digest.
    public mutating func list(_ epoch: EpochDocument) {
        document.epochs.removeAll { $0.epoch == epoch.epoch }
        document.epochs.append(EpochEntry(epoch: epoch.epoch, digest: epoch.digest))
        document.epochs.sort { $0.epoch < $1.epoch }
    }

    /// Lists a file of protected indicators by its digest.
    public mutating func protect(_ list: Digest256) {
        if !document.protectedLists.contains(list) { document.protectedLists.append(list) }
    }

    /// Lets a chain go on from a bundle after a fork or a stolen key.
    public mutating func reset(_ reset: ChainReset) { document.resets.append(reset) }

    /// Hands the root over to other officers; both sides must sign.
    public mutating func rotateRoot(to root: RootKeys) { document.root = root }
}
