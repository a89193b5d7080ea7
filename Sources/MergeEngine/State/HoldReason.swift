/// Why a bundle waits for an officer of this node.
public enum HoldReason: String, Sendable, Hashable, CaseIterable {
    /// Its publisher is new here, and it has more rows than one bundle of a new publisher may have.
    case newBundle = "new-bundle"
    /// Its publisher is new here, and says more in a day than a new publisher may.
    case newDay = "new-day"
    /// It has more rows than one bundle may have.
    case bundle
    /// Its publisher says more in a day than anybody may.
    case day
    /// Its publisher says far more in a day than it used to.
    case rate
    /// An officer looked at it and refused it.
    case refused

    /// What comes after "is quarantined: ".
    public var sentence: String {
        switch self {
        case .newBundle: "its publisher is new here, and the bundle has more rows than one of a new publisher may have"
        case .newDay: "its publisher is new here, and said more on that day than a new publisher may"
        case .bundle: "the bundle has more rows than one may have"
        case .day: "its publisher said more on that day than anybody may"
        case .rate: "its publisher said far more on that day than it used to"
        case .refused: "an officer refused the bundle"
        }
    }
}
