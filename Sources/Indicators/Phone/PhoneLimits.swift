/// The limits of the phone forms.
enum PhoneLimits {
    /// How many bytes a text may have before it is looked at.
    static let inputBytes = 1_000
    /// How many digits a whole number has, calling code included.
    static let numberDigits = 7...15
    /// How many digits the prefix of a range has, calling code included.
    static let rangeDigits = 5...14
    /// How many digits libphonenumber allows a number without its calling code.
    static let nationalDigits = 2...17
    /// How many digits must follow a plus or an international prefix at least.
    static let leastInternationalDigits = 3
    /// How many digits a calling code has at most.
    static let callingCodeDigits = 3
}
