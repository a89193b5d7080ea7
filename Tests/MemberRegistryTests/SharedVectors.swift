import Foundation

/// Published vectors that stand beside the repository and are not part of it.
enum SharedVectors {
    /// The folder, when it is there: `TOCSIN_SHARED`, or `shared` beside the package.
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

    /// Whether they are there; says so once when they are not.
    static let arePresent: Bool = {
        if folder == nil { print("skipped: shared vectors not present") }
        return folder != nil
    }()

    /// The files of one folder of vectors, by name.
    static func files(_ path: String) throws -> [URL] {
        guard let folder else { return [] }
        let place = folder.appending(path: "vectors").appending(path: path)
        return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func existing(_ folder: URL) -> URL? {
        FileManager.default.fileExists(atPath: folder.appending(path: "vectors").path) ? folder : nil
    }
}
