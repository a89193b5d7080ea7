internal import Glibc

/// What a program says: results to standard output, everything else to standard error.
public enum StandardStream {
    /// Writes results, all of them.
    ///
    /// - Throws: ``FileError``: `.noSpace` when a file behind it is full, `.closedPipe` when nobody reads any more.
    public static func writeResults(_ bytes: [UInt8]) throws(FileError) {
        let output = FileDescriptor.standardOutput()
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { raw in
            do throws(FileError) { try unsafe output.writeAll(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes a message as far as it goes: there is nobody left to tell when it does not.
    public static func writeMessage(_ text: String) {
        let errors = FileDescriptor.standardError()
        var bytes = Array(text.utf8)
        unsafe bytes.withUnsafeMutableBytes { raw in
            do throws(FileError) { try unsafe errors.writeAll(UnsafeRawBufferPointer(raw)) } catch {}
        }
    }

    /// Makes a write to a closed pipe an error like any other instead of the end of the process.
    public static func reportClosedPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Ends as a process that writes to a closed pipe does.
    public static func endByClosedPipe() {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }
}
