import Blinding
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import MergeEngine
import NodeStore
import SignedBundles
import TestVectors
import Testing

/// A few members with keys who sign bundles about a small pool of values, all from one seed.
struct StoreWorld {
    let blinder: EpochBlinder
    let keys: FixedKeyDirectory
    private let signingKeys: [Ed25519PrivateKey]
    private(set) var streams: [SignedStream] = []

    static let epoch = EpochNumber(106)
    static let members = ["org.a", "org.b", "org.c"]
    static let time = Timestamp(secondsSinceEpoch: 1_796_083_200)

    /// One signed bundle as its publisher wrote it.
    struct SignedStream {
        let bytes: [UInt8]
        let place: ChainPlace
        let publisher: String
        let group: String
    }

    init() throws {
        let pepper = SecretBytes(copying: [UInt8](repeating: 9, count: EpochBlinder.pepperByteCount).span)
        blinder = try EpochBlinder(epoch: Self.epoch, suites: .keyedOnly, pepper: pepper)
        var signingKeys: [Ed25519PrivateKey] = []
        var hexKeys: [String: String] = [:]
        for (index, member) in Self.members.enumerated() {
            let seed = [UInt8](repeating: UInt8(index + 1), count: 32)
            let key = try Ed25519PrivateKey(seed: SecretBytes(copying: seed.span))
            hexKeys["\(member)/k1"] = Hex.encode(key.publicKey.bytes)
            signingKeys.append(key)
        }
        self.signingKeys = signingKeys
        keys = try FixedKeyDirectory(hexKeys: hexKeys)
    }

    /// A world of random bundles, ready to be taken in the order they stand in.
    init(seed: UInt64, bundleCount: Int = 5, rows: ClosedRange<Int> = 1...6) throws {
        try self.init()
        var generator = SplitMix64(state: seed &* 977 &+ 5)
        for _ in 0..<bundleCount {
            let publisher = Int.random(in: 0..<Self.members.count, using: &generator)
            let group = ["lab", "ring"][Int.random(in: 0..<2, using: &generator)]
            var segments: [StagedSegment] = []
            for number in 0..<Int.random(in: 1...3, using: &generator) {
                var segment = try Self.segment(kind: ["url", "host", "dns-txt"][number], isMust: number == 0)
                for _ in 0..<Int.random(in: rows, using: &generator) {
                    segment.append(row(publisher, kind: segment.kind, using: &generator))
                }
                segments.append(segment)
            }
            try publish(segments, by: publisher, to: group, using: &generator)
        }
    }

    static func segment(kind: String, isMust: Bool) throws -> StagedSegment {
        try StagedSegment(
            kind: kind, tlp: "GREEN", isMust: isMust,
            columns: [
                StagedColumn("alt"), StagedColumn("core", isRequired: true), StagedColumn("ctx"), StagedColumn("note"),
                StagedColumn("prev_tag"), StagedColumn("value"), StagedColumn("x_new"),
            ])
    }

    /// Signs segments into the next bundle of a chain.
    mutating func publish(
        _ segments: [StagedSegment], by publisher: Int, to group: String, created: Timestamp? = nil,
        expires: Timestamp = time.adding(days: 90), using generator: inout SplitMix64
    ) throws {
        let member = Self.members[publisher]
        let last = streams.last { $0.publisher == member && $0.group == group }?.place
        var writer = BundleWriter(using: &generator)
        var body: [UInt8] = []
        for segment in segments where segment.rowCount > 0 { body += try writer.encode(segment, using: &generator) }
        var frame = try writer.close(
            BundleOccasion(
                publisher: try #require(MemberID(member)), audience: try #require(GroupID(group)), epoch: Self.epoch,
                created: created ?? Self.time.adding(days: Int64(streams.count) - 100), expires: expires,
                predecessor: last))
        let key = signingKeys[publisher]
        try frame.sign(as: "\(member)/k1") { (message) throws(OpenSSLError) in try key.sign(message) }
        streams.append(
            SignedStream(
                bytes: try frame.firstLine() + body + frame.lastLine, place: frame.place, publisher: member, group: group))
    }
}

extension StoreWorld {
    /// Signs reports of URLs, or their retractions, into the next bundle of a chain.
    mutating func publish(urls: [String], retracting: Bool, by publisher: Int, to group: String) throws {
        var generator = SplitMix64(state: 31)
        var segment = try Self.segment(kind: "url", isMust: retracting)
        for url in urls {
            let core =
                try retracting ? retraction(publisher, "url", url) : report(publisher, "url", url, last: "2026-01-01")
            segment.append([nil, Array(core.utf8), nil, nil, nil, Array("\"\(url)\"".utf8), nil])
        }
        try publish([segment], by: publisher, to: group, using: &generator)
    }

