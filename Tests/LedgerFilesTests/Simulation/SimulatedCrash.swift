import LedgerFiles

extension SimulatedDisk {
    /// Cuts the power: each change that was not synced is there afterwards or not, and of a write any part of it.
    func crash(using generator: inout some RandomNumberGenerator) {
        let odds = [0, 1, 2, 4].randomElement(using: &generator) ?? 2
        func survives() -> Bool { Int.random(in: 0..<4, using: &generator) < odds }
        for change in pendingNames where survives() { Self.apply(change, to: &durableNames) }
        pendingNames = []
        for (path, entry) in durableNames {
            guard hasParents(path) else {
                durableNames[path] = nil
                continue
            }
            guard case .file(let node) = entry else { continue }
            for change in node.pending.flatMap({ Self.pieces(of: $0, using: &generator) }) where survives() {
                Node.apply(change, to: &node.durable)
            }
            node.visible = node.durable
            node.pending = []
        }
        visibleNames = durableNames
        restart()
    }

    /// Ends the process but not the machine: everything that was written is still there.
    func restart() {
        lockHolder = nil
        isDead = false
        fault = .none
    }

    /// A copy of what programs see, as of a copied directory.
    func copy() -> SimulatedDisk {
        let other = SimulatedDisk()
        for (path, entry) in visibleNames {
            switch entry {
            case .directory: other.durableNames[path] = .directory
            case .file(let node):
                let twin = Node(access: node.access)
                (twin.durable, twin.visible) = (node.visible, node.visible)
                other.durableNames[path] = .file(twin)
            }
        }
        other.visibleNames = other.durableNames
        return other
    }

    private func hasParents(_ path: String) -> Bool {
        let parent = Self.parent(path)
        return parent.isEmpty || durableNames[parent] != nil && hasParents(parent)
    }

    private static func pieces(of change: Node.Change, using generator: inout some RandomNumberGenerator) -> [Node.Change] {
        guard case .write(let offset, let bytes) = change else { return [change] }
        var pieces: [Node.Change] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...512, using: &generator))
            pieces.append(.write(offset: offset + start, bytes: Array(bytes[start..<end])))
            start = end
        }
        return pieces
    }
}
