internal import BundleFiles
internal import LedgerFiles

/// A scratch file that a sink writes to and others read afterwards.
final class SharedScratch {
    private var file: ScratchFile
    let path: String

    init(in directory: String) throws(FileError) {
        let file = try ScratchFile(in: directory)
        path = file.path
        self.file = file
    }

    var sink: FileSink { FileSink { bytes throws(FileError) in try self.file.write(bytes) } }

    var byteCount: Int { file.byteCount }

    func flush() throws(FileError) { try file.flush() }
}
