/// The numbers of the format and the bounds that hold before anything is believed.
public enum SealingLimits {
    /// The longest header that is read, from its first byte through the end of its last line.
    public static let headerByteCount = 1 << 16
    /// The most stanzas a header may have.
    public static let stanzaCount = 1024
    /// The most recipients a file is sealed to; their header stays within ``headerByteCount``.
    public static let recipientCount = 512
    /// The plaintext bytes of every chunk but the last.
    public static let chunkByteCount = 1 << 16
    /// The longest text of a recipient, an identity or a file of identities.
    public static let identityFileByteCount = 1 << 16

    static let fileKeyByteCount = 16
    static let payloadNonceByteCount = 16
    static let sealedChunkByteCount = chunkByteCount + 16
}
