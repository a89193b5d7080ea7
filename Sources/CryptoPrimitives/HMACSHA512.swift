internal import COpenSSL

/// HMAC-SHA512 (RFC 2104), for the few places that need 64 bytes.
public enum HMACSHA512 {
    /// The 64-byte authentication code of a message.
    public static func authenticate(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 64)
        var count: UInt32 = 0
        let result = unsafe HMAC(EVP_sha512(), key, Int32(key.count), message, message.count, &code, &count)
        precondition(unsafe result != nil && count == 64, "libcrypto has no SHA-512")
        return code
    }
}
