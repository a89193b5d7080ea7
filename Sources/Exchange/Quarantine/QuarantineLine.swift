internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine

/// One line of `ledger/quarantine.jsonl`: what this node holds back, and what its officers said about it.
enum QuarantineLine: Hashable {
    /// A bundle waits.
    case hold(HeldPlace)
    /// An officer released a bundle, or refused it.
    case word(isRelease: Bool, manifest: Digest256, OfficerNote)
    /// An officer confirmed a value that many people hold, or took that back; named as the audit log names it.
    case value(isConfirmed: Bool, kind: IndicatorKind, subject: String, OfficerNote)

    /// The line, with its LF.
    var line: [UInt8] {
        var object: JSONObject
        switch self {
        case .hold(let place): object = place.json
        case .word(let isRelease, let manifest, let note):
            object = note.json
            object["act"] = isRelease ? "release" : "refuse"
            object["manifest"] = .string(manifest.hex)
        case .value(let isConfirmed, let kind, let subject, let note):
            object = note.json
            object["act"] = isConfirmed ? "confirm" : "doubt"
            object["kind"] = .string(kind.name)
            object["subject"] = .string(subject)
        }
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// Reads a line; nothing for one that a crash cut short.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object, let act = object["act"]?.string else { return nil }
        switch act {
        case "hold":
            guard let place = HeldPlace(object) else { return nil }
            self = .hold(place)
        case "release", "refuse":
            guard let manifest = object.digest("manifest"), let note = OfficerNote(object) else { return nil }
            self = .word(isRelease: act == "release", manifest: manifest, note)
        case "confirm", "doubt":
            guard let kind = object["kind"]?.string.flatMap({ try? IndicatorKind(parsing: $0) }),
                let subject = object["subject"]?.string, let note = OfficerNote(object)
            else { return nil }
            self = .value(isConfirmed: act == "confirm", kind: kind, subject: subject, note)
        default: return nil
        }
    }
}

/// A bundle that waits: where it stands, and why.
struct HeldPlace: Hashable {
    let publisher: MemberID
    let audience: GroupID
    let sequence: Int
    let manifest: Digest256
    /// The stream whose rows were too many.
    let stream: Digest256
    let rows: Int
    let reason: HoldReason
    /// How many officers have to release it.
    let officersNeeded: Int
    let time: Timestamp

    /// What officers sign when more than one has to.
    var subject: Digest256 {
        SHA256.hash(Array("scam-exchange-quarantine-release/v1\n\(manifest.hex)\n\(stream.hex)\n\(time.rfc3339)\n".utf8))
    }
}

extension HeldPlace {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object["act"] = "hold"
        object["aud"] = .string(audience.name)
        object["manifest"] = .string(manifest.hex)
        object["officers"] = .integer(Int64(officersNeeded))
        object["pub"] = .string(publisher.name)
        object["reason"] = .string(reason.rawValue)
        object["rows"] = .integer(Int64(rows))
        object["seq"] = .integer(Int64(sequence))
        object["stream"] = .string(stream.hex)
        object["time"] = .string(time.rfc3339)
        return object
    }

    fileprivate init?(_ object: JSONObject) {
        guard let publisher = object["pub"]?.string.flatMap({ MemberID($0) }),
            let audience = object["aud"]?.string.flatMap({ GroupID($0) }), let sequence = object["seq"]?.integer,
            let manifest = object.digest("manifest"), let stream = object.digest("stream"), let rows = object["rows"]?.integer,
            let reason = object["reason"]?.string.flatMap({ HoldReason(rawValue: $0) }),
            let officers = object["officers"]?.integer, officers > 0, let time = object.time
        else { return nil }
        self.init(
            publisher: publisher, audience: audience, sequence: Int(sequence), manifest: manifest, stream: stream,
            rows: Int(rows), reason: reason, officersNeeded: Int(officers), time: time)
    }
}

/// Who said so, when and why.
struct OfficerNote: Hashable {
    let officer: String
    let why: String
    let time: Timestamp

    init(officer: String, why: String, time: Timestamp) {
        self.officer = officer
        self.why = why
        self.time = time
    }

    fileprivate init?(_ object: JSONObject) {
        guard let officer = object["officer"]?.string, let why = object["why"]?.string, let time = object.time else { return nil }
        self.init(officer: officer, why: why, time: time)
    }

    fileprivate var json: JSONObject {
        var object = JSONObject()
        object["officer"] = .string(officer)
        object["time"] = .string(time.rfc3339)
        object["why"] = .string(why)
        return object
    }
}

extension JSONObject {
    fileprivate func digest(_ name: String) -> Digest256? { self[name]?.string.flatMap { Digest256(hex: $0) } }
    fileprivate var time: Timestamp? { self["time"]?.string.flatMap { Timestamp(rfc3339: $0) } }
}
