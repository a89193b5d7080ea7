/// Where a feed's bytes come from.
public enum FeedSource: Sendable {
    /// A file or pipe by its path.
    case path(String)
    /// Standard input.
    case standardInput
    /// An open file descriptor, which stays open and belongs to the caller.
    case descriptor(Int32, name: String)
    /// Bytes in memory.
    case bytes([UInt8], name: String)

    /// Reads a command line argument: `-` is standard input, everything else a path.
    public init(argument: String) {
        self = argument == "-" ? .standardInput : .path(argument)
    }

    /// What messages call it.
    public var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "standard input"
        case .descriptor(_, let name), .bytes(_, let name): name
        }
    }

    /// Opens it without looking inside.
    func open(limits: FeedLimits) throws(FeedError) -> any ByteSupply {
        switch self {
        case .path(let path): try DescriptorSupply(path: path, limits: limits)
        case .standardInput: try DescriptorSupply(borrowing: 0, name: name)
        case .descriptor(let descriptor, let name): try DescriptorSupply(borrowing: descriptor, name: name)
        case .bytes(let bytes, _): MemorySupply(bytes)
        }
    }
}
