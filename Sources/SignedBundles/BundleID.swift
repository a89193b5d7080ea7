internal import CanonicalCoding

/// The random 16 bytes by which a publisher names a bundle.
public struct BundleID: Sendable, Hashable {
    /// The 16 bytes.
    public let bytes: [UInt8]

    /// Takes 16 bytes; another count gives nothing.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads 32 lower-case hexadecimal digits; anything else gives nothing.
    public init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Draws a new name.
    public init(using generator: inout some RandomNumberGenerator) {
        self.bytes = generator.bytes(Self.byteCount)
    }

    /// The name as 32 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }

    /// How many bytes a name has.
    public static let byteCount = 16
}

extension BundleID: CustomStringConvertible {
    /// The name as manifests write it.
    public var description: String { hex }
}

extension RandomNumberGenerator {
    /// Draws so many bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        while output.count < count {
            var word = next()
            for _ in 0..<min(8, count - output.count) {
                output.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        return output
    }
}
