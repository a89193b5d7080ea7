import CanonicalCoding
import CryptoPrimitives
import Foundation
import HTTPTypes
import Indicators
import NodeAPI
import TestVectors
import Testing

@Suite struct `The description of the interfaces` {
    let paths: [String: Set<String>]
    let parameters: [String: Set<String>]

    init() throws {
        let data = try Data(contentsOf: Checkout.root.appending(path: "schemas/openapi.v1.json"))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let described = try #require(document["paths"] as? [String: [String: Any]])
        let methods: Set<String> = ["get", "post"]
        paths = described.mapValues { Set($0.keys).intersection(methods) }
        parameters = described.reduce(into: [:]) { found, path in
            for method in methods {
                let listed = (path.value[method] as? [String: Any])?["parameters"] as? [[String: Any]] ?? []
                let names = listed.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String }
                found["\(method) \(path.key)"] = Set(names)
            }
        }
    }

    @Test func `names each route of the organisation's own systems with its parameters`() {
        for route in LocalRoute.allCases {
            let method = route.method.rawValue.lowercased()
            #expect(paths[route.template]?.contains(method) == true, "\(route)")
            #expect(parameters["\(method) \(route.template)"] == route.parameters, "\(route)")
        }
    }

    @Test func `names each call of members`() throws {
        for call in try Self.calls() { #expect(try Self.template(of: call, among: paths) != nil, "\(call.name)") }
    }

    @Test func `names nothing else`() throws {
        let local = LocalRoute.allCases.map { "\($0.method.rawValue.lowercased()) \($0.template)" }
        let members = try Self.calls().compactMap { call in
            try Self.template(of: call, among: paths).map { "\(call.method.rawValue.lowercased()) \($0)" }
        }
        let described = paths.flatMap { path, methods in methods.map { "\($0) \(path)" } }
        #expect(Set(described) == Set(local + members))
    }

    private static func calls() throws -> [PeerCall] {
        let (group, member) = (try #require(GroupID("lab")), try #require(MemberID("org.a")))
        return [
            .node, .heads(group), .giveHeads(group), .feed(group, publisher: member, after: 0), .bundle(.zero),
            .giveBundle(.zero),
            .receipt(.zero), .giveReceipt, .giveMessage, .documents, .document(.epoch(1)), .transferDigest(byBuckets: false),
            .stateDigest(byBuckets: false), .stateItems(bucket: 7, from: 0),
            .transfers(from: 0, bucket: nil), .logFile("checkpoint"), .addCheckpoint, .witnessedHead(.zero),
            .evaluate, .evaluationUsage(EpochNumber(1)), .evaluationAllowance(EpochNumber(1)), .health,
            .bucketWidth(EpochNumber(1), .phone), .match,
        ]
    }

    private static func template(of call: PeerCall, among paths: [String: Set<String>]) throws -> String? {
        let parts = call.path.prefix { $0 != "?" }.split(separator: "/")
        return paths.first { path, methods in
            let wanted = path.split(separator: "/")
            return methods.contains(call.method.rawValue.lowercased()) && wanted.count == parts.count
                && zip(wanted, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }?.key
    }
}
