import CanonicalCoding
import Exchange
import LedgerFiles

/// The file of `--report`: one JSON line for each row read.
final class RowReport {
    private var file: DurableFile?
    private let files: [String]
    /// Rows so far.
    private(set) var count = 0

    init(path: String?, files: [String]) throws {
        file = try path.map { path throws(FileError) in try DurableFile(creating: path) }
        target = path
        self.files = files
    }

    private let target: String?

    /// - Throws: `FileError`, before anything is published.
    func add(_ verdict: RowVerdict) throws {
        count += 1
        guard target != nil else { return }
        var line = JSONObject()
        if files.count > 1 { line["file"] = .string(files[verdict.feed]) }
        line["line"] = .integer(Int64(verdict.line))
        line["reason"] = verdict.reason.isEmpty ? nil : .string(verdict.reason)
        line["verdict"] = .string(verdict.outcome.rawValue)
        try file?.write(line.canonicalBytes() + [UInt8(ascii: "\n")])
    }

    /// Gives the file its name.
    func finish() throws(FileError) {
        guard let done = file.take() else { return }
        try done.commit(replacing: true)
    }
}
