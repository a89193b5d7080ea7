internal import CanonicalCoding
internal import CryptoPrimitives
internal import TransparencyLog

/// One batch on its way into the log, as it stands in the staging file: all that is needed to write the batch's files.
///
/// `TOCLOG01`, length of the body, body, SHA-256 of all of it. Numbers are big-endian. The body: old size and root, new size and
/// root, and for each entry its bytes and its detail record with lengths in front.
struct StagingFrame: Equatable {
    struct Item: Equatable {
        let entry: [UInt8]
        let details: [UInt8]
    }

    let oldSize: UInt64
    let oldRoot: Digest256
    let newSize: UInt64
    let newRoot: Digest256
    let items: [Item]

    static let magic = Array("TOCLOG01".utf8)
    static let limitBytes = AuditLog.batchLimitBytes + (1 << 20)

    var bytes: [UInt8] {
        var body: [UInt8] = []
        body.appendNumber(oldSize, byteCount: 8)
        oldRoot.append(to: &body)
        body.appendNumber(newSize, byteCount: 8)
        newRoot.append(to: &body)
        for item in items {
            body.appendNumber(UInt64(item.entry.count), byteCount: 4)
            body += item.entry
            body.appendNumber(UInt64(item.details.count), byteCount: 4)
            body += item.details
        }
        var bytes = Self.magic
        bytes.appendNumber(UInt64(body.count), byteCount: 8)
        bytes += body
        SHA256.hash(bytes).append(to: &bytes)
        return bytes
    }

    init(oldSize: UInt64, oldRoot: Digest256, newSize: UInt64, newRoot: Digest256, items: [Item]) {
        self.oldSize = oldSize
        self.oldRoot = oldRoot
        self.newSize = newSize
        self.newRoot = newRoot
        self.items = items
    }

    /// Reads the frame at the beginning of the staging file; nothing when it is torn. What stands behind it is of no account.
    init?(parsing bytes: [UInt8]) {
        var header = ByteReader(bytes[...])
        guard header.take(Self.magic.count).map(Array.init) == Self.magic, let length = header.number(byteCount: 8),
            length <= UInt64(Self.limitBytes), let body = header.take(Int(length)),
            let digest = header.take(Digest256.byteCount),
            SHA256.hash(Array(bytes[..<body.endIndex])) == Digest256(bytes: digest)
        else { return nil }
        var reader = ByteReader(body)
        guard let oldSize = reader.number(byteCount: 8), let oldRoot = reader.digest(),
            let newSize = reader.number(byteCount: 8), let newRoot = reader.digest()
        else { return nil }
        var items: [Item] = []
        while !reader.isAtEnd {
            guard let entry = reader.counted(), let details = reader.counted() else { return nil }
            items.append(Item(entry: entry, details: details))
        }
        guard newSize > oldSize, newSize - oldSize == UInt64(items.count) else { return nil }
        self.init(oldSize: oldSize, oldRoot: oldRoot, newSize: newSize, newRoot: newRoot, items: items)
    }
}

/// Takes numbers and pieces off the front of bytes.
private struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number(byteCount: Int) -> UInt64? { take(byteCount)?.reduce(0) { $0 << 8 | UInt64($1) } }

    mutating func digest() -> Digest256? { take(Digest256.byteCount).flatMap { Digest256(bytes: $0) } }

    mutating func counted() -> [UInt8]? { number(byteCount: 4).flatMap { take(Int($0)) }.map(Array.init) }
}

extension [UInt8] {
    /// Appends the low bytes of a number, the highest first.
    fileprivate mutating func appendNumber(_ number: UInt64, byteCount: Int) {
        for shift in (0..<byteCount).reversed() { append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
    }
}
