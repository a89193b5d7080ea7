internal import Foundation
internal import LedgerFiles

/// A place in which something is being made: what was there before stays when that fails.
struct NewPlace {
    private let path: String
    /// Nothing when the directory itself is new.
    private let before: Set<String>?

    /// Looks at what is there.
    ///
    /// - Throws: `FileError`.
    init(_ path: String) throws(FileError) {
        self.path = path
        before = Directory.exists(path) ? Set(try Directory.names(in: path)) : nil
    }

    /// Takes away what came since.
    func clear() {
        guard let before else {
            try? FileManager.default.removeItem(atPath: path)
            return
        }
        for name in (try? Directory.names(in: path)) ?? [] where !before.contains(name) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }
}
