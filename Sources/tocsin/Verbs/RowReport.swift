import CanonicalCoding
import Exchange
import LedgerFiles

/// The file of `--report`: one JSON line for each row read.
final class RowReport {
    private var file: DurableFile?
    private let files: [String]
    private var failure: FileError?
    /// Rows so far.
    private(set) var count = 0

    init(path: String?, files: [String]) throws {
        file = try path.map { path throws(FileError) in try DurableFile(creating: path) }
        target = path
        self.files = files
    }

    private let target: String?

    func add(_ verdict: RowVerdict) {
        count += 1
        guard target != nil, failure == nil else { return }
        var line = JSONObject()
        if files.count > 1 { line["file"] = .string(files[verdict.feed]) }
        line["line"] = .integer(Int64(verdict.line))
        line["reason"] = verdict.reason.isEmpty ? nil : .string(verdict.reason)
        line["verdict"] = .string(verdict.outcome.rawValue)
        do throws(FileError) { try file?.write(line.canonicalBytes() + [UInt8(ascii: "\n")]) } catch { failure = error }
    }

    func finish() throws {
        if let failure { throw failure }
        guard let done = file.take() else { return }
        try done.commit(replacing: true)
    }
}
