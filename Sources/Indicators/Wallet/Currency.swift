/// The currencies whose addresses have a canonical form here.
enum Currency: CaseIterable, Sendable {
    case btc, ltc, doge, evm, tron, sol, xrp, xmr

    init?(kind: IndicatorKind) {
        switch kind.name {
        case "btc": self = .btc
        case "ltc": self = .ltc
        case "doge": self = .doge
        case "evm": self = .evm
        case "tron": self = .tron
        case "sol": self = .sol
        case "xrp": self = .xrp
        case "xmr": self = .xmr
        default: return nil
        }
    }

    var kind: IndicatorKind {
        switch self {
        case .btc: .btc
        case .ltc: .ltc
        case .doge: .doge
        case .evm: .evm
        case .tron: .tron
        case .sol: .sol
        case .xrp: .xrp
        case .xmr: .xmr
        }
    }

    /// Appends the canonical form of an address or of the payment URI around it.
    func read(_ input: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) -> WalletForm.Notes {
        guard input.count > 0 else { throw AddressFault(.empty) }
        guard input.count <= WalletForm.longestInput else { throw AddressFault(.tooLong) }
        let range = try PaymentURI.addressRange(in: input, of: self)
        return try readAddress(input.extracting(range), to: &output)
    }

    private func readAddress(_ address: Span<UInt8>, to output: inout [UInt8]) throws(AddressFault) -> WalletForm.Notes {
        var notes = WalletForm.Notes()
        switch self {
        case .btc: try BitcoinAddress.append(address, network: .bitcoin, to: &output)
        case .ltc: try BitcoinAddress.append(address, network: .litecoin, to: &output)
        case .doge: try BitcoinAddress.append(address, network: .dogecoin, to: &output)
        case .evm: notes.isChecksummed = try EthereumAddress.append(address, to: &output)
        case .tron: notes.isChecksummed = try TronAddress.append(address, to: &output)
        case .sol:
            try SolanaAddress.append(address, to: &output)
            notes.isChecksummed = false
        case .xrp: try RippleAddress.append(address, to: &output)
        case .xmr: notes.paymentID = try MoneroAddress.append(address, to: &output)
        }
        return notes
    }
}

extension [UInt8] {
    /// Appends the bytes of a span.
    mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
