public import CryptoPrimitives
public import Indicators

/// What only someone who evaluated the value has: `z` of docs/spec/match-tag.md. Tag, pop and lock key follow from it.
public struct MatchSecret: Sendable {
    private let key: HMACKey

    /// Takes z as a suite computed it, or as a cache kept it.
    public init(z: Digest256) { key = HMACKey(z) }

    /// The tag by which holders of the same value find each other in an epoch.
    public func tag(epoch: EpochNumber) -> MatchTag {
        MatchTag(prefixOf: key.authenticate(TagMessages.tag(epoch: epoch)))
    }

    /// The proof that a publisher knew the value and did not copy the tag.
    public func pop(epoch: EpochNumber, publisher: MemberID) -> MatchTag {
        MatchTag(prefixOf: key.authenticate(TagMessages.pop(epoch: epoch, publisher: publisher)))
    }

    /// Tag and proof under messages laid out before, computed side by side.
    public func tagAndPop(_ messages: TagMessages) -> (tag: MatchTag, pop: MatchTag) {
        let codes = key.authenticate(messages.tag, messages.pop)
        return (MatchTag(prefixOf: codes.first), MatchTag(prefixOf: codes.second))
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
    /// Safe for dumps: nothing of it shows.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What the tags and proofs of one publisher in one epoch are computed over, laid out once for any number of values.
public struct TagMessages: Sendable {
    let tag: PaddedMessage
    let pop: PaddedMessage

    /// Lays the messages out.
    public init(epoch: EpochNumber, publisher: MemberID) {
        tag = PaddedMessage(Self.tag(epoch: epoch).span)
        pop = PaddedMessage(Self.pop(epoch: epoch, publisher: publisher).span)
    }

    fileprivate static func tag(epoch: EpochNumber) -> [UInt8] {
        Array("SIX1:tag".utf8) + epoch.bigEndianBytes
    }

    fileprivate static func pop(epoch: EpochNumber, publisher: MemberID) -> [UInt8] {
        let name = publisher.name.utf8
        return Array("SIX1:pop".utf8) + epoch.bigEndianBytes + [UInt8(name.count)] + Array(name)
    }
}

extension EpochNumber {
    fileprivate var bigEndianBytes: [UInt8] { value.bigEndianBytes }
}

extension HMACStream {
    fileprivate mutating func update(_ epoch: EpochNumber) {
        update(epoch.bigEndianBytes)
    }

    fileprivate mutating func update(lengthPrefixed member: MemberID) {
        let name = member.name.utf8
        update(byte: UInt8(name.count))
        update(name.span)
    }
}
