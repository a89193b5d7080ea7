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
        var length: Int32 = 0
        let ascii = [UInt8](capacity: longestResult) { result in
            unsafe result.withUnsafeMutableBufferPointer { buffer, count in
                length = unsafe name.withUnsafeBytes { bytes in
                    unsafe tocsin_idna_to_ascii(
                        mapper, bytes.baseAddress, Int32(bytes.count), buffer.baseAddress, Int32(buffer.count))
                }
                count = max(0, min(Int(length), buffer.count))
            }
        }
        guard length != TOCSIN_ICU_TOO_LONG else { throw WebRefusal(.hostTooLong) }
        guard length > 0 else { throw WebRefusal(.notAnInternationalName) }
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

    private static let longestResult = 4_096

    /// Opened once and never closed. ICU documents an open mapper as immutable, so every thread may use it.
    nonisolated(unsafe) private static let mapper: OpaquePointer? = unsafe tocsin_idna_open()
}
