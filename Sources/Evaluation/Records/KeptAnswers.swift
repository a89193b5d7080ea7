internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry

/// The answers of the last days, one file each: which part of which batch of which client says the name.
struct KeptAnswers: Sendable {
    let paths: EvaluatorPaths
    let limits: EvaluationLimits
    private var days: [CalendarDay: Usage] = [:]

    /// What the answers of a day take.
    private struct Usage: Sendable {
        var count = 0
        var bytes = 0

        mutating func add(_ size: Int) {
            count += 1
            bytes += Self.blocks(size)
        }

        static func blocks(_ size: Int) -> Int {
            (size + EvaluationLimits.blockBytes - 1) / EvaluationLimits.blockBytes * EvaluationLimits.blockBytes
        }
    }

    /// Looks at what is there.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    init(_ paths: EvaluatorPaths, _ limits: EvaluationLimits) throws(RecordError) {
        self.paths = paths
        self.limits = limits
        try fileWork { () throws(FileError) in
            for folder in [paths.answers, paths.stagedAnswers] { try Directory.create(folder) }
            try DurableFile.removeLeftovers(in: paths.stagedAnswers)
            for day in try Directory.names(in: paths.answers).compactMap({ CalendarDay(iso8601: $0) }) {
                var usage = Usage()
                for name in try Directory.names(in: paths.answers(on: day)) {
                    usage.add(try Directory.byteCount(of: paths.answers(on: day) + "/" + name))
                }
                days[day] = usage
            }
        }
    }

    /// The name under which a part of a batch of a client is answered by a share: after a refresh its old answers prove nothing any more.
    static func key(_ client: MemberID, _ part: BatchPart, _ share: EvaluatorShare) -> Digest256 {
        let name = Array(client.name.utf8)
        let place = (0..<4).map { UInt8(truncatingIfNeeded: part.first >> (24 - 8 * $0)) }
        return SHA256.hash([UInt8(name.count)] + name + part.batch + place + share.publicKey.bytes)
    }

    /// The answer of the last days, if there is one.
    ///
    /// - Throws: ``RecordError``.
    static func answer(
        to key: Digest256, at time: Timestamp, _ paths: EvaluatorPaths, _ limits: EvaluationLimits
    ) throws(RecordError) -> [UInt8]? {
        for back in 0...limits.answerDays {
            let path = paths.answers(on: time.day.adding(days: -back)) + "/" + AnswerName.of(key)
            if Directory.exists(path) {
                return try fileWork { () throws(FileError) in
                    try FileReader.contents(of: path, limitBytes: limits.requestBytes)
                }
            }
        }
        return nil
    }

    /// Writes an answer durably where nobody is answered from.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    static func stage(_ answer: [UInt8], to key: Digest256, _ paths: EvaluatorPaths) throws(RecordError) {
        try fileWork { () throws(FileError) in
            try DurableFile.write(answer, to: paths.stagedAnswers + "/" + AnswerName.of(key), replacing: true)
        }
    }

    /// Removes an answer that did not come on record.
    static func discard(_ key: Digest256, _ paths: EvaluatorPaths) throws(RecordError) {
        try fileWork { () throws(FileError) in try Directory.remove(paths.stagedAnswers + "/" + AnswerName.of(key)) }
    }
}

extension KeptAnswers {
    /// Takes the place for an answer that is on record.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    mutating func place(_ key: Digest256, on day: CalendarDay) throws(RecordError) {
        let (staged, folder) = (paths.stagedAnswers + "/" + AnswerName.of(key), paths.answers(on: day))
        let size = try fileWork { () throws(FileError) in
            try Directory.create(folder)
            let size = try Directory.byteCount(of: staged)
            try Directory.rename(staged, to: folder + "/" + AnswerName.of(key))
            return size
        }
        days[day, default: Usage()].add(size)
    }

    /// Removes what is older than answers are kept, and the oldest days where another answer has no room else.
    ///
    /// - Throws: ``RecordError/full`` when only today is left, ``RecordError/file(_:)``.
    mutating func makeRoom(for bytes: Int, on today: CalendarDay) throws(RecordError) {
        let oldest = today.adding(days: -limits.answerDays)
        for day in days.keys where day < oldest { try remove(day) }
        while !hasRoom(for: bytes) {
            guard let day = days.keys.min(), day < today else { throw .full }
            try remove(day)
        }
    }

    private func hasRoom(for bytes: Int) -> Bool {
        let count = days.values.reduce(1) { $0 + $1.count }
        let sum = days.values.reduce(Usage.blocks(bytes)) { $0 + $1.bytes }
        return count <= limits.answerCount && sum <= limits.answerBytes
    }

    private mutating func remove(_ day: CalendarDay) throws(RecordError) {
        let folder = paths.answers(on: day)
        try fileWork { () throws(FileError) in
            try Directory.removeFiles(in: folder)
            try Directory.removeIfEmpty(folder)
        }
        days[day] = nil
    }

    /// The answers that were written when a process ended, by the digest of their payload.
    ///
    /// - Throws: ``RecordError/file(_:)``.
    func staged() throws(RecordError) -> [Digest256: Digest256] {
        let (folder, limits) = (paths.stagedAnswers, limits)
        var found: [Digest256: Digest256] = [:]
        for name in try fileWork({ () throws(FileError) in try Directory.names(in: folder) }) {
            guard let key = Digest256(hex: String(name.dropLast(AnswerName.suffix.count))), AnswerName.of(key) == name else {
                continue
            }
            let bytes = try fileWork { () throws(FileError) in
                try FileReader.contents(of: folder + "/" + name, limitBytes: limits.requestBytes)
            }
            guard let envelope = try? DSSEEnvelope(parsing: bytes) else { throw .damagedAnswer(path: folder + "/" + name) }
            found[envelope.payloadDigest] = key
        }
        return found
    }
}
