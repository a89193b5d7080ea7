import Foundation

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

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
