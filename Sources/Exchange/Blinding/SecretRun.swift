internal import LedgerFiles

/// A sorted part of the cache that is never written again.
struct SecretRun {
    private let name: Name
    private let file: MappedFile

    /// A run's file is called by its size class and a number.
    private struct Name: Hashable, Comparable {
        let level: Int
        let number: Int

        init(level: Int, number: Int) {
            self.level = level
            self.number = number
        }

        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2] == "run", let level = Int(parts[0]), let number = Int(parts[1]) else { return nil }
            self.init(level: level, number: number)
        }

        var text: String { "\(level).\(number).run" }

        static func < (left: Name, right: Name) -> Bool {
            left.level != right.level ? left.level > right.level : left.number < right.number
        }
    }

    /// So many runs of one size class are merged into one of the next.
    static let fanIn = 4

    private var count: Int { file.count / SecretRecord.byteCount }

    /// The runs of a cache, the largest and oldest first. One that goes meanwhile was merged into another.
    static func all(in directory: String) throws(FileError) -> [SecretRun] {
        for _ in 0..<attempts {
            if let runs = try present(in: directory) { return runs }
        }
        return try present(in: directory) ?? []
    }

    private static let attempts = 8

    private static func present(in directory: String) throws(FileError) -> [SecretRun]? {
        var runs: [SecretRun] = []
        for name in try names(in: directory) {
            do throws(FileError) {
                runs.append(SecretRun(name: name, file: try MappedFile(openingSecret: "\(directory)/\(name.text)")))
            } catch {
                guard error.reason == .notFound else { throw error }
                return nil
            }
        }
        return runs
    }

    private static func names(in directory: String) throws(FileError) -> [Name] {
        try Directory.names(in: directory).compactMap(Name.init).sorted()
    }

    /// The record of a key.
    func find(_ key: SecretRecord.Key) -> SecretRecord? {
        file.withBytes { bytes in
            var (low, high) = (0, count)
            while low < high {
                let middle = low + (high - low) / 2
                if SecretRecord.key(bytes, at: middle * SecretRecord.byteCount) < key { low = middle + 1 } else { high = middle }
            }
            guard low < count, let record = SecretRecord(bytes, at: low * SecretRecord.byteCount), record.key == key else {
                return nil
            }
            return record
        }
    }

    private func record(at index: Int) -> SecretRecord? {
        file.withBytes { SecretRecord($0, at: index * SecretRecord.byteCount) }
    }

    /// Writes records, sorted, as a new run of the smallest size.
    static func write(_ records: [SecretRecord], in directory: String) throws(FileError) {
        var file = try DurableFile(creating: try next(level: 0, in: directory))
        for record in records { try file.write(record.bytes) }
        try file.commit()
    }

    private static func next(level: Int, in directory: String) throws(FileError) -> String {
        let number = (try names(in: directory).map(\.number).max() ?? 0) + 1
        return "\(directory)/\(Name(level: level, number: number).text)"
    }

    /// Merges runs of one size class as long as there are enough of them.
    static func mergeFull(in directory: String) throws(FileError) {
        while true {
            let byLevel = Dictionary(grouping: try all(in: directory), by: \.name.level)
            guard let full = byLevel.filter({ $0.value.count >= fanIn }).min(by: { $0.key < $1.key }) else { return }
            try merge(full.value, level: full.key + 1, in: directory)
        }
    }

    /// The new run is there before the old ones go: a kill in between leaves records twice.
    private static func merge(_ runs: [SecretRun], level: Int, in directory: String) throws(FileError) {
        var file = try DurableFile(creating: try next(level: level, in: directory))
        var places = runs.map { _ in 0 }
        var heads = runs.map { $0.record(at: 0) }
        var last: SecretRecord.Key?
        while let smallest = heads.indices.filter({ heads[$0] != nil }).min(by: { isBefore(heads[$0], heads[$1]) }),
            let record = heads[smallest]
        {
            if record.key != last { try file.write(record.bytes) }
            last = record.key
            places[smallest] += 1
            heads[smallest] = runs[smallest].record(at: places[smallest])
        }
        try file.commit()
        for run in runs { try Directory.remove("\(directory)/\(run.name.text)") }
    }

    private static func isBefore(_ left: SecretRecord?, _ right: SecretRecord?) -> Bool {
        guard let left, let right else { return left != nil }
        return left.key < right.key
    }
}
