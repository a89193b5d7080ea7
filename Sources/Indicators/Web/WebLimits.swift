/// Every limit of the web and account forms in one place, in bytes unless the name says otherwise.
public enum WebLimits {
    /// The longest text that is looked at; a longer one is refused unread.
    public static let input = 65_536
    /// The longest canonical form of a URL.
    public static let url = 2_048
    /// The longest host name, a trailing dot not counted.
    public static let host = 253
    /// The longest host that is mapped to ASCII; mapping may shorten it.
    public static let unmappedHost = 2_048
    /// The longest part of an e-mail address before its last @.
    public static let localPart = 64
    /// The longest account identifier or name.
    public static let accountName = 1_024
    /// How often a result that can be refanged again is read again before it is refused.
    static let rereadings = 8
    /// How many layers of encoding the search for personal data looks through.
    static let encodingLayers = 3
}

/// Why a web form is refused, before the length of the input is known.
struct WebRefusal: Error {
    let reason: IndicatorError.Reason

    init(_ reason: IndicatorError.Reason) {
        self.reason = reason
    }
}
