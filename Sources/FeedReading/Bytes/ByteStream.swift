internal import Glibc

/// A window over a feed that slides forward: bytes are read in chunks and looked at in place.
///
/// The window grows only as far as a reader asks it to with ``fill()``, and readers stop at a named limit.
struct ByteStream: ~Copyable {
    private let supply: any ByteSupply
    let name: String
    private let feedBytes: Int
    /// The window; only `start..<end` holds bytes of the feed.
    private(set) var storage: [UInt8]
    private(set) var start = 0
    private(set) var end = 0
    private var heldEnd = 0
    private var isFenced = false
    /// Whether the window reaches to the end of the feed.
    private(set) var isEnded = false
    private var offsetOfStorage = 0

    init(_ supply: any ByteSupply, name: String, limits: FeedLimits) {
        self.supply = supply
        self.name = name
        self.feedBytes = limits.feedBytes
        self.storage = [UInt8](repeating: 0, count: max(limits.chunkBytes, 1))
    }

    /// How many bytes are in the window.
    var count: Int { end - start }

    /// How many bytes of the feed lie before the window.
    var offset: Int { offsetOfStorage + start }

    /// Moves the start of the window forward.
    mutating func consume(_ count: Int) {
        start += count
    }

    /// Moves the start of the window to a place in the storage.
    mutating func move(to place: Int) {
        start = place
    }

    /// Reads more bytes to the end of the window and says whether there were any.
    ///
    /// Places in the storage change; only distances from ``start`` stay.
    mutating func fill() throws(FeedError) -> Bool {
        guard !isEnded, !isFenced else { return false }
        makeRoom()
        let (first, source) = (end, supply)
        let added = try unsafe storage.withUnsafeMutableBufferPointer { (bytes) throws(FeedError) in
            unsafe try source.supply(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[first...])))
        }
        end += added
        isEnded = added == 0
        guard offsetOfStorage + end <= feedBytes else {
            throw FeedError(.feedTooLarge(limit: feedBytes), source: name)
        }
        return added > 0
    }

    /// Whether the window holds a byte, once more are read if it has none.
    mutating func hasByte() throws(FeedError) -> Bool {
        if count > 0 { return true }
        return try fill()
    }

    /// Whether the window begins with an ASCII text.
    func begins(with text: StaticString) -> Bool {
        storage.span.extracting(start..<end).hasText(text)
    }

    /// How far from the start of the window a byte first stands.
    func distance(to byte: UInt8) -> Int? {
        storage.span.extracting(start..<end).firstIndex(of: byte)
    }

    /// Moves behind white space, of which line feeds are counted, and gives the byte that follows without taking it.
    mutating func skipWhiteSpace(lineFeeds: inout Int) -> UInt8? {
        while start < end {
            let byte = storage[start]
            if byte == Byte.lineFeed {
                lineFeeds += 1
            } else if byte != Byte.space, byte != Byte.tab, byte != Byte.carriageReturn {
                return byte
            }
            start += 1
        }
        return nil
    }

    /// Reads until the window holds so many bytes, or all that are left.
    mutating func fill(to wanted: Int) throws(FeedError) {
        while count < wanted, try fill() {}
    }

    /// Hides what lies behind a place until ``unfence()``, as if the feed ended there.
    mutating func fence(at place: Int) {
        heldEnd = end
        end = place
        isFenced = true
    }

    /// Shows again what lies behind the fence.
    mutating func unfence() {
        end = heldEnd
        isFenced = false
    }

    private mutating func makeRoom() {
        if start > 0 {
            let (first, length) = (start, end - start)
            unsafe storage.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress, length > 0 else { return }
                unsafe memmove(base, base + first, length)
            }
            offsetOfStorage += start
            start = 0
            end = length
        }
        if end == storage.count { storage.append(contentsOf: repeatElement(0, count: storage.count)) }
    }
}

/// What the next line of a feed is.
enum LineStep {
    /// A line, as a range of the stream's storage that holds until the stream is filled again.
    case line(Range<Int>)
    /// A line over the limit, which was passed over.
    case tooLong
    /// No line is left.
    case end
}

extension ByteStream {
    /// Takes the next line, without its line feed and the carriage return before it.
    mutating func nextLine(limit: Int) throws(FeedError) -> LineStep {
        var searched = 0
        while true {
            if let place = storage.span.extracting(0..<end).firstIndex(of: Byte.lineFeed, from: start + searched) {
                let range = contents(upTo: place)
                start = place + 1
                return range.count > limit ? .tooLong : .line(range)
            }
            searched = count
            if searched > limit + 1 {
                try skipLine()
                return .tooLong
            }
            guard try fill() else { return lastLine(limit: limit) }
        }
    }

    /// Moves behind the next line feed.
    mutating func skipLine() throws(FeedError) {
        repeat {
            if let place = storage.span.extracting(0..<end).firstIndex(of: Byte.lineFeed, from: start) {
                start = place + 1
                return
            }
            start = end
        } while try fill()
    }

    private mutating func lastLine(limit: Int) -> LineStep {
        guard count > 0 else { return .end }
        let range = contents(upTo: end)
        start = end
        return range.count > limit ? .tooLong : .line(range)
    }

    private func contents(upTo place: Int) -> Range<Int> {
        place > start && storage[place - 1] == Byte.carriageReturn ? start..<place - 1 : start..<place
    }
}
