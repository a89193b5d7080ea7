public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
public import MemberRegistry

/// Against what a bundle is verified.
public struct BundleTerms: Sendable {
    /// The keys that may have signed it.
    public let keys: any KeyDirectory
    /// The group the reader belongs to; nothing skips that check.
    public let audience: GroupID?
    /// The time of the reading.
    public let time: Timestamp
    /// Whether the reader took the bundle in before, or made it: a bundle that has expired since still reads.
    public let isHeld: Bool

    /// States what a bundle is verified against.
    ///
    /// - Parameter isHeld: whether the bundle is one that the reader holds already. Its `expires` says until when others may take
    ///   its reports in; what it retracts goes on travelling.
    public init(keys: any KeyDirectory, audience: GroupID?, at time: Timestamp, isHeld: Bool = false) {
        self.keys = keys
        self.audience = audience
        self.time = time
        self.isHeld = isHeld
    }
}

/// What the first line of a bundle says, once it is believed.
struct BundleHead {
    let manifest: Manifest
    let digest: Digest256
    let publisherKeys: PublisherKeys
    let chainVerdict: ChainVerdict?
    let isTooLate: Bool

    /// Judges the first line.
    ///
    /// - Throws: ``BundleError`` for line 1.
    init(
        line: Span<UInt8>, terms: BundleTerms, chains: (any ChainDirectory)?, limits: BundleLimits
    ) throws(BundleError) {
        let envelope = try BundleEnvelope.parse(line, limits: limits)
        let manifest = Self.read(envelope.payload, limits: limits)
        if case .failure(let error) = manifest, error.code == .limit { throw error }
        let verified = try PublisherKeys.verified(envelope, keys: terms.keys)
        self.manifest = try manifest.get()
        self.digest = SHA256.hash(envelope.payload)
        self.publisherKeys = try PublisherKeys(verified, manifest: self.manifest)
        if let audience = terms.audience, audience != self.manifest.audience {
            throw BundleError(.audience, line: 1, .otherAudience)
        }
        guard let chains else {
            guard terms.isHeld || terms.time < self.manifest.expires else { throw BundleError(.expired, line: 1, .expired) }
            self.chainVerdict = nil
            self.isTooLate = false
            return
        }
        let chain = try chains.chain(of: self.manifest.publisher, for: self.manifest.audience)
        let window = try chains.window(of: self.manifest.epoch)
        self.chainVerdict = try chain.judge(self.manifest, digest: digest, at: terms.time, window: window)
        self.isTooLate = chain.isTooLate(self.manifest, at: terms.time)
    }

    /// Limits of the manifest come before everything else the line is judged by, so it is read first and believed
    /// later.
    private static func read(_ payload: [UInt8], limits: BundleLimits) -> Result<Manifest, BundleError> {
        do {
            return .success(try Manifest(parsing: payload, limits: limits))
        } catch {
            return .failure(error.at(line: 1))
        }
    }
}
