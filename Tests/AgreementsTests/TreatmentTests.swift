import Agreements
import CanonicalCoding
import CryptoPrimitives
import Testing

@Suite struct `Treatments` {
    @Test func `have one order`() throws {
        let texts = [
            "clear", "keyed", "truncate:255", "truncate:7", "truncate:1", "bucket:2", "bucket:1000", "bucket:1000000000000",
            "presence",
            "withhold",
        ]
        let ladder = try texts.map { try #require(Treatment($0)) }
        #expect(ladder == ladder.sorted())
        #expect(ladder.map(\.text) == texts)
    }

    @Test(arguments: [
        ("value_truncate_7", "value"), ("impact_bucket_1000", "impact"), ("note_presence", "note"), ("a_b_presence", "a_b"),
    ])
    func `name the columns that hold reduced forms`(name: String, base: String) throws {
        let column = try #require(ReducedColumn(name: name))
        #expect(column.base == base)
        #expect(column.name == name)
    }

    @Test(arguments: [
        "value", "prev_tag", "presence", "_presence", "truncate_7", "value_truncate_07", "value_truncate_", "value_bucket_1",
    ])
    func `are not read into other columns`(name: String) { #expect(ReducedColumn(name: name) == nil) }

    @Test func `tell a publisher which columns to sign`() throws {
        let agreement = try AgreementVectors.example("task-force.json")
        #expect(agreement.reducedColumns.map(\.name) == ["impact_bucket_1000", "note_presence"])
    }

    @Test(arguments: [
        ("truncate:3", #""abcdef""#, #""abc""#), ("truncate:9", #""abc""#, #""abc""#), ("truncate:1", #""e\u0301a""#, #""e""#),
        ("truncate:2", "7", nil), ("bucket:1000", "1999", "1000"), ("bucket:1000", "-1", "-1000"), ("bucket:10", "20", "20"),
        ("bucket:10", #"{"currency":"EUR","minor":129,"victims":3,"who":"x"}"#, #"{"currency":"EUR","minor":120,"victims":0}"#),
        ("bucket:10", #""12""#, nil), ("bucket:10", #"{"currency":"EUR"}"#, nil), ("presence", #""x""#, "true"),
        ("clear", "[1]", "[1]"),
        ("withhold", "1", nil), ("keyed", "1", nil),
    ])
    func `reduce values`(treatment: String, value: String, reduced: String?) throws {
        let applied = try #require(Treatment(treatment)).applied(to: try StrictJSON.parse(Array(value.utf8)))
        #expect(applied.map { String(decoding: $0.canonicalBytes(), as: UTF8.self) } == reduced)
    }

    @Test func `make values comparable under one key only`() throws {
        let (one, other) = (HMACKey([UInt8](repeating: 1, count: 32)), HMACKey([UInt8](repeating: 2, count: 32)))
        let keyed = Treatment.keyed
        #expect(keyed.applied(to: "a", key: one) == keyed.applied(to: "a", key: one))
        #expect(keyed.applied(to: "a", key: one) != keyed.applied(to: "a", key: other))
        #expect(keyed.applied(to: "a", key: one) == .string(one.authenticate(Array(#""a""#.utf8)).hex))
    }
}
