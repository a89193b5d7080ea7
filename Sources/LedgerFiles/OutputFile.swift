internal import Glibc

/// Results on their way to a place that a person named: a file that appears whole or not at all, or a stream.
public struct OutputFile: ~Copyable {
    private var file: DurableFile?
    private var stream: FileDescriptor?
    private var buffer: [UInt8] = []

    /// Begins to write; a stream gets what it is given as it comes.
    ///
    /// - Throws: ``FileError``.
    public init(at place: OutputPlace) throws(FileError) {
        guard place.isStream else {
            file = try DurableFile(creating: place.path)
            return
        }
        switch place.path {
        case "-", "/dev/stdout": stream = FileDescriptor.standardOutput()
        case "/dev/stderr": stream = FileDescriptor.standardError()
        default: stream = try FileDescriptor(opening: place.path, flags: O_WRONLY | O_APPEND | O_NOCTTY)
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FileError``.
    public mutating func write(_ bytes: [UInt8]) throws(FileError) {
        try file?.write(bytes)
        guard stream != nil else { return }
        buffer.append(contentsOf: bytes)
        if buffer.count >= DurableFile.bufferBytes { try flush() }
    }

    /// Gives the file its name, or the stream the rest.
    ///
    /// - Throws: ``FileError``.
    public consuming func finish() throws(FileError) {
        try flush()
        guard let done = file.take() else { return }
        try done.commit(replacing: true)
    }

    private mutating func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        var failure: FileError?
        unsafe buffer.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe stream?.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
        buffer.removeAll(keepingCapacity: true)
    }
}
