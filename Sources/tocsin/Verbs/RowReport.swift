import CanonicalCoding
import Exchange
import LedgerFiles

/// The file of `--report`: one JSON line for each row read.
final class RowReport {
    private var file: OutputFile?
    private let files: [String]
    private let isWanted: Bool
    /// Rows so far.
    private(set) var count = 0

    /// - Parameter place: where the other result of the same verb goes.
    init(path: String?, files: [String], beside place: OutputPlace?) throws {
        self.files = files
        isWanted = path != nil
        guard let path else { return }
        let own = try OutputPlace.named(path, reading: files, mayBeStream: true)
        if let place { try own.requireOther(than: place) }
        file = try OutputFile(at: own)
    }

    /// - Throws: `FileError`, before anything is published.
    func add(_ verdict: RowVerdict) throws {
        count += 1
        guard isWanted else { return }
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
        try done.finish()
    }
}
