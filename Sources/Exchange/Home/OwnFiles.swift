internal import Evaluation
internal import Foundation

extension HomePaths {
    /// The home whose own file or folder a path would replace or add to; nil when it is free for results.
    ///
    /// A home's outbox, and names in a home that the node does not use, are free. Links in the path are followed.
    ///
    /// - Parameter path: where a result would go; need not exist.
    public static func home(owning path: String) -> String? {
        let place = URL(filePath: path)
        var folder = place.deletingLastPathComponent().resolvingSymlinksInPath().standardizedFileURL
        var name = place.lastPathComponent
        for _ in 0..<mostFoldersUp {
            let paths = HomePaths(root: folder.path(percentEncoded: false).trimmingSlashes)
            if paths.isThere { return paths.owns(name) ? paths.root : nil }
            name = folder.lastPathComponent
            let parent = folder.deletingLastPathComponent().standardizedFileURL
            guard parent != folder, name != "/" else { return nil }
            folder = parent
        }
        return nil
    }

    private static let mostFoldersUp = 256

    private var isThere: Bool {
        FileManager.default.fileExists(atPath: settings) && FileManager.default.fileExists(atPath: keys)
    }

    private func owns(_ name: String) -> Bool {
        let own = [
            settings, keys, registry, epochs, protectedLists, disclosureProfile, proposals, store, bundles, ledger, witness, run,
            sentStreams, messages, mirrors, EvaluatorPaths(home: root).root,
        ]
        // The database keeps a journal beside itself, under its own name and an ending.
        return own.contains("\(root)/\(name)") || "\(root)/\(name)".hasPrefix(store)
    }
}

extension String {
    fileprivate var trimmingSlashes: String {
        var text = self
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
