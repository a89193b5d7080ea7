/// The few pieces of DER that keys and ECDSA signatures need.
enum DER {
    static let integer: UInt8 = 0x02
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30
    /// The optional parameters and public key of an ECPrivateKey.
    static let firstContext: UInt8 = 0xa0
    static let secondContext: UInt8 = 0xa1

    /// One element of up to 65,535 bytes of content.
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        precondition(content.count < 1 << 16, "an element this long is not written")
        let count = content.count
        if count < 0x80 { return [tag, UInt8(count)] + content }
        if count < 0x100 { return [tag, 0x81, UInt8(count)] + content }
        return [tag, 0x82, UInt8(count >> 8), UInt8(count & 0xff)] + content
    }

    /// An INTEGER from the big-endian bytes of a number that is not negative.
    static func integer(_ magnitude: some Collection<UInt8>) -> [UInt8] {
        var content = Array(magnitude.drop { $0 == 0 })
        if content.isEmpty || content[0] >= 0x80 { content.insert(0, at: 0) }
        return element(integer, content)
    }

    static func integer(_ value: Int) -> [UInt8] {
        integer((0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) })
    }
}

/// A place in DER bytes, and where the element it reads ends.
///
/// It holds positions only, so that secrets are read where they lie.
struct DERCursor {
    private var position: Int
    private let end: Int

    /// Begins at the first of `count` bytes.
    init(count: Int) {
        position = 0
        end = count
    }

    private init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// Whether everything was read.
    var isAtEnd: Bool { position == end }

    /// The bytes that are left.
    var range: Range<Int> { position..<end }

    /// Whether the next element has this tag.
    func isNext(_ tag: UInt8, in bytes: Span<UInt8>) -> Bool {
        position < end && bytes[position] == tag
    }

    /// Steps over the next element and returns its content, or nil when it has another tag or a length that DER
    /// does not allow here.
    mutating func next(_ tag: UInt8, in bytes: Span<UInt8>) -> DERCursor? {
        guard end - position >= 2, bytes[position] == tag else { return nil }
        var start = position + 2
        var count = Int(bytes[position + 1])
        if count >= 0x80 {
            let lengthBytes = count - 0x80
            guard (1...2).contains(lengthBytes), end - start >= lengthBytes else { return nil }
            count = 0
            for index in start..<(start + lengthBytes) { count = count << 8 | Int(bytes[index]) }
            start += lengthBytes
            guard count >= (lengthBytes == 1 ? 0x80 : 0x100) else { return nil }
        }
        guard count <= end - start else { return nil }
        position = start + count
        return DERCursor(start..<position)
    }

    /// Steps over an INTEGER that fits an `Int` and is not negative.
    mutating func nextInteger(in bytes: Span<UInt8>) -> Int? {
        guard let content = next(DER.integer, in: bytes)?.range, (1...8).contains(content.count),
            bytes[content.lowerBound] < 0x80,
            content.count == 1 || bytes[content.lowerBound] != 0 || bytes[content.lowerBound + 1] >= 0x80
        else { return nil }
        return content.reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }

    /// Steps over an element and tells whether its content is exactly `expected`.
    mutating func skip(_ tag: UInt8, _ expected: [UInt8], in bytes: Span<UInt8>) -> Bool {
        guard let content = next(tag, in: bytes)?.range, content.count == expected.count else { return false }
        return zip(content, expected).allSatisfy { bytes[$0] == $1 }
    }
}
