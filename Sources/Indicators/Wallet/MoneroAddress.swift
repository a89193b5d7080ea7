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
        var payload: MoneroBase58.Payload
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
            let paymentID = Hex.encode(payload.buffer.span.extracting(contentCount..<contentCount + paymentIDCount))
            appendReduced(&payload, to: &output)
            return paymentID
        case standard, subaddress, integrated: throw AddressFault(.addressLength)
        default: throw AddressFault(testNetworks.contains(payload.buffer[0]) ? .testNetwork : .addressVersion)
        }
    }

    /// Appends the standard address whose keys an integrated one holds, made in its own buffer.
    private static func appendReduced(_ payload: inout MoneroBase58.Payload, to output: inout [UInt8]) {
        payload.buffer[0] = standard
        let hash = Keccak256.hash(payload.buffer.span.extracting(..<contentCount))
        for index in 0..<checksumCount { payload.buffer[contentCount + index] = Keccak256.byte(index, of: hash) }
        MoneroBase58.append(payload.buffer.span.extracting(..<(contentCount + checksumCount)), to: &output)
    }
}
