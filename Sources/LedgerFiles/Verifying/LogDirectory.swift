internal import Glibc

/// The files that a log publishes, read below one directory into memory that is used again.
struct LogDirectory {
    /// The directory of the log.
    let root: String
    private(set) var bytes: [UInt8] = []

    init(root: String) { self.root = root }

    /// Reads a file; its bytes are in ``bytes`` until the next one is read.
    ///
    /// - Parameter index: what the fault names as the first entry or hash that is missing with the file.
    /// - Throws: ``LedgerFault`` of code missing, limit or unreadable.
    mutating func read(_ path: String, limitBytes: Int, index: UInt64? = nil) throws(LedgerFault) {
        do throws(FileError) { try fill(from: "\(root)/\(path)", limitBytes: limitBytes) } catch {
            switch error.reason {
            case .notFound: throw LedgerFault(.missing, path, index: index, "the file is missing")
            case .tooLarge(let limit): throw LedgerFault(.limit, path, "longer than \(limit) bytes")
            default: throw LedgerFault(.unreadable, path, error.description)
            }
        }
    }

    private mutating func fill(from path: String, limitBytes: Int) throws(FileError) {
        let file = try FileDescriptor(opening: path, flags: O_RDONLY | O_NONBLOCK)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.wrongType, action: "read", path: path) }
        guard status.st_size <= limitBytes else { throw FileError(.tooLarge(limitBytes: limitBytes), action: "read", path: path) }
        try resize(to: Int(status.st_size), from: file)
    }

    private mutating func resize(to count: Int, from file: borrowing FileDescriptor) throws(FileError) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: repeatElement(0, count: count))
        var failure: FileError?
        var filled = 0
        unsafe bytes.withUnsafeMutableBytes { buffer in
            do throws(FileError) {
                while filled < count {
                    let more = try unsafe file.readSome(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                    if more == 0 { return }
                    filled += more
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        bytes.removeLast(count - filled)
    }

    /// The numbers that the names of a directory's files are, in ascending order; none when there is no directory.
    ///
    /// What an interrupted writer left (`….partial`) is passed over.
    ///
    /// - Throws: ``LedgerFault`` of the given code for a name that is no number in decimal.
    func numbers(in path: String, limit: Int, otherwise code: LedgerFault.Code) throws(LedgerFault) -> [UInt64] {
        let names: [String]
        guard Directory.isDirectory("\(root)/\(path)") else { return [] }
        do throws(FileError) { names = try Directory.names(in: "\(root)/\(path)") } catch {
            throw LedgerFault(.unreadable, path, error.description)
        }
        guard names.count <= limit else { throw LedgerFault(.limit, path, "more than \(limit) files") }
        var numbers: [UInt64] = []
        for name in names where !name.hasSuffix(".partial") {
            guard let number = UInt64(name), String(number) == name else {
                throw LedgerFault(code, path, "a file's name is no number")
            }
            numbers.append(number)
        }
        return numbers.sorted()
    }
}
