/// The salted leaves of the cells of one row, which are computed together, two at a time.
///
/// A leaf is that of ``TreeHash/leaf(salt:_:)``. The memory is that of the longest row so far.
public struct LeafRow: Sendable {
    /// The padded messages one after the other; more than what is in use.
    private var blocks: [UInt8] = []
    private var used = 0
    /// One for each cell, and some of longer rows before.
    private var messages: [Message] = []
    private var states: [SHA256.Words] = []
    private var count = 0

    /// A row without cells.
    public init() {}

    /// Begins another row.
    public mutating func removeAll() {
        used = 0
        count = 0
    }

    /// Appends a cell with a value: `00 ‖ salt ‖ 01 ‖ value`.
    @inline(__always)
    public mutating func append(salt: Digest256, value: Span<UInt8>) {
        append(salt, 1, value)
    }

    /// Appends a cell without one: `00 ‖ salt ‖ 00`.
    public mutating func appendAbsent(salt: Digest256) {
        append(salt, 0, Span())
    }

    private mutating func append(_ salt: Digest256, _ presence: UInt8, _ value: Span<UInt8>) {
        let byteCount = Self.prefixByteCount + value.count
        let message = Message(start: used, end: used + ShortMessage.paddedByteCount(of: byteCount))
        used = message.end
        if used > blocks.count { blocks.append(contentsOf: repeatElement(0, count: used - blocks.count)) }
        unsafe blocks.withUnsafeMutableBytes { blocks in
            guard let base = blocks.baseAddress else { return }
            let start = unsafe base + message.start
            unsafe ShortMessage.pad(start, count: byteCount)
            unsafe start.storeBytes(of: 0, as: UInt8.self)
            unsafe start.store(salt, at: 1)
            unsafe start.storeBytes(of: presence, toByteOffset: Self.prefixByteCount - 1, as: UInt8.self)
            unsafe value.withUnsafeBytes { unsafe start.copy($0, to: Self.prefixByteCount) }
        }
        add(message)
    }

    @inline(__always)
    private mutating func add(_ message: Message) {
        defer { count += 1 }
        guard count < messages.count else {
            messages.append(message)
            states.append(SHA256.initialWords)
            return
        }
        messages[count] = message
        states[count] = SHA256.initialWords
    }

    /// Computes the leaves of all cells appended.
    public mutating func hash() {
        hash(inLanes: PairedCompression.isAvailable)
    }

    /// The leaf of a cell by its place in the row, once ``hash()`` has computed it.
    public subscript(place: Int) -> Digest256 {
        precondition(place < count, "a cell of this row")
        return Digest256(words: states[place])
    }

    /// Two messages advance together until one ends; the next one takes its place.
    package mutating func hash(inLanes: Bool) {
        unsafe blocks.withUnsafeBytes { blocks in
            unsafe states.withUnsafeMutableBufferPointer { states in
                guard let blocks = blocks.baseAddress, let states = states.baseAddress else { return }
                let messages = messages[..<count]
                var first = Lane(at: 0, of: messages)
                var second = Lane(at: 1, of: messages)
                var next = 2
                while first.rest > 0, second.rest > 0 {
                    let count = min(first.rest, second.rest)
                    unsafe PairedCompression.compress(
                        states + first.place, blocks + first.offset, states + second.place, blocks + second.offset,
                        blocks: count / SHA256.blockByteCount, inLanes: inLanes)
                    first.advance(by: count, in: messages, next: &next)
                    second.advance(by: count, in: messages, next: &next)
                }
                let left = first.rest > 0 ? first : second
                guard left.rest > 0 else { return }
                let state = unsafe states + left.place
                unsafe state.pointee = ShortMessage.chain(
                    blocks + left.offset, byteCount: left.rest, after: state.pointee)
            }
        }
    }

    /// `00`, the salt, and whether there is a value.
    private static let prefixByteCount = 2 + Digest256.byteCount

    /// Where a padded message stands.
    private struct Message {
        let start: Int
        let end: Int
    }

    /// A message on its way.
    private struct Lane {
        var place: Int
        var offset = 0
        var rest = 0

        @inline(__always)
        init(at place: Int, of messages: ArraySlice<Message>) {
            self.place = place
            guard place < messages.count else { return }
            offset = messages[place].start
            rest = messages[place].end - offset
        }

        @inline(__always)
        mutating func advance(by byteCount: Int, in messages: ArraySlice<Message>, next: inout Int) {
            offset += byteCount
            rest -= byteCount
            guard rest == 0 else { return }
            self = Lane(at: next, of: messages)
            next += 1
        }
    }
}
