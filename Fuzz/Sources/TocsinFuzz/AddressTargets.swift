import CanonicalCoding
import Indicators

extension FuzzTarget {
    /// Wallet forms of every kind: idempotent, ASCII, nothing appended on refusal, guesses that hold.
    static let wallet = FuzzTarget("wallet") { (bytes) throws(BrokenProperty) in
        for kind in IndicatorKind.wallets {
            try requireIdempotence(of: bytes, as: kind.name) { (input, output) throws(IndicatorError) in
                try WalletForm.appendCanonical(of: input.span, kind: kind, to: &output)
            }
        }
        guard let guess = WalletForm.guess(bytes.span) else { return }
        var output: [UInt8] = []
        let isRead = (try? WalletForm.appendCanonical(of: bytes.span, kind: guess, to: &output)) != nil
        try require(isRead && guess.isWallet, "a guess that does not hold: \(guess)")
    }

    static let iban = FuzzTarget("iban") { (bytes) throws(BrokenProperty) in
        try requireIdempotence(of: bytes, as: "iban") { (input, output) throws(IndicatorError) in
            try IBANForm.appendCanonical(of: input.span, to: &output)
        }
    }

    /// Bech32 strings: encoding gives the lower-case string back.
    static let bech32 = FuzzTarget("bech32") { (bytes) throws(BrokenProperty) in
        guard let decoded = try? Bech32.decode(bytes.span, lengthLimit: 1024) else { return }
        let text = Bech32.encode(
            humanReadablePart: decoded.humanReadablePart, values: decoded.values, variant: decoded.variant)
        let lower = bytes.map { (65...90).contains($0) ? $0 | 32 : $0 }
        try require(Array(text.utf8) == lower, "encoding gives another string")
        guard let content = try? Bech32.bytes(ofValues: decoded.values) else { return }
        try require(Bech32.values(of: content) == decoded.values, "regrouping gives other values")
    }
}

/// A canonical form gives itself, is not empty, and is appended whole or not at all.
func requireIdempotence(
    of bytes: [UInt8], as name: String, _ append: ([UInt8], inout [UInt8]) throws(IndicatorError) -> Void
) throws(BrokenProperty) {
    let before = Array("before ".utf8)
    var output = before
    do throws(IndicatorError) {
        try append(bytes, &output)
    } catch {
        try require(output == before, "\(name): bytes were appended in spite of a refusal")
        try require(!error.description.isEmpty, "\(name): a refusal without words")
        return
    }
    try require(output.starts(with: before) && output.count > before.count, "\(name): an empty form")
    let form = Array(output.dropFirst(before.count))
    var again: [UInt8] = []
    do throws(IndicatorError) {
        try append(form, &again)
    } catch {
        throw BrokenProperty("\(name): the canonical form is refused (\(error.reason.rawValue)): \(shown(form))")
    }
    try require(again == form, "\(name): not idempotent: \(shown(form)) became \(shown(again))")
}

/// Bytes as text for the report of a finding.
func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }
