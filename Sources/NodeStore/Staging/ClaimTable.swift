internal import MergeEngine

/// The claims held about one tag, for looking up a claim and the slots of a publisher.
struct ClaimTable {
    /// A row under one kind and epoch, in the role its record has.
    private struct RowKey: Hashable {
        let bundle: Int
        let position: UInt64
        let group: UInt64
        let role: UInt8
    }

    private struct SlotKey: Hashable {
        let publisher: Int
        let group: UInt64
        let slot: UInt8
    }

    /// A place in the order of a publisher's claims.
    private struct Order {
        let origin: BundleOrigin
        let position: UInt64

        func precedes(_ other: Order) -> Bool {
            origin == other.origin ? position < other.position : origin.precedes(other.origin)
        }
    }

    /// What all redactions together show of a claim.
    struct Known {
        var shown: UInt64
        var isRefused: Bool
        var pop: PopCheck
        var exclusion: Exclusion?
    }

    private var rows: [RowKey: Known] = [:]
    private var slots: [SlotKey: (first: Order, last: Order)] = [:]

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
    }

    /// Adds a held record.
    mutating func add(_ record: IndexRecord, streams: StreamTable) throws(StoreError) {
        let bundle = try streams.bundle(ofStream: record.stream)
        let key = Self.key(record, bundle)
        let known = rows[key]
        rows[key] = Known(
            shown: (known?.shown ?? 0) | record.shown,
            isRefused: known?.isRefused ?? false || record.flags.contains(.isRefused),
            pop: max(known?.pop ?? .unchecked, record.pop), exclusion: known?.exclusion ?? record.exclusion)
        guard record.isPrimary, record.exclusion == nil, !record.flags.contains(.isRefused) else { return }
        let order = Order(origin: try streams.origin(ofBundle: bundle), position: record.position)
        let slot = SlotKey(
            publisher: try streams.publisher(ofBundle: bundle), group: record.group, slot: Self.slot(of: record))
        guard let range = slots[slot] else {
            slots[slot] = (order, order)
            return
        }
        slots[slot] = (
            order.precedes(range.first) ? order : range.first, range.last.precedes(order) ? order : range.last
        )
    }

    /// What is known of the row a record of the given bundle stands for.
    func known(_ record: IndexRecord, bundle: Int) -> Known? { rows[Self.key(record, bundle)] }

    /// What a claim not held before is to the other claims of its publisher.
    func relation(
        of record: IndexRecord, bundle: Int, publisher: Int, streams: StreamTable
    ) throws(StoreError) -> ClaimArrival {
        let order = Order(origin: try streams.origin(ofBundle: bundle), position: record.position)
        var isUpdate = false
        for slot in record.type == .retract ? Self.allSlots : [Self.slot(of: record), Self.retraction] {
            guard let range = slots[SlotKey(publisher: publisher, group: record.group, slot: slot)] else { continue }
            let isOwnSlot = slot == Self.slot(of: record)
            if isOwnSlot || record.type != .retract, order.precedes(range.last) { return .superseded }
            if isOwnSlot || record.type == .retract, range.first.precedes(order) { isUpdate = true }
        }
        return isUpdate ? .updated : .new
    }

    private static func key(_ record: IndexRecord, _ bundle: Int) -> RowKey {
        let role = record.flags.intersection([.isAlias, .isPrevious]).rawValue
        return RowKey(bundle: bundle, position: record.position, group: record.group, role: role)
    }

    private static func slot(of record: IndexRecord) -> UInt8 {
        switch record.type {
        case .report: 0
        case .object: 1
        case .retract: retraction
        case .outcome: firstVerb + (record.verb?.rawValue ?? 0)
        }
    }

    private static let retraction: UInt8 = 2
    private static let firstVerb: UInt8 = 3
    private static let allSlots: [UInt8] = Array(0..<firstVerb + UInt8(OutcomeVerb.allCases.count))
}
