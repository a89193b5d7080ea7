import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MemberRegistry
import SignedBundles
import Testing

/// The cases of Tests/Vectors/chain.
@Suite struct `A chain of bundles` {
    static let names: [String] = {
        let folder = VectorFiles.root.appending(path: "chain").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted()
    }()

    @Test func `has its cases`() {
        #expect(Self.names.count == 19)
    }

    @Test(arguments: names)
    func `is judged as published`(name: String) throws {
        let file = try #require(try VectorFiles.strict("chain/\(name)").object)
        var node = try ImportingNode(file)
        for (number, step) in try #require(file["steps"]?.array).enumerated() {
            try node.take(try #require(step.object), label: "\(name), step \(number)")
        }
    }
}

/// A node that keeps chain states and nothing else.
private struct ImportingNode: ChainDirectory {
    let bundles: JSONObject
    let keys: FixedKeyDirectory
    let epochs: [EpochNumber: EpochWindow]
    let publisher: MemberID
    var chains: [GroupID: ChainState] = [:]

    init(_ file: JSONObject) throws {
        bundles = try #require(file["bundles"]?.object)
        publisher = try #require(file["publisher"]?.string.flatMap { MemberID($0) })
        let members = try #require(file["keys"]?.object).members.map { ($0.key, $0.value.string ?? "") }
        keys = try FixedKeyDirectory(hexKeys: Dictionary(uniqueKeysWithValues: members))
        var epochs: [EpochNumber: EpochWindow] = [:]
        for member in try #require(file["epochs"]?.object).members {
            epochs[EpochNumber(try #require(UInt32(member.key)))] = EpochWindow(
                publishFrom: try Self.time(member.value.object, "publish_from"),
                matchUntil: try Self.time(member.value.object, "match_until"))
        }
        self.epochs = epochs
    }

    private static func time(_ object: JSONObject?, _ name: String) throws -> Timestamp {
        try #require(object?[name]?.string.flatMap { Timestamp(rfc3339: $0) })
    }

    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState {
        chains[audience] ?? ChainState(publisher: publisher, audience: audience)
    }

    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow? { epochs[epoch] }

    mutating func take(_ step: JSONObject, label: String) throws {
        let audience = try #require(GroupID(step["audience"]?.string ?? "lab"))
        var chain = try chain(of: publisher, for: audience)
        if let place = try Self.place(step["reset"]) { chain.apply(place) }
        if let place = try Self.place(step["begin"]) { chain.begin(at: place) }
        if let place = try Self.place(step["gap"]) { chain.stepOverGap(to: place) }
        if let name = step["import"]?.string { try take(name, step, audience, &chain, label: label) }
        chains[audience] = chain
        if let head = step["head"] { #expect(chain.head == (try Self.place(head)), "\(label)") }
        if let isQuarantined = step["quarantined"]?.bool { #expect(chain.isQuarantined == isQuarantined, "\(label)") }
    }

    private static func place(_ value: JSONValue?) throws -> ChainPlace? {
        guard let parts = value?.array, parts.count == 2 else { return nil }
        return ChainPlace(
            sequence: Int(try #require(parts[0].integer)),
            digest: try #require(parts[1].string.flatMap { Digest256(hex: $0) }))
    }

    private func take(
        _ name: String, _ step: JSONObject, _ audience: GroupID, _ chain: inout ChainState, label: String
    ) throws {
        let lines = try #require(bundles[name]?.array).compactMap(\.string)
        let bytes: [UInt8] = lines.flatMap { Array($0.utf8) + [0x0A] }
        let terms = BundleTerms(keys: keys, audience: audience, at: try Self.time(step, "at"))
        var verifier = BundleVerifier(importing: terms, into: self)
        var head = VerdictOnly()
        do throws(BundleError) {
            try verifier.feed(bytes.span, to: &head)
            let verified = try verifier.finish()
            let isNew = verified.chainVerdict == .new
            #expect(step["verdict"]?.string == (isNew ? "new" : "known"), "\(label)")
            if let isTooLate = step["too_late"]?.bool { #expect(verified.isTooLate == isTooLate, "\(label)") }
            if isNew { chain.record(verified.manifest, digest: verified.digest, isTooLate: verified.isTooLate) }
        } catch {
            #expect(step["verdict"]?.string == error.code.rawValue, "\(label)")
            if let line = step["line"]?.integer { #expect(error.line == Int(line), "\(label)") }
            guard error.code == .fork else { return }
            let manifest = try manifest(in: lines[0])
            chain.recordFork(at: manifest.sequence, with: SHA256.hash(manifest.payload()))
        }
    }

    private func manifest(in line: String) throws -> Manifest {
        let envelope = try #require(try StrictJSON.parse(Array(line.utf8), limits: .envelope).object?["dsse"]?.object)
        return try Manifest(parsing: try #require(envelope["payload"]?.string.flatMap { Base64.decode($0) }))
    }
}
