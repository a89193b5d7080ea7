internal import Glibc

/// Asks for a page fault for each 2 MiB of a large array instead of each 4 KiB.
enum LargePages {
    /// Asks for the room that an array has set aside and not used yet.
    static func ask<Element: BitwiseCopyable>(for array: inout [Element]) {
        let byteCount = array.capacity * MemoryLayout<Element>.stride
        unsafe array.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let start = unsafe base.alignedUp(toMultipleOf: pageBytes)
            let usable = unsafe byteCount - (start - base)
            // Refused where there are none, which costs speed and nothing else.
            if usable >= pageBytes { _ = unsafe madvise(start, usable / pageBytes * pageBytes, MADV_HUGEPAGE) }
        }
    }

    private static let pageBytes = 2 << 20
}
