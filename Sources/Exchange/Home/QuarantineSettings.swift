public import Indicators
internal import TOMLKit

/// The table `[quarantine]` of `settings.toml`: how much of whom is taken without an officer.
public struct QuarantineSettings: Sendable, Hashable {
    /// The numbers for one publisher. Rows are those that are no retractions; days are days of UTC on which streams are taken in.
    public struct Limits: Sendable, Hashable {
        /// So many days after its first stream a publisher is new here.
        public var newPublisherDays: Int64 = 28
        /// Rows of one bundle of a new publisher.
        public var newRowsPerBundle: Int64 = 50_000
        /// Rows of a new publisher on one day.
        public var newRowsPerDay: Int64 = 100_000
        /// Rows of one bundle.
        public var rowsPerBundle: Int64 = 2_000_000
        /// Rows on one day: what a member may have evaluated when an epoch starts.
        public var rowsPerDay: Int64 = 2_000_000
        /// So many times its median is the most that a publisher may say on one day.
        public var anomalyFactor: Int64 = 10
        /// So many rows on one day are never an anomaly.
        public var anomalyFloorRows: Int64 = 10_000

        /// The usual numbers.
        public init() {}
    }

    /// For publishers that are not named.
    public var usual = Limits()
    /// For publishers that are.
    public var publishers: [MemberID: Limits] = [:]
    /// So many officers have to release a bundle; with more than one each signs with a key of their own.
    public var releaseOfficers: Int64 = 1

    /// The usual numbers.
    public init() {}

    /// Numbers that hold nothing back, for trying things out.
    static var sandbox: QuarantineSettings {
        var settings = QuarantineSettings()
        settings.usual.newPublisherDays = 0
        settings.usual.newRowsPerBundle = mostRows
        settings.usual.newRowsPerDay = mostRows
        settings.usual.rowsPerBundle = mostRows
        settings.usual.rowsPerDay = mostRows
        settings.usual.anomalyFloorRows = mostRows
        return settings
    }

    /// What holds for a publisher.
    public func limits(for publisher: MemberID) -> Limits { publishers[publisher] ?? usual }

    fileprivate static let mostRows: Int64 = 1_000_000_000
}

extension QuarantineSettings {
    init(_ table: TOMLTable?, usual: Limits) throws(SettingsError) {
        guard let table else { throw .invalid("quarantine") }
        self.usual = try Limits(table, under: usual, named: "quarantine", besides: ["publishers", "release_officers"])
        releaseOfficers = try Limits.number(table, "quarantine", "release_officers", 1...10) ?? releaseOfficers
        guard let named = table["publishers"] else { return }
        guard let members = named.table else { throw .invalid("quarantine.publishers") }
        for name in members.keys {
            guard let member = MemberID(name), let limits = members[name]?.table else {
                throw .invalid("quarantine.publishers.\(name)")
            }
            publishers[member] = try Limits(limits, under: self.usual, named: "quarantine.publishers.\(name)")
        }
    }

    var text: String {
        """

        # How much of whom is taken without an officer; what is over it waits: see `tocsin quarantine`.
        [quarantine]
        # So many officers have to release a bundle that waits.
        release_officers = \(releaseOfficers)
        # So many days after its first stream a publisher is new here; then so much of it.
        \(usual.text)

        """
            + publishers.sorted { $0.key < $1.key }
            .map { "[quarantine.publishers.\"\($0.key.name)\"]\n\($0.value.text)\n" }.joined(separator: "\n")
    }
}

extension QuarantineSettings.Limits {
    private static var members: [(name: String, member: WritableKeyPath<Self, Int64>, range: ClosedRange<Int64>)] {
        [
            ("new_publisher_days", \.newPublisherDays, 0...3_650), ("new_rows_per_bundle", \.newRowsPerBundle, rows),
            ("new_rows_per_day", \.newRowsPerDay, rows), ("rows_per_bundle", \.rowsPerBundle, rows),
            ("rows_per_day", \.rowsPerDay, rows), ("anomaly_factor", \.anomalyFactor, 1...1_000_000),
            ("anomaly_floor_rows", \.anomalyFloorRows, rows),
        ]
    }

    private static let rows: ClosedRange<Int64> = 0...QuarantineSettings.mostRows

    fileprivate init(
        _ table: TOMLTable, under usual: Self, named path: String, besides others: Set<String> = []
    ) throws(SettingsError) {
        self = usual
        let known = others.union(Self.members.map(\.name))
        for key in table.keys where !known.contains(key) { throw .unknownKey("\(path).\(key)") }
        for (name, member, range) in Self.members {
            if let number = try Self.number(table, path, name, range) { self[keyPath: member] = number }
        }
    }

    fileprivate static func number(
        _ table: TOMLTable, _ path: String, _ name: String, _ range: ClosedRange<Int64>
    ) throws(SettingsError) -> Int64? {
        guard let value = table[name] else { return nil }
        guard let number = value.int.map(Int64.init), range.contains(number) else { throw .invalid("\(path).\(name)") }
        return number
    }

    fileprivate var text: String { Self.members.map { "\($0.name) = \(self[keyPath: $0.member])" }.joined(separator: "\n") }
}
