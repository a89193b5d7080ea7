public import Blinding
package import CryptoPrimitives
public import LedgerFiles
internal import Synchronization

/// The match secrets that evaluators' answers gave in one epoch (docs/spec/evaluation.md, "What a client keeps").
///
/// Each stands under a digest of its input that only the holder of the cache's own key can compute. New ones are appended to a short log;
/// when it is full it becomes a sorted run, and runs of one size are merged, so that a lookup reads little however many there are.
public final class SecretCache: EvaluatedSecrets {
    let directory: String
    private let state = Mutex(State())

    struct State {
        var key: HMACKey?
        var runs: [SecretRun] = []
        var recent: [SecretRecord.Key: SecretRecord] = [:]
        /// The length of the log as far as its records are whole.
        var wholeBytes = 0
        /// How the log looked when it was read: another process may have written since.
        var seen: FileStamp?
        var isOpen = false
    }

    /// Records in the log before it becomes a run.
    static let logRecords = 8_192
    private let logLimit: Int
    private static let logLimitBytes = 4 << 20

    /// Names the directory of a cache; nothing is read before something is asked.
    public convenience init(at directory: String) { self.init(at: directory, logRecords: Self.logRecords) }

    /// The same with a shorter log, so that tests reach its end cheaply.
    package init(at directory: String, logRecords: Int) {
        self.directory = directory
        logLimit = logRecords
    }

    /// The secret of an input. A cache that cannot be read holds nothing: evaluators are asked again.
    public func secret(of input: [UInt8]) -> MatchSecret? {
        (try? find(input)).flatMap { $0 }.map { MatchSecret(z: $0) }
    }

    package func find(_ input: [UInt8]) throws(FileError) -> Digest256? {
        try state.withLock { (state) throws(FileError) in
            try open(&state)
            if let z = Self.found(input, state) { return z }
            // Only what is not there can have come since.
            guard FileStamp(of: log) != state.seen else { return nil }
            state = State()
            try open(&state)
            return Self.found(input, state)
        }
    }

    private static func found(_ input: [UInt8], _ state: State) -> Digest256? {
        guard let key = state.key else { return nil }
        let name = SecretRecord.Key(of: input, under: key)
        if let record = state.recent[name] { return record.z }
        for run in state.runs.reversed() {
            if let record = run.find(name), record.isWhole(under: key) { return record.z }
        }
        return nil
    }

    /// Keeps secrets durably.
    ///
    /// - Throws: `FileError`; nothing was kept then.
    package func keep(_ found: [(input: [UInt8], z: Digest256)]) throws(FileError) {
        try Directory.create(directory)
        let lock = try DirectoryLock(taking: directory + "/lock", waitingMilliseconds: Self.longestWaitMilliseconds)
        try state.withLock { (state) throws(FileError) in
            // Another process may have written since.
            state = State()
            try makeKey()
            try open(&state)
            guard let key = state.key else { return }
            let records = found.map { SecretRecord(input: $0.input, z: $0.z, under: key) }
            var bytes = records.flatMap(\.bytes)
            defer { cleanse(&bytes) }
            try GrowingFile.write(bytes, to: log, after: state.wholeBytes)
            state.wholeBytes += bytes.count
            for record in records { state.recent[record.key] = record }
            state.seen = FileStamp(of: log)
            if state.recent.count >= logLimit { try sort(&state) }
        }
        extendLifetime(lock)
    }

    private static let longestWaitMilliseconds = 60_000
    private var keyFile: String { directory + "/key" }
    private var log: String { directory + "/log" }

    private func makeKey() throws(FileError) {
        guard !Directory.exists(keyFile) else { return }
        var bytes = SecureRandom.bytes(32)
        defer { cleanse(&bytes) }
        try SecretFile.create(keyFile, contents: bytes)
    }

    private func open(_ state: inout State) throws(FileError) {
        guard !state.isOpen, Directory.exists(keyFile) else { return }
        var secret = try SecretFile.read(keyFile)
        defer { cleanse(&secret) }
        let key = HMACKey(secret)
        state.seen = FileStamp(of: log)
        // The log before the runs: what becomes a run meanwhile is met twice, not never.
        try readLog(under: key, &state)
        state.runs = try SecretRun.all(in: directory)
        state.key = key
        state.isOpen = true
    }

    /// Reads the log up to the first record that is not whole: what a kill left there goes with the next write.
    private func readLog(under key: HMACKey, _ state: inout State) throws(FileError) {
        guard Directory.exists(log) else { return }
        // Not mapped: it is cut short when it becomes a run.
        var bytes = try SecretFile.read(log, limitBytes: Self.logLimitBytes)
        defer { cleanse(&bytes) }
        while let record = SecretRecord(bytes.span, at: state.wholeBytes), record.isWhole(under: key) {
            state.recent[record.key] = record
            state.wholeBytes += SecretRecord.byteCount
        }
    }

    /// Makes a run of the log; then it begins anew.
    private func sort(_ state: inout State) throws(FileError) {
        try DurableFile.removeLeftovers(in: directory)
        try SecretRun.write(state.recent.values.sorted { $0.key < $1.key }, in: directory)
        try GrowingFile.write([], to: log, after: 0)
        try SecretRun.mergeFull(in: directory)
        state = State()
    }

    /// Erases everything, with the pepper.
    ///
    /// - Throws: `FileError`.
    public func erase() throws(FileError) {
        guard Directory.isDirectory(directory) else { return }
        for name in try Directory.names(in: directory) { try Directory.remove("\(directory)/\(name)") }
        try Directory.removeIfEmpty(directory)
        state.withLock { $0 = State() }
    }
}
