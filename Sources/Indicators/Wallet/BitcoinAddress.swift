/// Addresses of Bitcoin and its relatives: Base58Check of 25 bytes, or a segwit address.
enum BitcoinAddress {
    /// What tells one network's addresses from another's.
    struct Network: Sendable {
        /// Version bytes of pay-to-public-key-hash and pay-to-script-hash.
        let versions: (UInt8, UInt8)
        /// A version byte another currency uses too, with the same text.
        let ambiguousVersion: UInt8?
        /// Version bytes of the test network.
        let testVersions: (UInt8, UInt8)
        /// The prefix of segwit addresses, if there are any.
        let segwitPrefix: StaticString?

        static let bitcoin = Network(
            versions: (0, 5), ambiguousVersion: nil, testVersions: (111, 196), segwitPrefix: "bc")
        static let litecoin = Network(
            versions: (48, 50), ambiguousVersion: 5, testVersions: (111, 58), segwitPrefix: "ltc")
        static let dogecoin = Network(
            versions: (30, 22), ambiguousVersion: nil, testVersions: (113, 196), segwitPrefix: nil)
    }

    /// A version byte and a hash of 20 bytes, before the checksum.
    static let contentCount = 21

    /// The version byte of private keys on the main networks.
    static let privateKeyVersions: [UInt8] = [128, 158, 176]

    /// Appends the address: Base58Check as it is, segwit in lower case.
    static func append(_ text: Span<UInt8>, network: borrowing Network, to output: inout [UInt8]) throws(AddressFault) {
        if let prefix = network.segwitPrefix, SegwitAddress.hasPrefix(text, prefix) {
            return try SegwitAddress.append(text, prefix: prefix, to: &output)
        }
        guard !SegwitAddress.isOnTestNetwork(text) else { throw AddressFault(.testNetwork) }
        let payload: Base58.Payload
        do { payload = try Base58Check.decode(text, alphabet: .bitcoin) } catch { throw AddressFault(error) }
        try check(payload, network: network)
        output.append(copying: text)
    }

    private static func check(_ payload: borrowing Base58.Payload, network: borrowing Network) throws(AddressFault) {
        let version = payload[0]
        guard payload.count == contentCount + Base58Check.checksumCount else {
            throw AddressFault(privateKeyVersions.contains(version) ? .privateKey : .addressLength)
        }
        switch version {
        case network.versions.0, network.versions.1: return
        case network.testVersions.0, network.testVersions.1: throw AddressFault(.testNetwork)
        default: throw AddressFault(version == network.ambiguousVersion ? .ambiguousAddress : .addressVersion)
        }
    }
}
