import LedgerFiles

/// A disk in memory that loses what was not synced: after a crash any subset of the unsynced bytes and names is there.
final class SimulatedDisk {
    /// What a file holds: what is safe, what programs see, and the changes between the two.
    final class Node {
        enum Change {
            case write(offset: Int, bytes: [UInt8])
            case cut(Int)
        }

        let access: VolumeAccess
        var durable: [UInt8] = []
        var visible: [UInt8] = []
        var pending: [Change] = []

        init(access: VolumeAccess) { self.access = access }

        static func apply(_ change: Change, to bytes: inout [UInt8]) {
            switch change {
            case .cut(let length):
                if length < bytes.count { bytes.removeLast(bytes.count - length) }
                bytes += [UInt8](repeating: 0, count: max(0, length - bytes.count))
            case .write(let offset, let new):
                let missing = offset + new.count - bytes.count
                if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) }
                bytes.replaceSubrange(offset..<offset + new.count, with: new)
            }
        }
    }

    enum Entry {
        case file(Node)
        case directory
    }

    /// A change of names, whole or not there at all.
    struct NameChange {
        var removed: [String] = []
        var added: [(path: String, entry: Entry)] = []
        /// The directories whose sync makes it last.
        let directories: Set<String>
    }

    var visibleNames: [String: Entry] = [:]
    var durableNames: [String: Entry] = [:]
    var pendingNames: [NameChange] = []
    var fault = DiskFault.none
    /// The one file that cannot be read.
    var unreadable: String?
    /// Operations that change something, so far.
    private(set) var operationCount = 0
    /// How often a bundle of entries was read.
    var bundleReadCount = 0
    var isDead = false
    /// The whole capacity; reserved room counts.
    var capacityBytes = Int.max
    var lockHolder: ObjectIdentifier?

    static func parent(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    var usedBytes: Int {
        visibleNames.values.reduce(0) { sum, entry in if case .file(let node) = entry { sum + node.visible.count } else { sum } }
    }

    /// Runs an operation, or the fault that is due at it.
    func operate(_ action: String, _ path: String, _ body: () throws(FileError) -> Void) throws(FileError) {
        guard !isDead else { throw FileError(.system(5), action: action, path: path) }
        operationCount += 1
        switch fault.kind(at: operationCount) {
        case nil: try body()
        case .kill:
            isDead = true
            throw FileError(.system(5), action: action, path: path)
        case .fail(let reason, let isDone):
            if isDone { try body() }
            throw FileError(reason, action: action, path: path)
        }
    }

    func change(_ node: Node, _ change: Node.Change) {
        Node.apply(change, to: &node.visible)
        node.pending.append(change)
    }

    func sync(_ node: Node) {
        node.durable = node.visible
        node.pending = []
    }

    func name(_ change: NameChange) {
        Self.apply(change, to: &visibleNames)
        pendingNames.append(change)
    }

    func syncNames(in directory: String) {
        for change in pendingNames where change.directories.contains(directory) { Self.apply(change, to: &durableNames) }
        pendingNames.removeAll { $0.directories.contains(directory) }
    }

    static func apply(_ change: NameChange, to names: inout [String: Entry]) {
        for path in change.removed { names[path] = nil }
        for (path, entry) in change.added { names[path] = entry }
    }
}
