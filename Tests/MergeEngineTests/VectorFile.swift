import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MergeEngine
import TestVectors
import Testing

/// One of the files under `Tests/Vectors/merge`.
enum VectorFile {
    static func cases(_ name: String) throws -> [VectorFields] {
        let data = try Data(contentsOf: Checkout.vectors.appending(path: "merge/\(name)"))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(document["cases"] as? [[String: Any]]).map(VectorFields.init)
    }
}

/// The members of one JSON object of a vector file; a member that lacks or has another type fails the test.
struct VectorFields {
    let members: [String: Any]

    func text(_ name: String) throws -> String { try #require(members[name] as? String) }
    func optionalText(_ name: String) -> String? { members[name] as? String }
    func number(_ name: String) throws -> Int { try #require(members[name] as? Int) }
    func flag(_ name: String) -> Bool { members[name] as? Bool ?? false }
    func texts(_ name: String) -> [String] { members[name] as? [String] ?? [] }
    func object(_ name: String) throws -> VectorFields { VectorFields(members: try #require(members[name] as? [String: Any])) }
    func objects(_ name: String) throws -> [VectorFields] {
        try #require(members[name] as? [[String: Any]]).map(VectorFields.init)
    }
    func texts(by name: String) -> [String: String] { members[name] as? [String: String] ?? [:] }

    func member(_ name: String) throws -> MemberID { try Self.member(try text(name)) }
    func kind(_ name: String) throws -> IndicatorKind { try IndicatorKind(parsing: text(name)) }
    func digest(_ name: String) throws -> Digest256 {
        let hex = try text(name)
        return try #require(Digest256(hex: hex))
    }
    func time(_ name: String) throws -> Timestamp {
        let rfc3339 = try text(name)
        return try #require(Timestamp(rfc3339: rfc3339))
    }
    func day(_ name: String) -> CalendarDay? { optionalText(name).flatMap { CalendarDay(iso8601: $0) } }

    static func member(_ name: String) throws -> MemberID { try #require(MemberID(name)) }
}
