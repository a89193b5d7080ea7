internal import CryptoPrimitives

/// One secret of the cache: 16 bytes that name its input, z, and 8 bytes by which a torn or foreign record is noticed.
struct SecretRecord {
    /// What names an input: the first half of a MAC over it.
    struct Key: Hashable, Comparable {
        let high: UInt64
        let low: UInt64

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        init(of input: [UInt8], under key: HMACKey) {
            var stream = key.begin()
            stream.update("input")
            stream.update(input)
            let code = stream.finalize().bytes
            high = UInt64(bigEndian: code.span, at: 0)
            low = UInt64(bigEndian: code.span, at: 8)
        }

        static func < (left: Key, right: Key) -> Bool {
            left.high != right.high ? left.high < right.high : left.low < right.low
        }
    }

    let key: Key
    let z: Digest256
    private let check: UInt64

    /// The bytes of a record.
    static let byteCount = 56

    init(input: [UInt8], z: Digest256, under key: HMACKey) {
        self.key = Key(of: input, under: key)
        self.z = z
        check = Self.check(self.key, z, under: key)
    }

    /// Reads the record at a place; nothing where the bytes end.
    init?(_ bytes: Span<UInt8>, at place: Int) {
        guard place >= 0, bytes.count - place >= Self.byteCount else { return nil }
        key = Self.key(bytes, at: place)
        z = Digest256(bytes.extracting((place + 16)..<(place + 48)))
        check = UInt64(bigEndian: bytes, at: place + 48)
    }

    static func key(_ bytes: Span<UInt8>, at place: Int) -> Key {
        Key(high: UInt64(bigEndian: bytes, at: place), low: UInt64(bigEndian: bytes, at: place + 8))
    }

    /// Whether the record is one that this cache wrote, whole.
    func isWhole(under key: HMACKey) -> Bool { check == Self.check(self.key, z, under: key) }

    var bytes: [UInt8] { key.high.bigEndianBytes + key.low.bigEndianBytes + z.bytes + check.bigEndianBytes }

    private static func check(_ key: Key, _ z: Digest256, under mac: HMACKey) -> UInt64 {
        var stream = mac.begin()
        stream.update("check")
        stream.update(key.high.bigEndianBytes + key.low.bigEndianBytes)
        stream.update(z)
        return UInt64(bigEndian: stream.finalize().bytes.span, at: 0)
    }
}

extension UInt64 {
    fileprivate init(bigEndian bytes: Span<UInt8>, at place: Int) {
        self = 0
        for index in place..<(place + 8) { self = self << 8 | UInt64(bytes[index]) }
    }

    fileprivate var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * UInt64($0))) } }
}
