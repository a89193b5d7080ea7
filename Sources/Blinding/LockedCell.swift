internal import CanonicalCoding
public import CryptoPrimitives

/// Details that open only for who knows the indicator's value (docs/spec/match-tag.md):
/// `b64u(nonce12 ‖ AES-256-GCM(lockk, nonce, "SIX1:lck" ‖ bundle_id16 ‖ lp8(column), P))`, P the object's canonical
/// bytes followed by 0x80 and zeros up to a multiple of 64.
public enum LockedCell {
    /// The padded length is a multiple of this many bytes.
    public static let blockByteCount = 64
    /// A nonce has this many bytes.
    public static let nonceByteCount = 12
    private static let tagByteCount = 16

    /// Locks an object's canonical bytes.
    ///
    /// - Parameter nonce: 12 bytes that this key never saw before.
    /// - Throws: ``CipherError``.
    public static func seal(
        _ object: [UInt8], lockKey: Digest256, bundleID: [UInt8], column: String, nonce: [UInt8]
    ) throws(CipherError) -> String {
        var padded = object
        padded.append(0x80)
        while !padded.count.isMultiple(of: blockByteCount) { padded.append(0) }
        let sealed = try AES256GCM.seal(padded, key: lockKey, nonce: nonce, aad: associatedData(bundleID, column))
        cleanse(&padded)
        return Base64URL.encode(nonce + sealed)
    }

    /// Opens a cell; the result is a JSON object in canonical form.
    ///
    /// - Throws: ``BlindingError`` with `.lockedCell`, also when padding or object are not exactly of their form.
    public static func open(
        _ cell: String, lockKey: Digest256, bundleID: [UInt8], column: String
    ) throws(BlindingError) -> [UInt8] {
        guard let bytes = Base64URL.decode(cell) else { throw .lockedCell(.notBase64URL) }
        let paddedCount = bytes.count - nonceByteCount - tagByteCount
        guard paddedCount > 0, paddedCount.isMultiple(of: blockByteCount) else { throw .lockedCell(.length) }
        let nonce = Array(bytes[..<nonceByteCount])
        let padded: [UInt8]
        do {
            padded = try AES256GCM.open(
                Array(bytes[nonceByteCount...]), key: lockKey, nonce: nonce, aad: associatedData(bundleID, column))
        } catch {
            throw .lockedCell(.doesNotOpen)
        }
        return try withoutPadding(padded)
    }

    private static func withoutPadding(_ padded: [UInt8]) throws(BlindingError) -> [UInt8] {
        guard let mark = padded.lastIndex(where: { $0 != 0 }), padded[mark] == 0x80,
            padded.count - mark <= blockByteCount
        else { throw .lockedCell(.padding) }
        let object = Array(padded[..<mark])
        guard let value = try? StrictJSON.parseCanonical(object), value.object != nil else {
            throw .lockedCell(.notAnObject)
        }
        return object
    }

    private static func associatedData(_ bundleID: [UInt8], _ column: String) -> [UInt8] {
        Array("SIX1:lck".utf8) + bundleID + [UInt8(column.utf8.count)] + Array(column.utf8)
    }
}
