public import CryptoPrimitives

/// Where a claim stands: one row of one segment of one signed manifest.
///
/// The order is the order of the bytes `manifest digest ‖ u32 segment ‖ u32 row`.
public struct ClaimID: Sendable, Hashable {
    /// Digest of the manifest payload, which names the bundle.
    public let manifest: Digest256
    /// Index of the segment in the manifest, from 0.
    public let segment: UInt32
    /// Index of the row in the segment, from 0.
    public let row: UInt32

    /// Names a row.
    public init(manifest: Digest256, segment: UInt32, row: UInt32) {
        self.manifest = manifest
        self.segment = segment
        self.row = row
    }

    /// Reads what ``description`` writes; any other spelling gives nothing.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let manifest = Digest256(hex: String(parts[0])), let segment = UInt32(parts[1]),
            let row = UInt32(parts[2])
        else { return nil }
        self.init(manifest: manifest, segment: segment, row: row)
        guard description == text else { return nil }
    }

    /// Appends the 40 bytes of the identifier.
    public func append(to output: inout [UInt8]) {
        manifest.append(to: &output)
        Self.append(segment, to: &output)
        Self.append(row, to: &output)
    }

    private static func append(_ value: UInt32, to output: inout [UInt8]) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

extension ClaimID: Comparable, CustomStringConvertible {
    /// The order of the 40 bytes.
    public static func < (left: Self, right: Self) -> Bool {
        if left.manifest != right.manifest { return left.manifest < right.manifest }
        return left.segment != right.segment ? left.segment < right.segment : left.row < right.row
    }

    /// Manifest, segment and row, such as `5fb1…/0/17` written in full.
    public var description: String { "\(manifest.hex)/\(segment)/\(row)" }
}
