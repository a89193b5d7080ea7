import CanonicalCoding
import Foundation
import TestVectors

/// Finds the language-neutral vector files of this checkout.
enum VectorFiles {
    static let root = Checkout.vectors

    static func json(_ path: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(contentsOf: root.appending(path: path)))
    }

    /// The file as a value of our own strict reader, which keeps strings byte for byte.
    static func strict(_ path: String) throws -> JSONValue {
        let bytes = [UInt8](try Data(contentsOf: root.appending(path: path)))
        return try StrictJSON.parse(bytes, limits: JSONLimits(depth: 64, stringBytes: 1 << 24))
    }
}
