import Foundation
import Indicators
import TestVectors

/// The canonical form of a text, or the reason why there is none.
func reading(_ text: String, _ kind: IndicatorKind) -> Result<String, IndicatorError> {
    reading(Array(text.utf8), kind)
}

/// The canonical form of bytes, or the reason why there is none; a refusal must leave the output as it was.
func reading(_ bytes: [UInt8], _ kind: IndicatorKind) -> Result<String, IndicatorError> {
    var output = Array("kept".utf8)
    do throws(IndicatorError) {
        try Canonicaliser.appendCanonical(of: bytes.span, kind: kind, to: &output)
        return .success(String(decoding: output.dropFirst(4), as: UTF8.self))
    } catch {
        precondition(output == Array("kept".utf8))
        return .failure(error)
    }
}

extension Result where Success == String, Failure == IndicatorError {
    var form: String? { try? get() }

    var reason: IndicatorError.Reason? {
        guard case .failure(let error) = self else { return nil }
        return error.reason
    }
}

/// How much longer the laws are tested when `TOCSIN_FULL` asks for the full run.
let effort = ProcessInfo.processInfo.environment["TOCSIN_FULL"] == nil ? 1 : 50

/// The files under Tests/Vectors and schemas.
enum OwnVectors {
    static func json<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        return try JSONDecoder().decode(type, from: Data(contentsOf: Checkout.root.appending(path: path)))
    }
}
