/// The canonical form of an address of a crypto-currency, main networks only.
///
/// Nothing is trimmed or repaired: a blank, a missing character or a wrong one gives an error. A payment URI of the
/// currency's own scheme (`bitcoin:…`) is read as the address in it.
public enum WalletForm {
    /// What reading an address found besides its canonical form.
    public struct Notes: Sendable, Hashable {
        /// The payment id of an integrated Monero address, 16 hexadecimal digits.
        public var paymentID: String?
        /// Whether a checksum stands behind the address; without one a typing error passes unnoticed.
        public var isChecksummed = true
    }

    /// Appends the canonical form of `input`; on an error nothing is appended.
    ///
    /// - Throws: ``IndicatorError``; `unknownKind` when `kind` is no wallet kind.
    public static func appendCanonical(
        of input: Span<UInt8>, kind: IndicatorKind, to output: inout [UInt8]
    ) throws(IndicatorError) {
        _ = try read(input, kind: kind, to: &output)
    }

    /// Appends the canonical form of `input` and returns what else it says; on an error nothing is appended.
    ///
    /// - Throws: ``IndicatorError``; `unknownKind` when `kind` is no wallet kind.
    @discardableResult
    public static func read(
        _ input: Span<UInt8>, kind: IndicatorKind, to output: inout [UInt8]
    ) throws(IndicatorError) -> Notes {
        guard let currency = Currency(kind: kind) else {
            throw IndicatorError(.unknownKind, byteCount: input.count)
        }
        let before = output.count
        do throws(AddressFault) {
            return try currency.read(input, to: &output)
        } catch {
            output.removeSubrange(before...)
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    /// The most bytes of any address; longer input is refused unread.
    public static let longestInput = 1024
}

/// A rule an address broke, before the length of the whole text is known.
struct AddressFault: Error {
    let reason: IndicatorError.Reason

    init(_ reason: IndicatorError.Reason) { self.reason = reason }

    init(_ error: Base58Error) {
        switch error {
        case .character: reason = .forbiddenInAddress
        case .length: reason = .addressLength
        case .checksum: reason = .addressChecksum
        }
    }
}
