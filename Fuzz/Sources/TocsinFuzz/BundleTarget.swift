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
        guard whole == .good || stream.count % 8 == 0 else { return }
        let imported = try verdict(stream, pieceSize: 4096, chains: EmptyChains())
        if imported == .good { try require(whole == .good, "imported in spite of \(whole)") }
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
