import Foundation

/// Vectors and feeds that stand next to the checkout and are not part of it.
enum SharedVectors {
    /// The folder, or nil when this checkout stands alone.
    static let folder: URL? = {
        if let path = ProcessInfo.processInfo.environment["TOCSIN_SHARED"] { return existing(URL(filePath: path)) }
        var place = URL(filePath: #filePath)
        while place.path != "/" {
            place.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: place.appending(path: "Package.swift").path) {
                return existing(place.deletingLastPathComponent().appending(path: "shared"))
            }
        }
        return nil
    }()

    /// Whether the folder is there; says so once when it is not.
    static let arePresent: Bool = {
        if folder == nil { print("skipped: shared vectors not present") }
        return folder != nil
    }()

    /// The bytes of a file of the folder.
    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: (folder ?? URL(filePath: "/nowhere")).appending(path: path))
    }

    /// A file of the folder as JSON.
    static func json<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: data(path))
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
