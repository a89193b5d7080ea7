public import CanonicalCoding
internal import CryptoPrimitives
public import TransparencyLog

/// What a verifier found out about a log or a receipt.
public struct LedgerReport: Sendable {
    /// How far witnesses have signed.
    public struct Quorum: Sendable, Hashable {
        /// Whether enough signed the head that was judged.
        public let isHeld: Bool
        /// How many witnesses of the policy signed it.
        public let witnessCount: Int
        /// The largest size whose head enough signed; nothing when there is none.
        public let largestSize: UInt64?

        /// States how far witnesses have signed.
        public init(isHeld: Bool, witnessCount: Int, largestSize: UInt64?) {
            self.isHeld = isHeld
            self.witnessCount = witnessCount
            self.largestSize = largestSize
        }
    }

    /// The head, once its signatures were verified.
    public var head: Checkpoint?
    /// How many heads were verified beside the newest one.
    public var headCount = 0
    /// How many detail records were found to give their entries' commitments.
    public var detailCount = 0
    /// How far witnesses have signed.
    public var quorum: Quorum?
    /// The entry that a receipt is of.
    public var index: UInt64?
    /// Why it is not believed; nothing when all is well.
    public var fault: LedgerFault?

    /// Nothing found yet.
    public init() {}
}

extension LedgerReport {
    /// The document that `--json` prints.
    ///
    /// - Parameter policyIsOwn: whether the policy is the log's own word.
    public func json(policyIsOwn: Bool) -> JSONValue {
        var object = JSONObject()
        object["verdict"] = .string(fault == nil ? "OK" : "BAD")
        object["policy"] = .string(policyIsOwn ? "own" : "given")
        object["checkpoints"] = .integer(Int64(headCount))
        object["details"] = .integer(Int64(detailCount))
        if let head {
            object["origin"] = .string(head.origin)
            object["root"] = .string(head.root.hex)
            object["size"] = .integer(Int64(clamping: min(head.size, UInt64(JSONValue.largestInteger))))
        }
        if let quorum { object["quorum"] = .object(Self.object(quorum)) }
        if let index = fault?.index ?? index { object["index"] = .integer(Int64(index)) }
        if let fault {
            object["code"] = .string(fault.code.rawValue)
            object["file"] = .string(fault.file)
        }
        return .object(object)
    }

    private static func object(_ quorum: Quorum) -> JSONObject {
        var object = JSONObject()
        object["held"] = .bool(quorum.isHeld)
        object["witnesses"] = .integer(Int64(quorum.witnessCount))
        if let size = quorum.largestSize { object["size"] = .integer(Int64(clamping: size)) }
        return object
    }

    /// The verdict for people, with what the policy is worth.
    ///
    /// - Parameter policyIsOwn: whether the policy is the log's own word.
    public func sentence(policyIsOwn: Bool) -> String {
        let remark = "\nnote: the policy was found beside the files, so it is the log's own word; give yours with --policy"
        return (fault?.description ?? praise) + (policyIsOwn ? remark : "")
    }

    private var praise: String {
        guard let head else { return "OK" }
        let what = index.map { "entry \($0) of" } ?? "\(headCount) earlier heads,"
        return "OK  \(head.origin): \(what) \(head.size) entries, root \(head.root.hex), "
            + "\(quorum?.witnessCount ?? 0) witnesses"
    }
}
