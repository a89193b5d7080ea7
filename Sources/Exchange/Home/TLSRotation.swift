public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

extension Node {
    /// Makes the key that is to follow the one in use, and says what the root officers have to list. Until they did, and
    /// ``switchTLSKey(at:)``, connections show the old one.
    ///
    /// - Parameter days: for how long the key speaks.
    /// - Returns: a card with this key alone and everything else as the registry has it; the keys already listed stay.
    /// - Throws: ``NodeError/nextTLSKeyWaits``, `FileError`, `RegistryError`, ``SettingsError``.
    public func makeNextTLSKey(days: Int64, at time: Timestamp) throws -> MemberCard {
        guard !Directory.exists(paths.nextTLSKey) else { throw NodeError.nextTLSKeyWaits }
        guard let role = MemberRole(rawValue: settings.role) else { throw SettingsError.invalid("role") }
        let listed = try registryIfAny()?.member(settings.member)
        let key = try P256PrivateKey()
        let entry = MemberKey(
            use: .tls, algorithm: .p256, publicKey: key.publicKey.bytes, notBefore: time.adding(days: -1),
            notAfter: time.adding(days: days))
        try NodeKeys.write(.p256(key), to: paths.nextTLSKey, nil)
        openedKeys = nil
        return MemberCard(
            entry: MemberEntry(
                id: settings.member, owner: listed?.owner, roles: listed?.roles ?? [role], keys: [entry],
                quota: listed?.quota ?? .standard))
    }

    /// Puts the next key in the place of the one in use, which is gone then. A server takes it up when it starts again.
    ///
    /// The public half is written before the file gets its name, and both names count until then: a node killed at any point
    /// works, with the old key or with the new one, and calling this again finishes the change.
    ///
    /// - Returns: what the registry says of the key now in use.
    /// - Throws: ``NodeError/noNextTLSKey``, ``NodeError/nextTLSKeyNotUsable(_:)``, ``NodeError/registryExpired(_:)``,
    ///   `FileError`, `LedgerError`.
    @discardableResult
    public func switchTLSKey(at time: Timestamp) throws -> TLSKeyStanding {
        guard let next = try tlsKeys().next?.publicKey else { throw NodeError.noNextTLSKey }
        let standing = TLSKeyStanding(of: next, as: settings.member, in: try registryInForce(at: time), at: time)
        guard standing.state == .usable else { throw NodeError.nextTLSKeyNotUsable(standing.keyID) }
        if try PublicKeys.recorded(.tls, at: paths.publicKeys) != next.bytes {
            try logConfiguration("tls", digest: SHA256.hash(next.bytes))
        }
        try PublicKeys.replace(.tls, by: next.bytes, at: paths.publicKeys)
        try Directory.rename(paths.nextTLSKey, to: paths.tlsKey)
        openedKeys = nil
        return standing
    }

    /// What the registry in force says of the key in use and of the next one, where there are any.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, `RegistryError`, ``NodeError``.
    public func tlsStanding(at time: Timestamp) throws -> (current: TLSKeyStanding?, next: TLSKeyStanding?) {
        let (keys, registry) = (try tlsKeys(), try registryIfAny())
        func standing(of key: P256PrivateKey?) -> TLSKeyStanding? {
            key.map { TLSKeyStanding(of: $0.publicKey, as: settings.member, in: registry, at: time) }
        }
        return (standing(of: keys.current), standing(of: keys.next))
    }

    private func registryIfAny() throws -> VerifiedRegistry? {
        do { return try registry() } catch NodeError.noRegistry { return nil }
    }
}
