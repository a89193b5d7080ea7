public import CryptoPrimitives
public import Indicators

/// What only someone who evaluated the value has: `z` of docs/spec/match-tag.md. Tag, pop and lock key follow from it.
public struct MatchSecret: Sendable {
    private let key: HMACKey

    /// Takes z as a suite computed it, or as a cache kept it.
    public init(z: Digest256) { key = HMACKey(z) }

    /// The tag by which holders of the same value find each other in an epoch.
    public func tag(epoch: EpochNumber) -> MatchTag {
        var stream = key.begin()
        stream.update("SIX1:tag")
        stream.update(epoch)
        return MatchTag(stream.finalize())
    }

    /// The proof that a publisher knew the value and did not copy the tag.
    public func pop(epoch: EpochNumber, publisher: MemberID) -> MatchTag {
        var stream = key.begin()
        stream.update("SIX1:pop")
        stream.update(epoch)
        stream.update(lengthPrefixed: publisher)
        return MatchTag(stream.finalize())
    }

    /// The key of the locked cells of one publisher's row about this value in one bundle.
    public func lockKey(epoch: EpochNumber, publisher: MemberID, bundleID: Span<UInt8>) -> Digest256 {
        var stream = key.begin()
        stream.update("SIX1:lck")
        stream.update(epoch)
        stream.update(lengthPrefixed: publisher)
        stream.update(bundleID)
        return stream.finalize()
    }
}

extension MatchSecret: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: nothing of the secret shows.
    public var description: String { "MatchSecret" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension MatchTag {
    /// The first sixteen bytes of a digest.
    fileprivate init(_ digest: Digest256) {
        self = unsafe digest.withUnsafeBytes { bytes in
            unsafe MatchTag(prefixOf: Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)))
        }
    }
}

extension HMACStream {
    fileprivate mutating func update(_ epoch: EpochNumber) {
        update(byte: UInt8(truncatingIfNeeded: epoch.value >> 24))
        update(byte: UInt8(truncatingIfNeeded: epoch.value >> 16))
        update(byte: UInt8(truncatingIfNeeded: epoch.value >> 8))
        update(byte: UInt8(truncatingIfNeeded: epoch.value))
    }

    fileprivate mutating func update(lengthPrefixed member: MemberID) {
        let name = member.name.utf8
        update(byte: UInt8(name.count))
        update(name.span)
    }
}
