/// How large agreements, their notes and the inputs of decisions may be.
public enum AgreementLimits {
    /// Bytes of an agreement's document.
    public static let documentBytes = 1 << 20
    /// Bytes of a suspension.
    public static let suspensionBytes = 1 << 16
    /// Bytes of a captured input.
    public static let inputBytes = 16 << 20
    /// Parties of an agreement.
    public static let parties = 256
    /// Groups it governs.
    public static let groups = 64
    /// Legal bases.
    public static let legalBases = 256
    /// Purposes.
    public static let purposes = 256
    /// Rules.
    public static let rules = 1_024
    /// Entries of any other list: of a rule, of a legal basis, of a retention entry.
    public static let listEntries = 256
    /// Bytes of a title, name, citation or contact.
    public static let lineBytes = 256
    /// Bytes of a summary or a note to a purpose.
    public static let textBytes = 8_192
    /// Bytes of the name of a rule, reference, purpose, role, verb or clause.
    public static let nameBytes = 64
    /// Bytes of the name of a column, as descriptors limit it.
    public static let columnNameBytes = 32
    /// The most characters that `truncate` leaves.
    public static let truncateCharacters: Int64 = 255
    /// The largest unit of `bucket`.
    public static let bucketUnit: Int64 = 1_000_000_000_000
    /// The largest number of a period, whatever its unit.
    public static let periodCount: Int64 = 9_999
    /// The most approvals a rule may ask for.
    public static let approvals: Int64 = 16
    /// The longest an oral hold may last, in days.
    public static let oralHoldDays: Int64 = 30
    /// The largest score, in parts per million.
    public static let scorePpm: Int64 = 1_000_000
    /// Classes of rows in one decision.
    public static let classes = 16_384
    /// Columns of one class.
    public static let columns = 256
    /// Items one decision names.
    public static let items = 4_096
    /// Bytes of a name that others chose and a message repeats.
    public static let printedNameBytes = 64
}
