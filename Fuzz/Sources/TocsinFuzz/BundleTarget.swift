import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles

extension FuzzTarget {
    /// Bundle streams: one verdict however the bytes are cut, cells that are what the row view says, and an import
    /// that takes nothing plain verification refuses.
    ///
    /// Input that does not begin with an envelope is taken for the lines after it, and gets one that fits; after a
    /// leading blank its lines are put into canonical form first.
    static let bundle = FuzzTarget("bundle") { (bytes) throws(BrokenProperty) in
        let stream = SignedLines.stream(of: bytes)
        let whole = try verdict(stream, pieceSize: stream.count + 1)
        let cut = try verdict(stream, pieceSize: (stream.count &* 31) % 97 + 1)
        try require(whole == cut, "\(whole) as a whole, \(cut) in pieces")
        if whole == .good { try requireRedactions(of: stream) }
        guard whole == .good || stream.count % 8 == 0 else { return }
        let imported = try verdict(stream, pieceSize: 4096, chains: EmptyChains())
        if imported == .good { try require(whole == .good, "imported in spite of \(whole)") }
    }

    /// A redaction that drops nothing is the same bytes; one that drops at random is good again.
    private static func requireRedactions(of stream: [UInt8]) throws(BrokenProperty) {
        let same = try redaction(of: stream, by: CutList())
        try require(same == nil || same == stream, "nothing was dropped, and other bytes came out")
        for seed in UInt64(1)...3 {
            guard let cut = try redaction(of: stream, by: RandomCut(state: seed &* UInt64(stream.count))) else { continue }
            let result = try verdict(cut, pieceSize: cut.count)
            try require(result == .good, "\(result) after redaction")
        }
    }

    /// What is left of a good bundle; nothing when the rule may not be followed.
    private static func redaction<Rule: RedactionRule>(
        of stream: [UInt8], by rule: Rule
    ) throws(BrokenProperty) -> [UInt8]? {
        var verifier = BundleVerifier(SignedLines.terms)
        var redactor = BundleRedactor(rule, into: CollectedBytes())
        do throws(BundleError) {
            try verifier.feed(stream.span, to: &redactor)
            _ = try verifier.finish()
            try redactor.finish()
            return redactor.sink.bytes
        } catch {
            try require(error.code == .must, "\(error) while redacting a good bundle")
            return nil
        }
    }

    private static func verdict(
        _ stream: [UInt8], pieceSize: Int, chains: EmptyChains? = nil
    ) throws(BrokenProperty) -> BundleVerdict {
        var verifier =
            if let chains { BundleVerifier(importing: SignedLines.terms, into: chains) } else {
                BundleVerifier(SignedLines.terms)
            }
        var consumer = CellReader()
        do throws(BundleError) {
            var start = 0
            while start < stream.count {
                let end = min(start + pieceSize, stream.count)
                try verifier.feed(stream.span.extracting(start..<end), to: &consumer)
                start = end
            }
            let verified = try verifier.finish()
            try consumer.requireSoundness(verified)
            return .good
        } catch {
            if let broken = consumer.broken { throw BrokenProperty(broken) }
            return .refused(error)
        }
    }
}

private enum BundleVerdict: Equatable {
    case good
    case refused(BundleError)
}

/// Looks at every cell it is handed.
private struct CellReader: BundleConsumer {
    var broken: String?
    private var rows = 0
    private var columns = 0

    mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        columns = descriptor.columns.count
    }

    mutating func row(_ row: borrowing RowView) throws(BundleError) {
        rows += 1
        for column in 0..<columns {
            guard let range = row.range(ofColumn: column) else { continue }
            let isInside = range.lowerBound >= 0 && range.upperBound <= row.lineByteCount && !range.isEmpty
            let isCanonical = row.withCell(ofColumn: column) { (try? CanonicalScanner.check($0)) != nil }
            if !isInside || isCanonical != true { broken = "a cell that is no canonical value" }
        }
        if broken != nil { throw .stoppedByConsumer }
    }

    mutating func requireSoundness(_ verified: VerifiedBundle) throws(BundleError) {
        if verified.rowCount != rows { broken = "\(verified.rowCount) rows counted, \(rows) handed over" }
        if broken != nil { throw .stoppedByConsumer }
    }
}

/// Drops columns, rows and segments by chance.
private struct RandomCut: RedactionRule {
    var state: UInt64

    mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        let all = ColumnSet(first: descriptor.columns.count)
        if isMust { return .columns(all) }
        switch next() % 6 {
        case 0: return .withhold
        case 1: return .descriptorOnly
        case 2: return .columns(all)
        default: return .columns(chosen(of: descriptor.columns.count))
        }
    }

    mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        next() % 3 == 0 ? [] : next() % 2 == 0 ? row.shown : row.shown.intersection(chosen(of: 64))
    }

    private mutating func chosen(of count: Int) -> ColumnSet {
        var columns: ColumnSet = []
        for column in 0..<count where next() % 3 > 0 { columns.formUnion(ColumnSet(rawValue: 1 << UInt64(column))) }
        return columns
    }

    private mutating func next() -> UInt64 {
        state = (state &+ 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
        return state >> 33
    }
}

/// No chain is known and every epoch is open.
private struct EmptyChains: ChainDirectory {
    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState {
        ChainState(publisher: publisher, audience: audience)
    }

    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow? {
        EpochWindow(publishFrom: SignedLines.time.adding(seconds: -1), matchUntil: SignedLines.time.adding(seconds: 1))
    }
}

/// Puts a signed first line before lines that have none.
private enum SignedLines {
    static let time = Timestamp(rfc3339: "2026-12-01T00:00:00Z") ?? Timestamp(secondsSinceEpoch: 0)

    /// The keys of Tests/Vectors/six-v1 and the one made here.
    static let terms: BundleTerms = {
        let hexKeys = [
            "org.alpha/k1": "ee013251b4dba1c2029f0bba0a8aeb884d8f0ab4aad91fa13d4f479e0fa2fa03",
            "org.beta/k1": "66fa6bcc93cec44531ea01a8931aa9f37184998e0e4a438d7fcec3c4d537d92c",
            "org.fuzz/k1": Hex.encode(key.publicKey.bytes),
        ]
        guard let keys = try? FixedKeyDirectory(hexKeys: hexKeys) else { preconditionFailure("keys") }
        return BundleTerms(keys: keys, audience: nil, at: time)
    }()

    private static let key: Ed25519PrivateKey = {
        let seed = SecretBytes(copying: [UInt8](repeating: 1, count: 32).span)
        guard let key = try? Ed25519PrivateKey(seed: seed) else { preconditionFailure("key") }
        return key
    }()

    static func stream(of bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: "{\"dsse\"".utf8) { return bytes }
        return stream(ofLines: bytes.first == 32 ? canonicalLines(bytes) : bytes)
    }

    private static func canonicalLines(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for line in bytes.split(separator: 10) {
            let value = try? StrictJSON.parse(Array(line))
            output += value?.canonicalBytes() ?? Array(line)
            output.append(10)
        }
        return output
    }

    private static func stream(ofLines lines: [UInt8]) -> [UInt8] {
        guard let publisher = MemberID("org.fuzz"), let audience = GroupID("g") else { preconditionFailure("names") }
        var generator = Constant()
        let manifest = try? Manifest(
            publisher: publisher, audience: audience, bundle: BundleID(using: &generator), sequence: 1, previous: nil,
            epoch: EpochNumber(1), created: time.adding(seconds: -60), expires: time.adding(seconds: 60),
            segments: segments(of: lines))
        guard let manifest else { preconditionFailure("manifest") }
        let unsigned = DSSEEnvelope(payloadType: Manifest.payloadType, payload: manifest.payload())
        let envelope = try? unsigned.signed(as: "org.fuzz/k1") { (message) throws(OpenSSLError) in try key.sign(message) }
        guard let envelope else { preconditionFailure("signature") }
        let first: JSONValue = ["dsse": envelope.jsonValue, "six": 1]
        return first.canonicalBytes() + [10] + lines
    }

    /// References to the descriptors the lines carry, in the places they claim.
    private static func segments(of lines: [UInt8]) -> [SegmentReference] {
        var segments: [SegmentReference] = []
        for line in lines.split(separator: 10) where line.starts(with: "{\"desc\"".utf8) {
            guard let object = (try? StrictJSON.parse(Array(line)))?.object, let text = object["desc"]?.string,
                let descriptor = Base64URL.decode(text), let place = object["seg"]?.integer, (0..<64).contains(place)
            else { continue }
            while segments.count <= place { segments.append(SegmentReference(digest: .zero, isMust: false)) }
            let digest = SHA256.hash(Array("SIX1:seg\0".utf8) + descriptor)
            segments[Int(place)] = SegmentReference(digest: digest, isMust: descriptor.count % 4 == 0)
        }
        return segments
    }

    /// Gives the same number again and again: names need not be random here.
    private struct Constant: RandomNumberGenerator {
        mutating func next() -> UInt64 { 1 }
    }
}
