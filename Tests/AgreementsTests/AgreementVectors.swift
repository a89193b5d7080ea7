import Agreements
import CanonicalCoding
import CryptoPrimitives
import Foundation
import TestVectors

/// The project's vectors of agreements and decisions.
enum AgreementVectors {
    struct Missing: Error {
        let name: String
    }

    /// Files of vectors hold many documents, so their own limits are wider.
    private static let limits = JSONLimits(depth: 16, stringBytes: 1 << 20)

    static let folder = Checkout.vectors.appending(path: "agreement")

    static func read(_ name: String) throws -> JSONValue {
        try StrictJSON.parse([UInt8](try Data(contentsOf: folder.appending(path: name))), limits: limits)
    }

    static let topics = ["boundaries", "harbour", "hub", "preconditions", "rules", "treatments", "words"]

    /// The canonical bytes of every agreement, by name.
    static func agreements() throws -> [String: [UInt8]] { try loaded.get() }

    private static let loaded = Result {
        let object = try read("agreements.json").object ?? JSONObject()
        return Dictionary<String, [UInt8]>(uniqueKeysWithValues: object.members.map { ($0.key, $0.value.canonicalBytes()) })
    }

    struct Case {
        let name: String
        let agreement: [UInt8]?
        let input: [UInt8]
        let record: [UInt8]
    }

    static func cases(_ topic: String) throws -> [Case] {
        let agreements = try agreements()
        return try (read("decisions-\(topic).json").array ?? []).map { value in
            guard let object = value.object, let name = object["name"]?.string, let input = object["input"],
                let record = object["record"]
            else { throw Missing(name: topic) }
            let agreement = try object["agreement"]?.string.map { name in
                guard let bytes = agreements[name] else { throw Missing(name: name) }
                return bytes
            }
            return Case(name: name, agreement: agreement, input: input.canonicalBytes(), record: record.canonicalBytes())
        }
    }

    /// One of the worked examples, as people write it.
    static func example(_ name: String) throws -> Agreement {
        try Agreement(draft: [UInt8](try Data(contentsOf: Checkout.root.appending(path: "agreements-example/\(name)"))))
    }

    static let exampleNames = ["bilateral.json", "task-force.json", "hub.json", "template.jsonc"]

    /// Words as programs know them.
    static let words = KnownWords(
        roles: ["analyst", "officer"],
        verbs: ["account-removed", "number-suspended", "funds-frozen", "url-taken-down", "no-match", "false-positive"])

    /// A document in which the member at a path is another, or gone.
    static func changed(_ value: JSONValue, at path: [JSONValue], to new: JSONValue?) -> JSONValue {
        guard let step = path.first else { return new ?? value }
        let rest = Array(path.dropFirst())
        if let index = step.integer, var elements = value.array {
            elements[Int(index)] = changed(elements[Int(index)], at: rest, to: new)
            return .array(elements)
        }
        guard let name = step.string, var object = value.object else { return value }
        object[name] = rest.isEmpty ? new : object[name].map { changed($0, at: rest, to: new) }
        return .object(object)
    }
}

/// The reason and place for which something is refused, if it is.
func refusal(_ body: () throws -> Void) throws -> AgreementError? {
    do {
        try body()
        return nil
    } catch let error as AgreementError {
        return error
    }
}
