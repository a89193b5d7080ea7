public import CryptoPrimitives
internal import MergeEngine

extension NodeStore {
    /// The digest over every cell held; only buckets that changed since are computed again.
    ///
    /// A store opened for reading computes without keeping the result.
    ///
    /// - Throws: ``StoreError``.
    public func digest() throws(StoreError) -> Digest256 {
        try withEngine { (engine) throws(StoreError) in
            StateDigest.digest(ofBuckets: try engine.bucketRoots().enumerated().map { ($0.offset, $0.element) })
        }
    }

    /// The roots of the 4,096 buckets of the digest, which two nodes compare when their digests differ.
    ///
    /// - Throws: ``StoreError``.
    public func bucketRoots() throws(StoreError) -> [Digest256] {
        try withEngine { (engine) throws(StoreError) in try engine.bucketRoots() }
    }

    /// The items of one bucket in their order: the leaf hash of each, with the manifests of the bundles that its claims come from, ascending.
    ///
    /// - Throws: ``StoreError``.
    public func items(ofBucket bucket: UInt16) throws(StoreError) -> [(leaf: Digest256, bundles: [Digest256])] {
        try withEngine { (engine) throws(StoreError) in try engine.items(ofBucket: UInt64(bucket)) }
    }
}

extension StoreEngine {
    func bucketRoots() throws(StoreError) -> [Digest256] {
        var roots = [Digest256?](repeating: nil, count: StateDigest.bucketCount)
        var query = try database.connection.prepare("SELECT bucket, root FROM buckets")
        while try query.step() { roots[Int(query.number(0))] = Digest256(bytes: query.bytes(1)) }
        let dirty = roots.indices.filter { roots[$0] == nil }
        guard !dirty.isEmpty else { return roots.compactMap(\.self) }
        try compute(dirty, into: &roots)
        if database.isWritable { try keep(roots, dirty) }
        return roots.compactMap(\.self)
    }

    private func keep(_ roots: [Digest256?], _ dirty: [Int]) throws(StoreError) {
        try database.connection.transaction { () throws(StoreError) in
            var insert = try database.connection.prepare("INSERT OR REPLACE INTO buckets (bucket, root) VALUES (?1, ?2)")
            for bucket in dirty {
                guard let root = roots[bucket] else { continue }
                try insert.bind(bucket, at: 1)
                try insert.bind(root.bytes, at: 2)
                try insert.run()
            }
        }
    }

    /// Computes the roots of some buckets, reading each leaf of the index once.
    private func compute(_ dirty: [Int], into roots: inout [Digest256?]) throws(StoreError) {
        var start = 0
        while start < dirty.count {
            var end = start + 1
            while end < dirty.count, dirty[end] == dirty[end - 1] + 1 { end += 1 }
            var items: [Int: [Digest256]] = [:]
            let last = UInt64(dirty[end - 1]) << 52 | (1 << 52 - 1)
            try forEachTag(from: UInt64(dirty[start]) << 52, through: last) { (records) throws(StoreError) in
                try forEachItem(of: records) { item, _ in items[Int(records[0].high >> 52), default: []].append(item.finalize()) }
            }
            for bucket in dirty[start..<end] {
                roots[bucket] = items[bucket].map(StateDigest.bucketRoot) ?? StateDigest.emptyBucket
            }
            start = end
        }
    }

    func items(ofBucket bucket: UInt64) throws(StoreError) -> [(leaf: Digest256, bundles: [Digest256])] {
        var items: [(leaf: Digest256, bundles: [Digest256])] = []
        try forEachTag(from: bucket << 52, through: bucket << 52 | (1 << 52 - 1)) { (records) throws(StoreError) in
            try forEachItem(of: records) { item, claims in
                items.append((item.finalize(), Set(claims.map(\.id.manifest)).sorted()))
            }
        }
        return items
    }

    /// The items of one tag: one for each kind and epoch under it, almost always one in all.
    private func forEachItem(
        of records: [IndexRecord], _ body: (consuming ItemHasher, [HeldClaim]) -> Void
    ) throws(StoreError) {
        let primaries = records.filter(\.isPrimary)
        guard let first = primaries.first else { return }
        if primaries.allSatisfy({ $0.group == first.group }) {
            try item(key(of: first), primaries, body)
            return
        }
        var groups: [TagKey: [IndexRecord]] = [:]
        for record in primaries { groups[try key(of: record), default: []].append(record) }
        for (key, group) in groups.sorted(by: { $0.key < $1.key }) { try item(key, group, body) }
    }

    private typealias HeldClaim = (id: ClaimID, cells: Digest256)

    /// The item of one match tag; none when no claim is held under it.
    private func item(
        _ key: TagKey, _ records: [IndexRecord], _ body: (consuming ItemHasher, [HeldClaim]) -> Void
    ) throws(StoreError) {
        let claims = try united(records)
        guard !claims.isEmpty else { return }
        var entries: [HeldClaim] = []
        for united in claims {
            let record = united.records[0]
            let manifest = try streams.origin(ofBundle: united.bundle).manifest
            let id = ClaimID(manifest: manifest, segment: UInt32(record.segment), row: UInt32(record.row))
            entries.append((id, try cellsDigest(united)))
        }
        if entries.count > 1 { entries.sort { $0.id < $1.id } }
        var item = ItemHasher(key)
        for entry in entries { item.add(entry.id, cells: entry.cells) }
        body(item, entries)
    }

    private func cellsDigest(_ united: UnitedClaim) throws(StoreError) -> Digest256 {
        let segment = try streams.segment(united.records[0].segment, ofBundle: united.bundle)
        var lines: [RowLine] = []
        for record in united.records { lines.append(try line(record)) }
        var hasher = CellsHasher()
        for (index, column) in segment.columns.enumerated() {
            guard let source = united.records.firstIndex(where: { $0.shown >> UInt64(index) & 1 == 1 }) else { continue }
            let line = lines[source]
            if let range = line.range(of: column) {
                hasher.add(column: column.utf8.span, value: line.bytes.span.extracting(range))
            } else {
                hasher.addAbsent(column: column.utf8.span)
            }
        }
        return hasher.finalize()
    }
}
