import CICU

/// Host names beyond ASCII, mapped by ICU as the URL standard asks: UTS #46, non-transitional, with the bidirectional and
/// joiner checks, without the rules on hyphens, lengths and STD3.
enum InternationalName {
    /// Appends the ASCII form of a name in UTF-8.
    ///
    /// - Throws: ``WebRefusal`` with the reason `notAnInternationalName` or `hostTooLong`.
    static func appendASCII(_ name: [UInt8], to output: inout OutputSpan<UInt8>) throws(WebRefusal) {
        guard name.count <= WebLimits.unmappedHost else { throw WebRefusal(.hostTooLong) }
        guard let mapper = unsafe mapper else { throw WebRefusal(.notAnInternationalName) }
        var errors: UInt32 = 0
        var status = U_ZERO_ERROR
        let ascii = [UInt8](capacity: longestResult) { result in
            unsafe result.withUnsafeMutableBufferPointer { buffer, count in
                let length = unsafe name.withUnsafeBytes { bytes in
                    unsafe tocsin_uidna_to_ascii(
                        mapper, bytes.baseAddress, Int32(bytes.count), buffer.baseAddress, Int32(buffer.count), &errors,
                        &status)
                }
                count = max(0, min(Int(length), buffer.count))
            }
        }
        guard status != U_BUFFER_OVERFLOW_ERROR else { throw WebRefusal(.hostTooLong) }
        guard status.rawValue <= U_ZERO_ERROR.rawValue, errors & ~toleratedErrors == 0, !ascii.isEmpty else {
            throw WebRefusal(.notAnInternationalName)
        }
        guard output.freeCapacity >= ascii.count else { throw WebRefusal(.hostTooLong) }
        for byte in ascii { output.append(byte) }
    }

    /// The version of Unicode that names are mapped by, such as `15.0`.
    public static var unicodeVersion: String {
        var version: InlineArray<4, UInt8> = [0, 0, 0, 0]
        var span = version.mutableSpan
        unsafe span.withUnsafeMutableBufferPointer { unsafe tocsin_unicode_version($0.baseAddress) }
        return "\(version[0]).\(version[1])"
    }

    /// What ICU reports although the URL standard does not ask: hyphens, lengths, empty labels.
    private static let toleratedErrors = UInt32(
        UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG
            | UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4)

    private static let longestResult = 4_096

    /// Opened once and never closed. ICU documents an open mapper as immutable, so every thread may use it.
    nonisolated(unsafe) private static let mapper: OpaquePointer? = {
        var status = U_ZERO_ERROR
        let options = UInt32(
            UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE)
        return unsafe tocsin_uidna_open(options, &status)
    }()
}
