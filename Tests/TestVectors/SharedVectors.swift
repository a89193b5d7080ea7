public import Foundation

/// Published vectors and feeds that stand beside the checkout and are not part of it.
public enum SharedVectors {
    /// The folder: `TOCSIN_SHARED`, or `shared` beside the checkout; nil when it is not there.
    public static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["TOCSIN_SHARED"].map { URL(filePath: $0) }
        return existing(named ?? Checkout.root.deletingLastPathComponent().appending(path: "shared"))
    }()

    /// Whether they are there; says so once when they are not.
    public static let arePresent: Bool = {
        if folder == nil { print("skipped: shared vectors not present") }
        return folder != nil
    }()

    /// A file or folder by its path below the shared folder; nil, and a line that says so, when it is missing.
    public static func url(_ path: String) -> URL? {
        guard let found = folder.flatMap({ existing($0.appending(path: path)) }) else {
            print("skipped: shared vectors not present (\(path))")
            return nil
        }
        return found
    }

    /// The bytes of a file.
    public static func data(_ path: String) throws -> Data {
        guard let url = url(path) else { throw CocoaError(.fileNoSuchFile) }
        return try Data(contentsOf: url)
    }

    /// A file as JSON.
    public static func json<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: data(path))
    }

    /// The files of a folder, by name.
    public static func files(_ path: String) throws -> [URL] {
        guard let url = url(path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}

/// The checkout that the tests were compiled in.
public enum Checkout {
    /// The folder of the package.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The project's own vectors.
    public static let vectors = root.appending(path: "Tests/Vectors")
}
