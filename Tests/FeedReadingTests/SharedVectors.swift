import Foundation

/// Finds vectors and feeds that lie beside the checkout and are not part of it.
enum SharedVectors {
    /// The folder, from TOCSIN_SHARED or beside the package; nil when there is none.
    static let root: URL? = {
        if let path = ProcessInfo.processInfo.environment["TOCSIN_SHARED"] { return existing(URL(filePath: path)) }
        return existing(package.deletingLastPathComponent().appending(path: "shared"))
    }()

    /// The folder of the package this test was compiled in.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A folder or file of the shared ones; prints a line when it is missing.
    static func url(_ path: String) -> URL? {
        guard let found = root.flatMap({ existing($0.appending(path: path)) }) else {
            print("skipped: shared vectors not present (\(path))")
            return nil
        }
        return found
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
