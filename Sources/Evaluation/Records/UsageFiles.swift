internal import CanonicalCoding
public import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The statements of usage that an evaluator signed, one file for each day.
enum UsageFiles {
    /// A statement as it is kept.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    static func read(_ path: String) throws(RecordError) -> [UInt8]? {
        guard Directory.exists(path) else { return nil }
        return try fileWork { () throws(FileError) in
            try FileReader.contents(of: path, limitBytes: EvaluationLimits.statementBytes)
        }
    }

    /// Keeps a statement, durably before anybody gets it.
    ///
    /// - Returns: the statement that is kept: where two were made at once, the first.
    /// - Throws: ``RecordError/file(_:)``.
    static func keep(_ bytes: [UInt8], at path: String) throws(RecordError) -> [UInt8] {
        do throws(FileError) {
            if let end = path.lastIndex(of: "/") { try Directory.create(String(path[..<end])) }
            try DurableFile.write(bytes, to: path)
        } catch {
            guard error.reason == .alreadyExists, let first = try read(path) else { throw .file(error) }
            return first
        }
        return bytes
    }

    /// All elements that the newest statement of an epoch tells of; nothing where none was signed.
    ///
    /// - Throws: ``RecordError``.
    static func newest(in folder: String) throws(RecordError) -> Int64? {
        guard let (path, bytes) = try newestFile(in: folder) else { return nil }
        guard let envelope = try? DSSEEnvelope(parsing: bytes), let statement = try? UsageStatement(parsing: envelope.payload)
        else {
            throw .damagedStatement(path: path)
        }
        return statement.total
    }

    /// The file of the last day on which something was stated.
    fileprivate static func newestFile(in folder: String) throws(RecordError) -> (path: String, bytes: [UInt8])? {
        guard Directory.exists(folder) else { return nil }
        let names = try fileWork { () throws(FileError) in try Directory.names(in: folder) }
        guard let name = names.last(where: { $0.hasSuffix(".json") }) else { return nil }
        let path = folder + "/" + name
        return try read(path).map { (path, $0) }
    }
}

extension EvaluatorPaths {
    /// The newest statement of usage that was signed here for an epoch.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    public func newestUsage(of epoch: EpochNumber) throws(RecordError) -> [UInt8]? {
        try UsageFiles.newestFile(in: usage(of: epoch))?.bytes
    }
}
