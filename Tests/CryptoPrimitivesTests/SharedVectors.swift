import Foundation
import Testing

/// The vectors that several projects share, which lie beside this package and are not part of it.
enum SharedVectors {
    /// The folder, or nil when it is not there.
    static let folder: URL? = {
        if let path = ProcessInfo.processInfo.environment["TOCSIN_SHARED"] {
            return existing(URL(filePath: path).appending(path: "vectors"))
        }
        var directory = URL(filePath: #filePath).deletingLastPathComponent()
        while directory.path != "/" {
            if FileManager.default.fileExists(atPath: directory.appending(path: "Package.swift").path) {
                return existing(directory.deletingLastPathComponent().appending(path: "shared/vectors"))
            }
            directory.deleteLastPathComponent()
        }
        return nil
    }()

    /// Whether they are there; says so once when they are not.
    static let arePresent: Bool = {
        if folder == nil { print("skipped: shared vectors not present") }
        return folder != nil
    }()

    /// One file as JSON.
    static func json<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
        let folder = try #require(folder)
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: path)))
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}

/// Bytes written as hexadecimal digits in a JSON file.
struct HexBytes: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        bytes = try #require(fromHexadecimal(text))
    }
}

/// The bytes of pairs of hexadecimal digits.
func fromHexadecimal(_ text: String) -> [UInt8]? {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// Pairs of lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
