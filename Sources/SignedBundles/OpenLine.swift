internal import CanonicalCoding
internal import CryptoPrimitives

/// A line `{"open":{"col":…,"cover":[…],"hide":[…]}}`, read as far as it can be judged alone.
struct OpenLine {
    /// The name of the column.
    let column: [UInt8]
    /// The salts handed over.
    let cover: [OpeningNode]
    /// The hashes of hidden subtrees.
    let hide: [OpeningNode]
    /// Whether every node is `[h, i, 43 characters of base64url]` and has a place in the tree.
    let areNodesGood: Bool

    /// Reads a line whose nodes are to lie in a tree over `rowCount` rows.
    ///
    /// - Throws: ``BundleError`` when a limit is exceeded, `nodeLimit` for the nodes of this line among them, or the
    ///   members are wrong.
    init(_ line: UnsafeRawBufferPointer, number: Int, rowCount: Int, nodeLimit: Int) throws(BundleError) {
        var reader = unsafe OpenLineReader(line, rowCount: rowCount, nodeLimit: nodeLimit)
        let isWhole: Bool
        do {
            isWhole = try reader.read()
        } catch {
            throw unsafe LineFault.judge(line, number: number)
        }
        if reader.isOverLimit { throw BundleError(.limit, line: number, .tooManyNodes) }
        guard isWhole else { throw unsafe LineFault.judge(line, number: number) }
        self.column = reader.column
        self.cover = reader.cover
        self.hide = reader.hide
        self.areNodesGood = reader.areNodesGood
    }
}

@safe
private struct OpenLineReader {
    private let line: UnsafeRawBufferPointer
    private let tree: RowTree
    private let nodeLimit: Int
    private var scanner: CanonicalScanner
    private var nodeCount = 0

    private(set) var column: [UInt8] = []
    private(set) var cover: [OpeningNode] = []
    private(set) var hide: [OpeningNode] = []
    private(set) var areNodesGood = true
    private(set) var isOverLimit = false

    init(_ line: UnsafeRawBufferPointer, rowCount: Int, nodeLimit: Int) {
        unsafe self.line = line
        self.tree = RowTree(rowCount: rowCount)
        self.nodeLimit = nodeLimit
        unsafe self.scanner = CanonicalScanner(line: line)
    }

    /// Walks the line; says no when its members are wrong or there are too many nodes.
    mutating func read() throws(JSONError) -> Bool {
        var outer = CanonicalScanner.Walk()
        var inner = CanonicalScanner.Walk()
        guard try scanner.enterObject(), try enter(member: "open", of: &outer), try scanner.enterObject(),
            try enter(member: "col", of: &inner), let name = try scanner.readString(),
            try enter(member: "cover", of: &inner), try scanner.enterArray()
        else { return false }
        column = scanner.decodedBytes(name)
        guard let cover = try readNodes(), try enter(member: "hide", of: &inner), try scanner.enterArray(),
            let hide = try readNodes(), try scanner.nextMember(&inner) == nil,
            try scanner.nextMember(&outer) == nil
        else { return false }
        self.cover = cover
        self.hide = hide
        try scanner.finish()
        return true
    }

    private mutating func enter(
        member name: StaticString, of walk: inout CanonicalScanner.Walk
    ) throws(JSONError) -> Bool {
        guard let found = try scanner.nextMember(&walk) else { return false }
        return scanner.matches(found, name)
    }

    /// The nodes of an array that was entered; nothing when there are too many.
    private mutating func readNodes() throws(JSONError) -> [OpeningNode]? {
        var walk = CanonicalScanner.Walk()
        var nodes: [OpeningNode] = []
        while try scanner.nextElement(&walk) {
            nodeCount += 1
            guard nodeCount <= nodeLimit else {
                isOverLimit = true
                return nil
            }
            let start = scanner
            if let node = try readNode() {
                nodes.append(node)
            } else {
                areNodesGood = false
                scanner = start
                _ = try scanner.skipValue()
            }
        }
        return nodes
    }

    /// One node; nothing when it has another shape or no place in the tree.
    private mutating func readNode() throws(JSONError) -> OpeningNode? {
        var walk = CanonicalScanner.Walk()
        guard try scanner.enterArray(), try scanner.nextElement(&walk), let height = try scanner.readInteger(),
            try scanner.nextElement(&walk), let index = try scanner.readInteger(), try scanner.nextElement(&walk),
            let text = try scanner.readString(), try !scanner.nextElement(&walk),
            (0...Int64(tree.depth)).contains(height), (0..<Int64(tree.rowCount)).contains(index),
            case let subtree = RowSubtree(height: Int(height), index: Int(index)), subtree.firstRow < tree.rowCount
        else { return nil }
        let characters = unsafe UnsafeRawBufferPointer(rebasing: line[text.range])
        return unsafe Digest256(base64URL: characters).map { OpeningNode(subtree, $0) }
    }
}
