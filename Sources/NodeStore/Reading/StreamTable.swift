internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine

/// The streams and bundles that records point at, read when first needed and kept.
final class StreamTable {
    /// One stored redaction of a bundle.
    struct Stream {
        let bundle: Int
        let digest: Digest256
        let byteCount: Int
    }

    /// One segment of a bundle, the same in all its redactions.
    struct Segment {
        let kind: String
        let marking: String
        let columns: [String]
    }

    private struct Bundle {
        let origin: BundleOrigin
        let publisher: Int
        var segments: [Int: Segment]?
    }

    private let database: StoreDatabase
    private var streams: [Int: Stream] = [:]
    private var bundles: [Int: Bundle] = [:]
    private var publishers: [MemberID: Int] = [:]
    private var recentStream = (number: -1, bundle: -1)

    init(_ database: StoreDatabase) {
        self.database = database
    }

    /// Forgets everything, for when the file has changed.
    func removeAll() {
        streams.removeAll()
        bundles.removeAll()
        recentStream = (-1, -1)
    }

    func stream(_ number: Int) throws(StoreError) -> Stream {
        if let known = streams[number] { return known }
        var query = try database.connection.prepare("SELECT bundle, digest, bytes FROM streams WHERE ordinal = ?1")
        try query.bind(number, at: 1)
        guard try query.step(), let digest = Digest256(bytes: query.bytes(1)) else { throw damaged }
        let stream = Stream(bundle: Int(query.number(0)), digest: digest, byteCount: Int(query.number(2)))
        streams[number] = stream
        return stream
    }

    func bundle(ofStream number: Int) throws(StoreError) -> Int {
        if recentStream.number == number { return recentStream.bundle }
        recentStream = (number, try stream(number).bundle)
        return recentStream.bundle
    }

    func origin(ofBundle number: Int) throws(StoreError) -> BundleOrigin { try load(number).origin }

    /// A number for the publisher, for comparing publishers of two bundles.
    func publisher(ofBundle number: Int) throws(StoreError) -> Int { try load(number).publisher }

    func segment(_ segment: Int, ofBundle number: Int) throws(StoreError) -> Segment {
        if let known = try load(number).segments?[segment] { return known }
        var query = try database.connection.prepare("SELECT segment, kind, marking, columns FROM segments WHERE bundle = ?1")
        try query.bind(number, at: 1)
        var segments: [Int: Segment] = [:]
        while try query.step() {
            segments[Int(query.number(0))] = Segment(
                kind: query.text(1), marking: query.text(2),
                columns: query.text(3).split(separator: " ").map(String.init))
        }
        bundles[number]?.segments = segments
        guard let found = segments[segment] else { throw damaged }
        return found
    }

    private func load(_ number: Int) throws(StoreError) -> Bundle {
        if let known = bundles[number] { return known }
        var query = try database.connection.prepare(
            "SELECT digest, name, pub, aud, seq, created, epoch, first_logged, signers FROM bundles WHERE ordinal = ?1")
        try query.bind(number, at: 1)
        guard try query.step(), let manifest = Digest256(bytes: query.bytes(0)),
            let publisher = MemberID(query.text(2)), let audience = GroupID(query.text(3))
        else { throw damaged }
        let origin = BundleOrigin(
            manifest: manifest, bundle: query.text(1), publisher: publisher, audience: audience,
            sequence: UInt64(query.number(4)), created: Timestamp(secondsSinceEpoch: query.number(5)),
            epoch: EpochNumber(UInt32(truncatingIfNeeded: query.number(6))),
            firstLogged: Timestamp(secondsSinceEpoch: query.number(7)),
            signers: query.text(8).split(separator: "\n").map(String.init))
        let bundle = Bundle(origin: origin, publisher: publisherNumber(publisher))
        bundles[number] = bundle
        return bundle
    }

    private func publisherNumber(_ publisher: MemberID) -> Int {
        if let known = publishers[publisher] { return known }
        publishers[publisher] = publishers.count
        return publishers.count - 1
    }

    private var damaged: StoreError { StoreError(.damaged, action: "read a bundle of", path: database.path) }
}
