public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry

/// What a registry says of a key that connections of this node show.
public struct TLSKeyStanding: Sendable, Hashable {
    /// Whether others take the key.
    public enum State: String, Sendable, Hashable {
        /// They do.
        case usable
        /// The registry does not list it for TLS and this member, or there is none.
        case unlisted = "not listed"
        /// It is listed from a later moment on.
        case early = "not yet"
        /// Its time is over.
        case ended
        /// The root officers took it back.
        case retired
        /// It is in wrong hands.
        case compromised
        /// The registry itself is expired.
        case expired = "registry expired"
    }

    /// The whole identifier, `<member>/<kid>`.
    public let keyID: String
    /// Whether others take it.
    public let state: State
    /// From when on it is listed.
    public let notBefore: Timestamp?
    /// The first moment after its time.
    public let notAfter: Timestamp?
    /// How many whole days of its time are left; none below zero.
    public let daysLeft: Int64?

    init(of key: P256PublicKey, as member: MemberID, in registry: VerifiedRegistry?, at time: Timestamp) {
        keyID = KeyName.keyID(member: member.name, kid: KeyName.kid(of: key.bytes))
        let listed = registry?.member(member)?.keys.first { $0.use == .tls && $0.publicKey == key.bytes }
        state = Self.state(of: listed, isExpired: registry?.isExpired(at: time) ?? false, at: time)
        notBefore = listed?.notBefore
        notAfter = listed?.notAfter
        daysLeft = listed.map { max(0, $0.notAfter.secondsSinceEpoch - time.secondsSinceEpoch) / Timestamp.secondsPerDay }
    }

    private static func state(of key: MemberKey?, isExpired: Bool, at time: Timestamp) -> State {
        guard let key else { return .unlisted }
        switch key.status {
        case .retired: return .retired
        case .compromised: return .compromised
        case .active where isExpired: return .expired
        case .active: return time < key.notBefore ? .early : time < key.notAfter ? .usable : .ended
        }
    }
}
