/// Addresses of the XRP Ledger: `r…`, `r…?dt=N`, or an X-address that packs both.
enum RippleAddress {
    /// A zero byte and the account of 20 bytes, before the checksum.
    static let contentCount = 21

    /// Two prefix bytes, the account, a flag and eight bytes of tag.
    static let packedContentCount = 31

    /// Appends the classic address, with its destination tag where there is one.
    static func append(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) {
        let end = questionMark(in: text)
        let payload: Base58.Payload
        do {
            payload = try Base58Check.decode(text.extracting(..<end), alphabet: .ripple)
        } catch { throw AddressFault(error) }
        if payload.count == packedContentCount + Base58Check.checksumCount {
            guard end == text.count else { throw AddressFault(.destinationTag) }
            return try appendUnpacked(payload, to: &output)
        }
        guard payload.count == contentCount + Base58Check.checksumCount else { throw AddressFault(.addressLength) }
        guard payload[0] == 0 else { throw AddressFault(.addressVersion) }
        if end < text.count { try checkTag(text.extracting(end...)) }
        output.append(copying: text)
    }

    private static func questionMark(in text: Span<UInt8>) -> Int {
        for index in text.indices where text[index] == UInt8(ascii: "?") { return index }
        return text.count
    }

    /// `?dt=` and a number below 2^32 in its only decimal form.
    private static func checkTag(_ text: Span<UInt8>) throws(AddressFault) {
        guard (5...14).contains(text.count), text[1] == UInt8(ascii: "d"), text[2] == UInt8(ascii: "t"),
            text[3] == UInt8(ascii: "=")
        else { throw AddressFault(.destinationTag) }
        var tag: UInt64 = 0
        for index in 4..<text.count {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { throw AddressFault(.destinationTag) }
            tag = tag * 10 + UInt64(text[index] - UInt8(ascii: "0"))
        }
        guard tag <= UInt64(UInt32.max), text.count == 5 || text[4] != UInt8(ascii: "0") else {
            throw AddressFault(.destinationTag)
        }
    }

    private static func appendUnpacked(_ payload: borrowing Base58.Payload, to output: inout [UInt8]) throws(AddressFault) {
        switch (payload[0], payload[1]) {
        case (0x05, 0x44): break
        case (0x04, 0x93): throw AddressFault(.testNetwork)
        default: throw AddressFault(.addressVersion)
        }
        let tag = try packedTag(payload)
        var content = InlineArray<21, UInt8>(repeating: 0)
        for index in 1..<contentCount { content[index] = payload[index + 1] }
        Base58Check.append(content.span, alphabet: .ripple, to: &output)
        if let tag { output.append(contentsOf: "?dt=\(tag)".utf8) }
    }

    /// The tag of an X-address: flag 0 none, flag 1 four bytes; all bytes that say nothing must be zero.
    private static func packedTag(_ payload: borrowing Base58.Payload) throws(AddressFault) -> UInt32? {
        var tag: UInt64 = 0
        for index in 0..<8 { tag |= UInt64(payload[23 + index]) << UInt64(index * 8) }
        switch payload[22] {
        case 0 where tag == 0: return nil
        case 1 where tag <= UInt64(UInt32.max): return UInt32(tag)
        default: throw AddressFault(.destinationTag)
        }
    }
}
