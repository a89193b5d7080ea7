/// How large the documents of the root may be.
public enum RegistryLimits {
    /// Bytes of the payload of a registry or epoch document.
    public static let payloadBytes = 4 << 20
    /// Bytes of a file that holds one envelope.
    public static let envelopeBytes = 8 << 20
    /// Bytes of a file of keys by hand.
    public static let keyFileBytes = 1 << 20
    public static let signatures = 16
    public static let rootKeys = 16
    public static let members = 4_096
    public static let keysOfAMember = 64
    public static let groups = 4_096
    public static let epochs = 1_024
    public static let protectedLists = 1_024
    public static let resets = 16_384
    public static let kindsOfAScope = 256
    public static let suites = 256
    public static let shares = 255
    /// A registry expires at most this long after it was issued.
    public static let longestLifeDays: Int64 = 30
}
