public import CanonicalCoding
public import CryptoPrimitives

/// A stream that a store has taken in.
public struct KeptStream: Sendable, Hashable {
    /// The digest of its bundle's manifest.
    public let manifest: Digest256
    /// SHA-256 of its bytes.
    public let stream: Digest256
    /// When it was first taken in.
    public let firstLogged: Timestamp
}

extension NodeStore {
    /// Whether a stream was taken in.
    ///
    /// - Throws: ``StoreError``.
    public func holds(stream: Digest256, manifest: Digest256) throws(StoreError) -> Bool {
        try withEngine { (engine) throws(StoreError) in try engine.holds(stream: stream, manifest: manifest) }
    }

    /// Every stream taken in, in the order of then.
    ///
    /// - Throws: ``StoreError``.
    public func keptStreams() throws(StoreError) -> [KeptStream] {
        try withEngine { (engine) throws(StoreError) in try engine.keptStreams("ORDER BY streams.ordinal") }
    }

    /// The stream taken in last.
    ///
    /// - Throws: ``StoreError``.
    public func newestStream() throws(StoreError) -> KeptStream? {
        try withEngine { (engine) throws(StoreError) in
            try engine.keptStreams("WHERE streams.ordinal = (SELECT max(ordinal) FROM streams)").first
        }
    }
}

extension StoreEngine {
    func holds(stream: Digest256, manifest: Digest256) throws(StoreError) -> Bool {
        var query = try database.connection.prepare(
            "SELECT 1 FROM streams JOIN bundles ON streams.bundle = bundles.ordinal "
                + "WHERE bundles.digest = ?1 AND streams.digest = ?2")
        try query.bind(manifest.bytes, at: 1)
        try query.bind(stream.bytes, at: 2)
        return try query.step()
    }

    fileprivate func keptStreams(_ clause: String) throws(StoreError) -> [KeptStream] {
        var query = try database.connection.prepare(
            "SELECT bundles.digest, streams.digest, streams.first_logged "
                + "FROM streams JOIN bundles ON streams.bundle = bundles.ordinal \(clause)")
        var streams: [KeptStream] = []
        while try query.step() {
            guard let manifest = Digest256(bytes: query.bytes(0)), let stream = Digest256(bytes: query.bytes(1)) else {
                throw StoreError(.damaged, action: "read the streams of", path: database.path)
            }
            streams.append(
                KeptStream(
                    manifest: manifest, stream: stream, firstLogged: Timestamp(secondsSinceEpoch: query.number(2))))
        }
        return streams
    }
}
