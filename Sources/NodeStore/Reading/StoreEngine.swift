internal import Blinding
internal import CryptoPrimitives
internal import Indicators
internal import MergeEngine

/// Everything of one open store; ``NodeStore`` lets one thread in at a time.
final class StoreEngine {
    let database: StoreDatabase
    let streams: StreamTable
    let files: StreamFiles
    /// Makers of tags for the epochs whose pepper the node holds.
    var blinders: [EpochNumber: EpochBlinder] = [:]
    private(set) var directory: LeafDirectory
    private var leaves: LeafTable
    private var cache = LeafCache()
    private var kinds: [IndicatorKind: Int] = [:]
    private var kindNames: [Int: IndicatorKind] = [:]
    private var epochs: [EpochNumber: Int] = [:]
    private var epochNumbers: [Int: EpochNumber] = [:]
    /// From where on reports of owners have no effect, for want of evaluations.
    private(set) var budgetCuts: [EpochNumber: [BudgetCut]] = [:]
    private var seenVersion: Int64
    private let lock: WriterLock?

    init(opening path: String, bundles: String, isWritable: Bool) throws(StoreError) {
        lock = isWritable ? try WriterLock(for: path) : nil
        database = try StoreDatabase(opening: path, isWritable: isWritable)
        streams = StreamTable(database)
        files = StreamFiles(bundles)
        leaves = try LeafTable(database.connection)
        directory = LeafDirectory([])
        seenVersion = try database.dataVersion()
        try loadNames()
    }

    /// Notices what another process has written since.
    func refresh() throws(StoreError) {
        guard !database.isWritable else { return }
        let version = try database.dataVersion()
        guard version != seenVersion else { return }
        seenVersion = version
        try reload()
    }

    /// Forgets what is in memory and reads the directory again.
    func reload() throws(StoreError) {
        cache.removeAll()
        streams.removeAll()
        files.closeAll()
        try loadNames()
    }

    private func loadNames() throws(StoreError) {
        directory = try LeafTable.directory(database.connection)
        (kinds, kindNames, epochs, epochNumbers) = ([:], [:], [:], [:])
        var query = try database.connection.prepare("SELECT ordinal, name FROM kinds")
        while try query.step() {
            guard let kind = try? IndicatorKind(parsing: query.text(1)) else { continue }
            kinds[kind] = Int(query.number(0))
            kindNames[Int(query.number(0))] = kind
        }
        var epochQuery = try database.connection.prepare("SELECT ordinal, number FROM epochs")
        while try epochQuery.step() {
            let epoch = EpochNumber(UInt32(truncatingIfNeeded: epochQuery.number(1)))
            epochs[epoch] = Int(epochQuery.number(0))
            epochNumbers[Int(epochQuery.number(0))] = epoch
        }
        try loadBudgetCuts()
    }

    /// Takes up what was found about budgets.
    func loadBudgetCuts() throws(StoreError) { budgetCuts = try readBudgetCuts() }
}

extension StoreEngine {
    /// The store's number for a kind it has seen.
    func number(of kind: IndicatorKind) -> Int? { kinds[kind] }

    /// The store's number for an epoch it has seen.
    func number(of epoch: EpochNumber) -> Int? { epochs[epoch] }

    /// The match tag a record stands under.
    func key(of record: IndexRecord) throws(StoreError) -> TagKey {
        guard let kind = kindNames[record.kind], let epoch = epochNumbers[record.epoch] else {
            throw StoreError(.damaged, action: "read a page of", path: database.path)
        }
        return TagKey(kind: kind, epoch: epoch, tag: record.tag)
    }

    /// Gives kinds that are new to the store a number.
    func numbers(of staged: [IndicatorKind]) throws(StoreError) -> [Int] {
        var insert = try database.connection.prepare("INSERT INTO kinds (ordinal, name) VALUES (?1, ?2)")
        var numbers: [Int] = []
        for kind in staged {
            let number = kinds[kind] ?? kinds.count
            guard number < StoreLimits.kindLimit else { throw limitReached }
            if kinds[kind] == nil {
                try insert.bind(number, at: 1)
                try insert.bind(kind.name, at: 2)
                try insert.run()
                kinds[kind] = number
                kindNames[number] = kind
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Gives epochs that are new to the store a number.
    func numbers(of staged: [EpochNumber]) throws(StoreError) -> [Int] {
        var insert = try database.connection.prepare("INSERT INTO epochs (ordinal, number) VALUES (?1, ?2)")
        var numbers: [Int] = []
        for epoch in staged {
            let number = epochs[epoch] ?? epochs.count
            guard number < StoreLimits.epochLimit else { throw limitReached }
            if epochs[epoch] == nil {
                try insert.bind(number, at: 1)
                try insert.bind(Int64(epoch.value), at: 2)
                try insert.run()
                epochs[epoch] = number
                epochNumbers[number] = epoch
            }
            numbers.append(number)
        }
        return numbers
    }

    private var limitReached: StoreError { StoreError(.limit, action: "write to", path: database.path) }
}

extension StoreEngine {
    /// The records of one leaf, from memory or from the file.
    func leaf(_ index: Int) throws(StoreError) -> RecordBuffer {
        if let known = cache.leaf(index) { return known }
        let loaded = try uncachedLeaf(index)
        cache.insert(loaded, at: index, of: directory.entries.count)
        return loaded
    }

    /// The records of one leaf, past the cache: for reading everything once.
    func uncachedLeaf(_ index: Int) throws(StoreError) -> RecordBuffer {
        var words: [UInt64] = []
        words.reserveCapacity(StoreLimits.leafRecords * IndexRecord.wordCount)
        try leaves.load(directory.entries[index].id, into: &words, path: database.path)
        return RecordBuffer(words: words)
    }

    /// Every record under a tag, whatever its kind, epoch and role.
    func records(of tag: MatchTag) throws(StoreError) -> [IndexRecord] {
        let (high, low) = tag.words
        var found: [IndexRecord] = []
        let span = directory.span(containing: high)
        guard let first = span.first else { return found }
        let bounds = directory.entries[first].bound...(directory.upperBound(of: span) ?? .max)
        for index in span {
            let leaf = try leaf(index)
            var place = leaf.lowerBound(high: high, low: low, between: bounds)
            while place < leaf.count, leaf.hasTag(high: high, low: low, at: place) {
                found.append(leaf[place])
                place += 1
            }
        }
        return found
    }

    /// Merges staged records into the index. Inside the transaction of a commit.
    func merge(_ merge: inout IndexMerge) throws(StoreError) {
        var judged = try JudgedTags(database.connection)
        try merge.run(directory, leaves: &leaves, judged: &judged, path: database.path)
        directory = LeafDirectory(merge.entries)
        cache.removeAll()
    }
}
