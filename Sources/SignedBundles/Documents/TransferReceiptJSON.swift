package import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
public import MemberRegistry

extension TransferReceipt {
    /// The receipt in an envelope that is still to be signed.
    public func envelope() -> DSSEEnvelope {
        var classes = JSONObject()
        for (name, counts) in counts { classes[name] = counts.jsonValue }
        let value: JSONValue = [
            "code": .string(code), "counts": .object(classes),
            "entry": [.string(entry.origin), .integer(Int64(clamping: entry.index))], "from": .string(from.name),
            "manifest": .string(manifest.hex), "retracted": .integer(Int64(retracted)), "state": .string(state.rawValue),
            "time": .string(time.rfc3339), "to": .string(to.name), "type": "six-receipt", "v": 1, "x": .string(transfer.hex),
        ]
        return DSSEEnvelope(payloadType: Self.payloadType, payload: value.canonicalBytes())
    }

    /// Reads a payload; nothing of it is believed before its envelope is verified.
    ///
    /// - Throws: ``BundleError`` with `E_MANIFEST` for any other form.
    package init(_ value: JSONValue) throws(BundleError) {
        guard let object = value.object, object.keys == Self.memberNames, object["v"]?.integer == 1,
            object["type"]?.string == "six-receipt", let transfer = object.digest("x"),
            let manifest = object.digest("manifest"), let from = object.member("from"), let to = object.member("to"),
            let state = object["state"]?.string.flatMap({ State(rawValue: $0) }), let code = object["code"]?.string,
            (state == .rejected) == Self.isCode(code), state == .rejected || code.isEmpty,
            let counts = Self.counts(object["counts"]), let retracted = Self.count(object["retracted"]),
            let entry = Entry(object["entry"]), let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { throw BundleError(.manifest, .documentShape) }
        self.init(
            transfer: transfer, manifest: manifest, from: from, to: to, state: state, code: code, counts: counts,
            retracted: retracted, entry: entry, time: time)
    }

    private static let memberNames = [
        "code", "counts", "entry", "from", "manifest", "retracted", "state", "time", "to", "type", "v", "x",
    ]

    /// A code is capital letters and low lines, beginning with a letter.
    private static func isCode(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return letters.contains(first) && text.utf8.allSatisfy { letters.contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func counts(_ value: JSONValue?) -> [String: Counts]? {
        guard let object = value?.object, object.count <= classLimit else { return nil }
        var counts: [String: Counts] = [:]
        for member in object.members {
            guard (1...nameByteLimit).contains(member.key.utf8.count), let one = Counts(member.value) else { return nil }
            counts[member.key] = one
        }
        return counts
    }

    fileprivate static func count(_ value: JSONValue?) -> Int? { value?.integer.flatMap { $0 >= 0 ? Int($0) : nil } }
}

extension TransferReceipt.Counts {
    fileprivate var jsonValue: JSONValue {
        [
            "duplicate": .integer(Int64(duplicate)), "new": .integer(Int64(new)), "read": .integer(Int64(read)),
            "refused": .integer(Int64(refused)), "superseded": .integer(Int64(superseded)), "updated": .integer(Int64(updated)),
        ]
    }

    /// Reads counts; nothing when `read` is not the sum of the others.
    fileprivate init?(_ value: JSONValue) {
        guard let object = value.object,
            object.keys == ["duplicate", "new", "read", "refused", "superseded", "updated"]
        else { return nil }
        let numbers = object.members.map { TransferReceipt.count($0.value) }
        guard let duplicate = numbers[0], let new = numbers[1], let read = numbers[2], let refused = numbers[3],
            let superseded = numbers[4], let updated = numbers[5]
        else { return nil }
        self.init(new: new, updated: updated, duplicate: duplicate, superseded: superseded, refused: refused)
        // Each is below 2^53, so the sum of five does not overflow.
        guard read == self.read else { return nil }
    }
}

extension TransferReceipt.Entry {
    fileprivate init?(_ value: JSONValue?) {
        guard let parts = value?.array, parts.count == 2, let origin = parts[0].string,
            (1...TransferReceipt.nameByteLimit).contains(origin.utf8.count), let index = parts[1].integer, index >= 0
        else { return nil }
        self.init(origin: origin, index: UInt64(index))
    }
}