    static let values: [String: [String]] = [
        "url": (0..<4).map { "example.org/\($0)" }, "host": ["a.example.org", "b.example.org"],
        "dns-txt": ["v=spam", "v=ham"],
    ]

    func secret(_ kind: String, _ value: String) throws -> MatchSecret {
        try blinder(for: kind).secret(of: IndicatorKind(parsing: kind), canonical: value.utf8.span)
    }

    func known(_ kind: String, _ value: String) throws -> KnownValue {
        KnownValue(canonical: Array(value.utf8), secret: try secret(kind, value))
    }

    /// Kinds of newer versions have no suite in the standard tables; the world names one for them.
    private func blinder(for kind: String) throws -> EpochBlinder {
        let suites = SuiteTable(suites: [kind: .keyed], acceptsGuessable: true)
        let pepper = SecretBytes(copying: [UInt8](repeating: 9, count: EpochBlinder.pepperByteCount).span)
        return try EpochBlinder(epoch: Self.epoch, suites: suites, pepper: pepper)
    }

    func tag(_ kind: String, _ value: String) throws -> MatchTag { try secret(kind, value).tag(epoch: Self.epoch) }

    func key(_ kind: String, _ value: String) throws -> TagKey {
        TagKey(kind: try IndicatorKind(parsing: kind), epoch: Self.epoch, tag: try tag(kind, value))
    }

    /// A random row in column order.
    func row(_ publisher: Int, kind: String, using generator: inout SplitMix64) -> [[UInt8]?] {
        if Int.random(in: 0..<20, using: &generator) == 0 { return Array(repeating: nil, count: 7) }
        let pool = Self.values[kind] ?? []
        let value = pool[Int.random(in: 0..<pool.count, using: &generator)]
        let shown = Int.random(in: 0..<15, using: &generator) == 0 ? pool[0] : value
        let core = try? core(publisher, kind: kind, value: value, using: &generator)
        let alt = Int.random(in: 0..<6, using: &generator)
        return [
            alt == 0 ? "[{\"kind\":\"mbox\",\"pop\":\"\(Self.blank)\",\"tag\":\"\(Self.blank)\"}]" : alt == 1 ? "3" : nil,
            core, Bool.random(using: &generator) ? "{\"brand\":\"A\",\"labels\":[\"x\"]}" : nil,
            ["\"seen\"", nil, "\"line \\\"quoted\\\"\""][Int.random(in: 0..<3, using: &generator)], nil,
            Int.random(in: 0..<5, using: &generator) == 0 ? nil : "\"\(shown)\"", "[true,{\"deep\":[1,2]}]",
        ].map { $0.map { Array($0.utf8) } }
    }

    func core(
        _ publisher: Int, kind: String, value: String, using generator: inout SplitMix64
    ) throws -> String {
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: try retraction(publisher, kind, value)
        case 1: try objection(publisher, kind, value)
        case 2: try outcome(publisher, kind, value, verb: "account-removed")
        case 3: try outcome(publisher, kind, value, verb: "false-positive")
        case 4: "{\"tag\":1}"
        default: try report(publisher, kind, value, confidence: Int.random(in: 0...100, using: &generator))
        }
    }

    func report(
        _ publisher: Int, _ kind: String, _ value: String, confidence: Int = 80, last: String = "2026-08-01"
    ) throws -> String {
        let head = "\"basis\":\"observed\",\"conf\":\(confidence),\"first\":\"2026-01-01\",\"last\":\"\(last)\","
        return try core(publisher, kind, value, "\"type\":\"report\"", before: head, scam: "\"scam\":\"job\",")
    }

    func retraction(_ publisher: Int, _ kind: String, _ value: String) throws -> String {
        try core(publisher, kind, value, "\"type\":\"retract\",\"why\":\"withdrawn\"")
    }

    func objection(_ publisher: Int, _ kind: String, _ value: String) throws -> String {
        try core(publisher, kind, value, "\"type\":\"object\",\"why\":\"false-positive\"")
    }

    func outcome(_ publisher: Int, _ kind: String, _ value: String, verb: String) throws -> String {
        try core(publisher, kind, value, "\"type\":\"outcome\"", before: "\"act\":\"\(verb)\",")
    }

    private func core(
        _ publisher: Int, _ kind: String, _ value: String, _ after: String, before: String = "", scam: String = ""
    ) throws -> String {
        let secret = try secret(kind, value)
        let member = try #require(MemberID(Self.members[publisher]))
        let pop = secret.pop(epoch: Self.epoch, publisher: member)
        return "{\(before)\"pop\":\"\(pop)\",\(scam)\"tag\":\"\(secret.tag(epoch: Self.epoch))\",\(after)}"
    }

    static let blank = "AAAAAAAAAAAAAAAAAAAAAA"
}
