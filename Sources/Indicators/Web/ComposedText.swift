import CICU

/// Unicode text in composed form (NFC), by the ICU library that also maps host names.
enum ComposedText {
    /// The composed form of valid UTF-8; nothing when ICU fails.
    static func composing(_ text: [UInt8]) -> [UInt8]? {
        if text.allSatisfy({ $0 < 0x80 }) { return text }
        let units = Array(String(decoding: text, as: UTF8.self).utf16)
        var length: Int32 = 0
        let composed = [UInt16](capacity: 3 * units.count + 16) { result in
            unsafe result.withUnsafeMutableBufferPointer { buffer, count in
                length = unsafe units.withUnsafeBufferPointer { source in
                    unsafe tocsin_compose(source.baseAddress, Int32(source.count), buffer.baseAddress, Int32(buffer.count))
                }
                count = max(0, min(Int(length), buffer.count))
            }
        }
        guard length >= 0 else { return nil }
        return Array(String(decoding: composed, as: UTF16.self).utf8)
    }

    /// The composed form with ASCII capitals lowered.
    ///
    /// Composed twice: `J` with a caron has no composed letter, but `j` with one has.
    static func composingLowered(_ text: [UInt8]) -> [UInt8]? {
        guard let composed = composing(text) else { return nil }
        return composing(composed.map(ASCII.lowered))
    }
}
