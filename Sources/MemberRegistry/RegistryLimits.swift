/// How large the documents of the root may be.
public enum RegistryLimits {
    /// Bytes of the payload of a registry or epoch document.
    public static let payloadBytes = 4 << 20
    /// Bytes of a file that holds one envelope.
    public static let envelopeBytes = 8 << 20
    /// Bytes of a file of keys by hand.
    public static let keyFileBytes = 1 << 20
    /// Signatures on one envelope.
    public static let signatures = 16
    /// Keys of the root.
    public static let rootKeys = 16
    /// Members of a registry, and of one group.
    public static let members = 4_096
    /// Keys of one member.
    public static let keysOfAMember = 64
    /// Groups of a registry.
    public static let groups = 4_096
    /// Epochs a registry lists.
    public static let epochs = 1_024
    /// Lists of protected indicators.
    public static let protectedLists = 1_024
    /// Resets of chains.
    public static let resets = 16_384
    /// Kinds in the scope of one key.
    public static let kindsOfAScope = 256
    /// Kinds an epoch serves.
    public static let suites = 256
    /// Shares of an epoch, and coefficients behind them.
    public static let shares = 255
    /// Bytes of the payload of a message of a key ceremony, and of its plan.
    public static let ceremonyPayloadBytes = 32 << 10
    /// Bytes of a file that holds one.
    public static let ceremonyFileBytes = 64 << 10
    /// Bytes of the age file with what one party deals to another.
    public static let sealedShareBytes = 4 << 10
    /// Bytes of a name that others chose and a message repeats.
    public static let printedNameBytes = 64
    /// A registry expires at most this long after it was issued.
    public static let longestLifeDays: Int64 = 30
}
