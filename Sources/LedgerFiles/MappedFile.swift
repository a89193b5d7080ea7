internal import Glibc

/// A file of secrets that is never written again, mapped into memory: what is read of it costs no copy, and what is not, no memory.
@safe
public final class MappedFile: Sendable {
    /// Its length in bytes.
    public let count: Int
    // Written only while the object is made; the pages are only read.
    private nonisolated(unsafe) let start: UnsafeRawPointer?

    /// Maps a file after the checks of ``SecretFile/read(_:)``.
    ///
    /// - Throws: ``FileError``.
    public init(openingSecret path: String) throws(FileError) {
        let file = try SecretFile.opened(path)
        count = try Int(file.status().st_size)
        unsafe start = try Self.mapped(file, count)
    }

    private static func mapped(_ file: borrowing FileDescriptor, _ count: Int) throws(FileError) -> UnsafeRawPointer? {
        guard count > 0 else { return nil }
        guard let pages = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file.number, 0), unsafe pages != MAP_FAILED else {
            throw .current(action: "map", path: file.path)
        }
        return UnsafeRawPointer(pages)
    }

    deinit {
        if let start = unsafe start { unsafe munmap(UnsafeMutableRawPointer(mutating: start), count) }
    }

    /// Lends the bytes for the duration of the call.
    ///
    /// - Throws: what `body` throws.
    public func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(Span(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count)))
    }
}
