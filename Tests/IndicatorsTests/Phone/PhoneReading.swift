import Foundation
import Indicators
import TestVectors

/// The canonical form of a text, for tests.
func phoneForm(_ text: String, _ region: String? = nil) throws(IndicatorError) -> String {
    var output: [UInt8] = []
    try PhoneForm.appendCanonical(of: Array(text.utf8).span, region: region.flatMap { RegionCode($0) }, to: &output)
    return String(decoding: output, as: UTF8.self)
}

/// The reason bytes are refused, nil when they are not; a refusal must leave the output alone.
func phoneRefusal(_ bytes: [UInt8], _ region: String? = nil) -> IndicatorError.Reason? {
    var output = Array("kept".utf8)
    do throws(IndicatorError) {
        try PhoneForm.appendCanonical(of: bytes.span, region: region.flatMap { RegionCode($0) }, to: &output)
        return nil
    } catch {
        return output == Array("kept".utf8) ? error.reason : nil
    }
}

/// The cases of Tests/Vectors/phone/numbers.json.
struct PhoneVector: Decodable, Sendable {
    let input: String
    let region: String?
    let canonical: String?
    let reason: String?

    static let all: [PhoneVector] = phoneVectors("numbers.json")
}

/// The cases of Tests/Vectors/phone/ranges.json.
struct PhoneRangeVector: Decodable, Sendable {
    let input: String
    let region: String?
    let canonical: String?
    /// The least and the greatest number of digits.
    let length: [Int]?
    let reason: String?

    static let all: [PhoneRangeVector] = phoneVectors("ranges.json")
}

private func phoneVectors<Vector: Decodable>(_ file: String) -> [Vector] {
    let folder = Checkout.vectors.appending(path: "phone")
    guard let data = try? Data(contentsOf: folder.appending(path: file)) else { return [] }
    return (try? JSONDecoder().decode([Vector].self, from: data)) ?? []
}
