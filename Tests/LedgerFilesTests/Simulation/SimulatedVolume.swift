import LedgerFiles

/// One process's view of a simulated disk.
final class SimulatedVolume: LedgerVolume {
    let disk: SimulatedDisk
    private var files: [Int32: SimulatedDisk.Node] = [:]
    private var nextNumber: Int32 = 1
    private var lockNumber: Int32?

    init(_ disk: SimulatedDisk) { self.disk = disk }

    deinit { if disk.lockHolder == ObjectIdentifier(self) { disk.lockHolder = nil } }

    func lock(_ path: String) throws(FileError) -> VolumeFile {
        guard disk.lockHolder == nil else { throw FileError(.locked, action: "lock", path: path) }
        let file = try open(path, access: .secret)
        disk.lockHolder = ObjectIdentifier(self)
        lockNumber = file.number
        return file
    }

    func open(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile {
        if case .file(let node)? = disk.visibleNames[path] { return hold(node, path) }
        return try create(path, access: access)
    }

    func create(_ path: String, access: VolumeAccess) throws(FileError) -> VolumeFile {
        let node = SimulatedDisk.Node(access: access)
        try disk.operate("create", path) { () throws(FileError) in
            try requireDirectory(SimulatedDisk.parent(path))
            try requireRoom(0, path)
            disk.name(.init(added: [(path, .file(node))], directories: [SimulatedDisk.parent(path)]))
        }
        return hold(node, path)
    }

    func isInPlace(_ file: VolumeFile) throws(FileError) -> Bool {
        guard case .file(let node)? = disk.visibleNames[file.path] else { return false }
        return node === files[file.number]
    }

    func write(_ bytes: [UInt8], to file: VolumeFile, at offset: Int) throws(FileError) {
        let node = try node(file)
        try disk.operate("write", file.path) { () throws(FileError) in
            try requireRoom(offset + bytes.count - node.visible.count, file.path)
            disk.change(node, .write(offset: offset, bytes: bytes))
        }
    }

    func cut(_ file: VolumeFile, to length: Int) throws(FileError) {
        let node = try node(file)
        try disk.operate("cut", file.path) { () throws(FileError) in disk.change(node, .cut(length)) }
    }

    func reserve(_ byteCount: Int, for file: VolumeFile) throws(FileError) {
        let node = try node(file)
        try disk.operate("reserve", file.path) { () throws(FileError) in
            try requireRoom(byteCount - node.visible.count, file.path)
            disk.change(node, .cut(byteCount))
        }
    }

    func sync(_ file: VolumeFile) throws(FileError) {
        let node = try node(file)
        try disk.operate("sync", file.path) { () throws(FileError) in disk.sync(node) }
    }

    func close(_ file: VolumeFile) {
        files[file.number] = nil
        if file.number == lockNumber, disk.lockHolder == ObjectIdentifier(self) { disk.lockHolder = nil }
    }

    private func hold(_ node: SimulatedDisk.Node, _ path: String) -> VolumeFile {
        defer { nextNumber += 1 }
        files[nextNumber] = node
        return VolumeFile(number: nextNumber, path: path)
    }

    private func node(_ file: VolumeFile) throws(FileError) -> SimulatedDisk.Node {
        guard let node = files[file.number] else { throw FileError(.notFound, action: "use", path: file.path) }
        return node
    }

    private func requireRoom(_ more: Int, _ path: String) throws(FileError) {
        guard disk.capacityBytes < .max else { return }
        guard more < 0 || disk.usedBytes + more + (more == 0 ? 1 : 0) <= disk.capacityBytes else {
            throw FileError(.noSpace, action: "write", path: path)
        }
    }

    private func requireDirectory(_ path: String) throws(FileError) {
        if path.isEmpty { return }
        guard case .directory? = disk.visibleNames[path] else { throw FileError(.notFound, action: "open", path: path) }
    }
}

extension SimulatedVolume {
    func contents(of path: String, limitBytes: Int) throws(FileError) -> [UInt8]? {
        guard !disk.isDead else { throw FileError(.system(5), action: "read", path: path) }
        guard path != disk.unreadable else { throw FileError(.system(5), action: "read", path: path) }
        if path.hasPrefix("tile/entries/") { disk.bundleReadCount += 1 }
        guard case .file(let node)? = disk.visibleNames[path] else { return nil }
        guard node.visible.count <= limitBytes else {
            throw FileError(.tooLarge(limitBytes: limitBytes), action: "read", path: path)
        }
        return node.visible
    }

    func names(in path: String) throws(FileError) -> [String] {
        disk.visibleNames.keys.filter { SimulatedDisk.parent($0) == path }
            .map { String($0.split(separator: "/").last ?? "") }.sorted()
    }

    func createDirectory(_ path: String, access: VolumeAccess) throws(FileError) {
        try disk.operate("create", path) { () throws(FileError) in
            if disk.visibleNames[path] != nil { return }
            try requireDirectory(SimulatedDisk.parent(path))
            try requireRoom(0, path)
            disk.name(.init(added: [(path, .directory)], directories: [SimulatedDisk.parent(path)]))
        }
    }

    func rename(_ path: String, to other: String) throws(FileError) {
        try disk.operate("name", other) { () throws(FileError) in
            guard disk.visibleNames[path] != nil else { throw FileError(.notFound, action: "name", path: other) }
            try requireDirectory(SimulatedDisk.parent(other))
            let moved = disk.visibleNames.filter { $0.key == path || $0.key.hasPrefix(path + "/") }
            disk.name(
                .init(
                    removed: Array(moved.keys), added: moved.map { (other + $0.key.dropFirst(path.count), $0.value) },
                    directories: [SimulatedDisk.parent(path), SimulatedDisk.parent(other)]))
        }
    }

    func remove(_ path: String) throws(FileError) {
        guard disk.visibleNames[path] != nil else { return }
        try disk.operate("remove", path) { () throws(FileError) in
            guard try names(in: path).isEmpty else { throw FileError(.alreadyExists, action: "remove", path: path) }
            disk.name(.init(removed: [path], directories: [SimulatedDisk.parent(path)]))
        }
    }

    func syncDirectory(_ path: String) throws(FileError) {
        try disk.operate("sync", path) { () throws(FileError) in disk.syncNames(in: path) }
    }
}
