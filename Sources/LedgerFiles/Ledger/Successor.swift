internal import CanonicalCoding
internal import TransparencyLog

/// What a change that was begun is to become, kept until it is done.
struct Successor {
    let origin: String
    let generation: Int64
    let previous: PreviousGeneration
    let isMoved: Bool

    var moved: Successor {
        Successor(origin: origin, generation: generation, previous: previous, isMoved: true)
    }

    func write(to store: LedgerStore) throws(LedgerError) {
        var object = JSONObject()
        object["generation"] = .integer(generation)
        object["last"] = .string(previous.head.string)
        object["moved"] = .bool(isMoved)
        object["origin"] = .string(origin)
        object["reason"] = .string(previous.reason)
        object["witnessed"] = previous.witnessed.map { .string($0.string) }
        try store.replace(LedgerLayout.successor, object.canonicalBytes(), access: .secret)
        try store.syncDirectory("")
    }

    static func read(from volume: any LedgerVolume) throws(LedgerError) -> Successor? {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try volume.contents(of: LedgerLayout.successor, limitBytes: LedgerLayout.headLimitBytes)
        } catch {
            throw .file(error)
        }
        guard let bytes else { return nil }
        guard let object = try? StrictJSON.parseCanonical(bytes).object, let origin = object["origin"]?.string,
            let generation = object["generation"]?.integer, let isMoved = object["moved"]?.bool,
            let last = object["last"]?.string.flatMap(SignedNote.init(string:)),
            let reason = object["reason"]?.string
        else { throw .published(path: LedgerLayout.successor) }
        let witnessed = object["witnessed"]?.string.flatMap(SignedNote.init(string:))
        let previous = PreviousGeneration(head: last, witnessed: witnessed, reason: reason)
        return Successor(origin: origin, generation: generation, previous: previous, isMoved: isMoved)
    }
}

/// What the first entry of a generation says of the one before.
struct PreviousGeneration {
    /// The last head that is known of it.
    let head: SignedNote
    /// The newest one that its witnesses signed, when the last is another.
    let witnessed: SignedNote?
    /// Why it ended.
    let reason: String

    init(head: SignedNote, witnessed: SignedNote?, reason: String) {
        self.head = head
        self.witnessed = witnessed?.text == head.text ? nil : witnessed
        self.reason = reason
    }

    var fields: [(DetailField, JSONValue)] {
        var fields: [(DetailField, JSONValue)] = [
            (.previousCheckpoint, .string(head.string)), (.reason, .string(reason)),
        ]
        if let witnessed { fields.append((.previousWitnessed, .string(witnessed.string))) }
        return fields
    }
}

extension SignedNote {
    fileprivate init?(string: String) { try? self.init(parsing: Array(string.utf8)) }

    /// The note as one text.
    fileprivate var string: String { String(decoding: bytes, as: UTF8.self) }
}
