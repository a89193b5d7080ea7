public import CanonicalCoding
public import CryptoPrimitives

/// Something that happened and says all that its type requires: what becomes an entry and its details.
public struct Event: Sendable {
    /// What happened.
    public let type: EntryType
    /// When it was decided or seen; the entry may be committed a little later.
    public let capturedAt: EntryTime
    /// The digest of a transfer.
    public let transfer: Digest256?
    /// The earlier entry this one refers to.
    public let reference: UInt64?
    /// Whether the bytes of the entry hide the type.
    public let isSealed: Bool
    private let fields: [Field]

    private typealias Field = (name: String, DetailRecord.FieldClass, JSONValue)

    /// States an event.
    ///
    /// - Parameters:
    ///   - further: fields beyond those of ``DetailField``.
    ///   - sealed: whether to hide a type that need not be hidden.
    /// - Throws: ``EventError`` when something that the type requires is missing or empty text, or stands twice.
    public init(
        _ type: EntryType, capturedAt: EntryTime, fields: [(DetailField, JSONValue)],
        further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [], transfer: Digest256? = nil,
        reference: UInt64? = nil, sealed: Bool = false
    ) throws(EventError) {
        guard !sealed || type.maySeal else { throw .mayNotSeal(type) }
        self.type = type
        self.capturedAt = capturedAt
        self.transfer = transfer
        self.reference = reference
        isSealed = sealed || type.isAlwaysSealed
        let requirements = EntryRequirements.of(type)
        for field in requirements.fields where !fields.contains(where: { $0.0 == field && !Self.isBlank($0.1) }) {
            throw .missing(type, field)
        }
        guard transfer != nil || !requirements.namesTransfer else { throw .missingTransfer(type) }
        guard reference != nil || !requirements.namesReference else { throw .missingReference(type) }
        guard reference.map({ $0 <= UInt64(JSONValue.largestInteger) }) ?? true else { throw .entry(.reference) }
        self.fields = fields.map { ($0.0.rawValue, $0.0.fieldClass, $0.1) } + further
        try Self.requireReadable(self.fields)
    }

    /// The entry and its details, every field with a fresh salt.
    ///
    /// - Parameter time: what the entry is dated. When it is not `clock`, the details say what the clock showed.
    /// - Throws: ``EventError``.
    public func record(
        at time: EntryTime, clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(EventError) -> (entry: LogEntry, details: DetailRecord) {
        var all = fields
        if isSealed, type != .sealed { all += hiddenFields }
        if time != clock { all.append((DetailField.clock.rawValue, .policy, .string(clock.description))) }
        let details: DetailRecord
        do throws(LogError) {
            details = try DetailRecord(all) { Digest256.random(using: &generator) }
        } catch {
            throw .details(error)
        }
        do throws(EntryFault) {
            let entry = try LogEntry(
                type: isSealed ? LogEntry.sealedType : type.rawValue, time: time, details: details.commitment,
                transfer: isSealed ? nil : transfer, reference: isSealed ? nil : reference)
            return (entry, details)
        } catch {
            throw .entry(error)
        }
    }

    private var hiddenFields: [Field] {
        var hidden: [Field] = [(DetailField.sealedType.rawValue, .policy, .string(type.rawValue))]
        if let transfer {
            hidden.append((DetailField.sealedTransfer.rawValue, .policy, .string(Base64URL.encode(transfer.bytes))))
        }
        if let reference { hidden.append((DetailField.sealedReference.rawValue, .policy, .integer(Int64(reference)))) }
        return hidden
    }

    private static func isBlank(_ value: JSONValue) -> Bool { value.string?.isEmpty ?? false }

    /// What is written has to be readable again, within the limits of strict JSON and of a record.
    private static func requireReadable(_ fields: [Field]) throws(EventError) {
        var byteCount = 0
        for (name, _, value) in fields {
            let bytes = value.canonicalBytes()
            byteCount += bytes.count + name.utf8.count + overheadBytes
            do throws(JSONError) { _ = try StrictJSON.parse(bytes) } catch { throw .value(name) }
        }
        guard byteCount <= DetailRecord.limitBytes - reservedBytes else { throw .tooLong }
    }

    /// Class, salt and punctuation of one field, and room for those that are added when the entry is written.
    private static let overheadBytes = 96
    private static let reservedBytes = 1_024
}

extension Digest256 {
    /// Thirty-two random bytes.
    static func random(using generator: inout some RandomNumberGenerator) -> Digest256 {
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let word = generator.next()
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
        }
        return Digest256(bytes.span)
    }
}
