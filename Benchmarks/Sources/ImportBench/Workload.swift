import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import MemberRegistry
import SignedBundles

/// The workload of the import: bundles of 35 % url, 30 % phone, 20 % wallet and 15 % acct rows, about 275 bytes each,
/// whose tags and pops are right.
struct Workload {
    static let epoch = EpochNumber(106)
    static let time = Timestamp(rfc3339: "2026-06-02T00:00:00Z") ?? Timestamp(secondsSinceEpoch: 0)
    static let publishers = ["org.alpha", "org.beta"]

    let blinder: EpochBlinder

    init() throws {
        let pepper = SecretBytes(copying: [UInt8](repeating: 5, count: EpochBlinder.pepperByteCount).span)
        blinder = try EpochBlinder(epoch: Self.epoch, suites: .keyedOnly, pepper: pepper)
    }

    static func key(of publisher: Int) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: UInt8(publisher + 1), count: 32).span))
    }

    static func keys() throws -> FixedKeyDirectory {
        var hexKeys: [String: String] = [:]
        for (index, member) in publishers.enumerated() {
            hexKeys["\(member)/k1"] = Hex.encode(try key(of: index).publicKey.bytes)
        }
        return try FixedKeyDirectory(hexKeys: hexKeys)
    }

    /// Writes a bundle of the values numbered `numbers`, and the same rows as plain JSON Lines for other tools.
    func write(_ numbers: Range<Int>, by publisher: Int, bundle: String, lines: String) throws {
        var writer = Writer(self, publisher: publisher)
        for (kind, share) in [("url", 0..<35), ("phone", 35..<65), ("btc", 65..<85), ("acct", 85..<100)] {
            for number in numbers where share.contains(number % 100) { try writer.add(kind, number) }
            try writer.endSegment()
        }
        try writer.finish(bundle: bundle, lines: lines)
    }

    /// A value in canonical form, the same for the same number.
    static func value(_ kind: String, _ number: Int) -> String {
        var generator = SplitMix64(state: UInt64(number))
        switch kind {
        case "url": return "login-\(generator.next() % 1_000_000).example.com/a/\(number)?id=\(generator.next())"
        case "phone": return "+9198\(10_000_000 + number % 89_000_000)"
        case "btc": return Self.bitcoin(using: &generator)
        default: return "telegram:\(generator.next() % 10_000_000_000)"
        }
    }

    private static func bitcoin(using generator: inout SplitMix64) -> String {
        let program = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Bech32.encode(
            humanReadablePart: "bc", values: [0] + Bech32.values(of: program), variant: .bech32)
    }
}

/// Collects rows into segments and both files.
private struct Writer: ~Copyable {
    private let workload: Workload
    private let publisher: Int
    private var generator: SplitMix64
    private var writer: BundleWriter
    private var segment: StagedSegment?
    private var body: [UInt8] = []
    private var lines: [UInt8] = []

    init(_ workload: Workload, publisher: Int) {
        self.workload = workload
        self.publisher = publisher
        generator = SplitMix64(state: UInt64(publisher) + 1)
        writer = BundleWriter(using: &generator)
    }

    mutating func add(_ kind: String, _ number: Int) throws {
        if segment?.isFull == true { try endSegment() }
        if segment == nil {
            segment = try StagedSegment(
                kind: kind, tlp: "AMBER", isMust: false,
                columns: [StagedColumn("core", isRequired: true), StagedColumn("ctx"), StagedColumn("value")])
        }
        let value = Workload.value(kind, number)
        let member = MemberID(Workload.publishers[publisher])
        let secret = try workload.blinder.secret(of: IndicatorKind(parsing: kind), canonical: value.utf8.span)
        guard let member else { return }
        let pop = secret.pop(epoch: Workload.epoch, publisher: member)
        let tag = secret.tag(epoch: Workload.epoch)
        let core =
            "{\"conf\":\(number % 100),\"first\":\"2026-05-01\",\"last\":\"2026-05-30\",\"pop\":\"\(pop)\","
            + "\"scam\":\"phishing.credential\",\"tag\":\"\(tag)\",\"type\":\"report\"}"
        let context = "{\"country\":\"GB\",\"labels\":[\"parcel\"]}"
        segment?.append([Array(core.utf8), Array(context.utf8), Array("\"\(value)\"".utf8)])
        lines += Array(
            "{\"kind\":\"\(kind)\",\"tag\":\"\(tag)\",\"core\":\(core),\"ctx\":\(context),\"value\":\"\(value)\"}\n".utf8)
    }

    mutating func endSegment() throws {
        guard let segment, segment.rowCount > 0 else { return }
        body += try writer.encode(segment, using: &generator)
        self.segment = nil
    }

    consuming func finish(bundle: String, lines path: String) throws {
        let key = try Workload.key(of: publisher)
        let member = Workload.publishers[publisher]
        guard let name = MemberID(member), let audience = GroupID("lab"),
            let created = Timestamp(rfc3339: "2026-06-01T00:00:00Z"), let expires = Timestamp(rfc3339: "2026-09-01T00:00:00Z")
        else { return }
        let body = self.body
        let lines = self.lines
        var frame = try writer.close(
            BundleOccasion(
                publisher: name, audience: audience, epoch: Workload.epoch, created: created, expires: expires,
                predecessor: nil))
        try frame.sign(as: "\(member)/k1") { (message) throws(OpenSSLError) in try key.sign(message) }
        try Data(frame.firstLine() + body + frame.lastLine).write(to: URL(filePath: bundle))
        try Data(lines).write(to: URL(filePath: path))
    }
}

/// A small generator whose numbers depend on its seed alone.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
