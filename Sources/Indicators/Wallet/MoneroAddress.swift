import CanonicalCoding

/// Addresses of Monero: a network byte, two public keys, for integrated ones a payment id, four bytes of Keccak-256.
enum MoneroAddress {
    private static let standard: UInt8 = 18
    private static let integrated: UInt8 = 19
    private static let subaddress: UInt8 = 42
    private static let testNetworks: [UInt8] = [53, 54, 63, 24, 25, 36]

    /// The network byte and both keys.
    static let contentCount = 65
    static let paymentIDCount = 8
    static let checksumCount = 4

    /// Appends the standard or subaddress form and returns the payment id of an integrated address.
    static func append(_ text: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) -> String? {
        let payload: MoneroBase58.Payload
        do { payload = try MoneroBase58.decode(text) } catch { throw AddressFault(error) }
        guard payload.count > checksumCount else { throw AddressFault(.addressLength) }
        let end = payload.count - checksumCount
        let hash = Keccak256.hash(payload.buffer.span.extracting(..<end))
        for index in 0..<checksumCount where payload.buffer[end + index] != Keccak256.byte(index, of: hash) {
            throw AddressFault(.addressChecksum)
        }
        switch payload.buffer[0] {
        case standard where end == contentCount, subaddress where end == contentCount:
            output.append(copying: text)
            return nil
        case integrated where end == contentCount + paymentIDCount:
            appendReduced(payload, to: &output)
            return Hex.encode(payload.buffer.span.extracting(contentCount..<contentCount + paymentIDCount))
        case standard, subaddress, integrated: throw AddressFault(.addressLength)
        default: throw AddressFault(testNetworks.contains(payload.buffer[0]) ? .testNetwork : .addressVersion)
        }
    }

    /// The standard address whose keys an integrated one holds.
    private static func appendReduced(_ payload: borrowing MoneroBase58.Payload, to output: inout [UInt8]) {
        var content = InlineArray<69, UInt8>(repeating: 0)
        content[0] = standard
        for index in 1..<contentCount { content[index] = payload.buffer[index] }
        let hash = Keccak256.hash(content.span.extracting(..<contentCount))
        for index in 0..<checksumCount { content[contentCount + index] = Keccak256.byte(index, of: hash) }
        MoneroBase58.append(content.span, to: &output)
    }
}
