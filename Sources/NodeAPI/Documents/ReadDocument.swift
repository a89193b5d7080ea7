internal import CanonicalCoding
internal import CryptoPrimitives

/// Why a document of another node is none.
public struct DocumentFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The member it is about.
    public let place: String

    init(_ place: String) { self.place = place }

    /// One sentence.
    public var description: String { "the document has no usable \(place)" }
}

/// A JSON document of another node: of the type named, with the members named. Further members are passed over, so that nodes can grow.
struct ReadDocument {
    private let object: JSONObject

    init(_ bytes: [UInt8], type: String, members: [String]) throws(DocumentFault) {
        guard let object = try? StrictJSON.parse(bytes).object else { throw DocumentFault("JSON") }
        guard object["type"]?.string == type, object["v"]?.integer == 1 else { throw DocumentFault("type") }
        for name in members where object[name] == nil { throw DocumentFault(name) }
        self.object = object
    }

    init(_ value: JSONValue, at place: String) throws(DocumentFault) {
        guard let object = value.object else { throw DocumentFault(place) }
        self.object = object
    }

    func string(_ name: String) throws(DocumentFault) -> String {
        guard let text = object[name]?.string else { throw DocumentFault(name) }
        return text
    }

    func number(_ name: String) throws(DocumentFault) -> Int64 {
        guard let number = object[name]?.integer, number >= 0 else { throw DocumentFault(name) }
        return number
    }

    func digest(_ name: String) throws(DocumentFault) -> Digest256 {
        guard let digest = Digest256(hex: try string(name)) else { throw DocumentFault(name) }
        return digest
    }

    func list(_ name: String) throws(DocumentFault) -> [JSONValue] {
        guard let list = object[name]?.array, list.count <= CallLimits.pageItems * 5 else { throw DocumentFault(name) }
        return list
    }

    func flag(_ name: String) throws(DocumentFault) -> Bool {
        guard let flag = object[name]?.bool else { throw DocumentFault(name) }
        return flag
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    func digests(_ name: String) throws(DocumentFault) -> [Digest256] {
        var digests: [Digest256] = []
        for value in try list(name) {
            guard let digest = value.string.flatMap({ Digest256(hex: $0) }) else { throw DocumentFault(name) }
            digests.append(digest)
        }
        return digests
    }
}
