/// Why an event may not become an entry.
public enum EventError: Error, Sendable, Hashable {
    /// The type requires a field that is missing, or is empty text.
    case missing(EntryType, DetailField)
    /// The type requires the digest of a transfer.
    case missingTransfer(EntryType)
    /// The type requires the index of an earlier entry.
    case missingReference(EntryType)
    /// The type must stay visible.
    case mayNotSeal(EntryType)
    /// A field's value exceeds the limits of strict JSON.
    case value(String)
    /// The details are longer than a record may be.
    case tooLong
    /// A name is none, or stands twice, or there are too many.
    case details(LogError)
    /// The entry breaks a rule of its format.
    case entry(EntryFault)
}

extension EventError: CustomStringConvertible {
    /// One sentence that names the type and the field, and never a value.
    public var description: String {
        switch self {
        case .missing(let type, let field): "an entry \(type.rawValue) must say \(field.rawValue)"
        case .missingTransfer(let type): "an entry \(type.rawValue) must name its transfer"
        case .missingReference(let type): "an entry \(type.rawValue) must refer to an earlier one"
        case .mayNotSeal(let type): "an entry \(type.rawValue) may not be sealed"
        case .value(let name): "the value of \(name) is too long or too deep"
        case .tooLong: "the details are longer than \(DetailRecord.limitBytes) bytes"
        case .details(let error): error.description
        case .entry(let fault): "the entry is wrong: \(fault.rawValue)"
        }
    }

    /// One line: what to do about it.
    public var hint: String {
        switch self {
        case .missing, .missingTransfer, .missingReference: "nothing was done; give what is missing and try again"
        case .value, .tooLong: "put the matter into a file and name its digest instead"
        case .mayNotSeal, .details, .entry: "this is a fault of the program; report it"
        }
    }
}
