public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
public import TransparencyLog

/// Over which tree something was answered, and who vouches for it.
public struct TreeStatement: Sendable {
    /// The head: whose log, how many entries, the root over them.
    public let head: Checkpoint
    /// How far witnesses have signed.
    public let quorum: Quorum
    /// The size of the newest head that enough witnesses signed; nothing when there is none.
    public let witnessedSize: UInt64?

    /// What the log's policy of witnesses says to the head.
    public enum Quorum: String, Sendable {
        /// Enough witnesses signed it.
        case held
        /// Enough witnesses signed an older one: what came since waits for them.
        case pending
        /// No head was found that enough witnesses signed.
        case missing
        /// The policy asks for none.
        case none
    }

    /// So many heads are looked at for one that enough witnesses signed.
    static let headLimit = 1_000

    /// States the tree up to which a ledger is read.
    ///
    /// - Throws: `FileError` when a head cannot be read.
    init(_ reader: LedgerReader, of node: Node, policy: WitnessPolicy) throws {
        head = reader.checkpoint
        guard !policy.isSatisfied(by: []) else {
            quorum = .none
            witnessedSize = nil
            return
        }
        let heads = try CosignedHeads(of: node, by: policy, upTo: head.size, limit: Self.headLimit)
        witnessedSize = heads.newestSize(satisfying: policy)
        quorum = witnessedSize == nil ? .missing : witnessedSize == head.size ? .held : .pending
    }

    /// The statement of `--json`.
    public var json: JSONValue {
        var object = JSONObject()
        object["origin"] = .string(head.origin)
        object["quorum"] = .string(quorum.rawValue)
        object["root"] = .string(head.root.hex)
        object["size"] = .integer(Int64(clamping: head.size))
        object["witnessed_size"] = witnessedSize.map { .integer(Int64(clamping: $0)) }
        return .object(object)
    }

    /// The statement for people.
    public var sentence: String {
        let vouch =
            switch quorum {
            case .held: "witnessed by the quorum"
            case .pending: "witnessed by the quorum up to entry \(witnessedSize ?? 0)"
            case .missing: "not witnessed"
            case .none: "no witnesses asked for"
            }
        return "tree: \(head.origin), \(head.size) entries, root \(head.root.hex), \(vouch)"
    }
}

extension Node {
    /// The tree of this node's log as it is now.
    ///
    /// - Throws: `LedgerError`, `FileError`, `LogError`, ``NodeError``.
    public func treeStatement() throws -> TreeStatement { try TreeStatement(ledger(), of: self, policy: witnessPolicy()) }
}
