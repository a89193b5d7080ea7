internal import COpenSSL

/// A point of P-256 other than infinity, as libcrypto holds it.
@safe
public final class GroupElement: Sendable {
    // Written only while the object is made, so any thread may read it.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// The bytes of the compressed form.
    public static let byteCount = 33

    init(owning pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe EC_POINT_free(pointer) }

    /// Reads a compressed point that others wrote: exactly 33 bytes, 02 or 03 first, x below p and on the curve.
    ///
    /// - Returns: nothing for anything else; infinity has no such form.
    public convenience init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount, bytes[0] == 2 || bytes[0] == 3, let new = unsafe EC_POINT_new(Curve.group) else {
            return nil
        }
        unsafe self.init(owning: new)
        let isPoint = unsafe bytes.withUnsafeBufferPointer {
            unsafe EC_POINT_oct2point(Curve.group, pointer, $0.baseAddress, $0.count, nil)
        }
        guard isPoint == 1 else {
            OpenSSLError.forget()
            return nil
        }
    }

    /// Takes a compressed point.
    public convenience init?(_ bytes: [UInt8]) { self.init(bytes.span) }

    /// The compressed form.
    public var bytes: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { target, count in
            count = unsafe EC_POINT_point2oct(
                Curve.group, pointer, POINT_CONVERSION_COMPRESSED, target.baseAddress, Self.byteCount, nil)
            precondition(count == Self.byteCount)
        }
    }
}

extension GroupElement: Hashable {
    /// Whether it is the same point.
    public static func == (left: GroupElement, right: GroupElement) -> Bool { left.bytes == right.bytes }
    /// Hashes the compressed form.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// The group of P-256 in libcrypto. EVP has no arithmetic on points, which blinding needs, so this one folder calls the layer below.
@safe
enum Curve {
    // Never changed once made.
    nonisolated(unsafe) static let group: OpaquePointer = {
        guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1) else {
            preconditionFailure("libcrypto has no P-256")
        }
        return unsafe group
    }()
}

/// Room for the numbers of libcrypto during one batch: secrets in it are overwritten.
@safe
struct CurveRoom: ~Copyable {
    let context: OpaquePointer
    let scalar: OpaquePointer
    let other: OpaquePointer

    init() {
        guard let context = unsafe BN_CTX_secure_new(), let scalar = unsafe BN_new(), let other = unsafe BN_new() else {
            preconditionFailure("out of memory")
        }
        unsafe self.context = unsafe context
        unsafe self.scalar = unsafe scalar
        unsafe self.other = unsafe other
        unsafe BN_set_flags(scalar, BN_FLG_CONSTTIME)
    }

    deinit {
        unsafe BN_clear_free(scalar)
        unsafe BN_clear_free(other)
        unsafe BN_CTX_free(context)
    }

    /// Puts a number into one of the places.
    func put(_ value: Limbs256, in place: OpaquePointer) {
        var words = (value.word0.littleEndian, value.word1.littleEndian, value.word2.littleEndian, value.word3.littleEndian)
        unsafe withUnsafeMutableBytes(of: &words) { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            precondition(unsafe BN_lebin2bn(start, 32, place) != nil)
            unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        }
    }

    func newPoint() -> OpaquePointer {
        guard let point = unsafe EC_POINT_new(Curve.group) else { preconditionFailure("out of memory") }
        return unsafe point
    }
}
