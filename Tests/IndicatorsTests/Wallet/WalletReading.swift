import Foundation
import Indicators
import TestVectors

/// The canonical form of a text, for tests.
func walletForm(_ text: String, _ kind: IndicatorKind) throws(IndicatorError) -> String {
    var output: [UInt8] = []
    try WalletForm.appendCanonical(of: Array(text.utf8).span, kind: kind, to: &output)
    return String(decoding: output, as: UTF8.self)
}

/// The reason a text is refused, nil when it is not.
func walletRefusal(_ bytes: [UInt8], _ kind: IndicatorKind) -> IndicatorError.Reason? {
    var output = Array("kept".utf8)
    do throws(IndicatorError) {
        try WalletForm.appendCanonical(of: bytes.span, kind: kind, to: &output)
        return nil
    } catch {
        return output == Array("kept".utf8) ? error.reason : nil
    }
}

/// Bytes written in hexadecimal.
func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.utf8.map { UInt8($0 > 57 ? $0 - 87 : $0 - 48) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// The cases of Tests/Vectors/wallets/addresses.json.
struct WalletVector: Decodable, Sendable {
    let kind: String
    let input: String
    let canonical: String?
    let paymentID: String?
    let reason: String?

    static let all: [WalletVector] = {
        let folder = Checkout.vectors.appending(path: "wallets")
        guard let data = try? Data(contentsOf: folder.appending(path: "addresses.json")) else { return [] }
        return (try? JSONDecoder().decode([WalletVector].self, from: data)) ?? []
    }()

    static let good = all.filter { $0.canonical != nil }
}
