internal import CanonicalCoding
internal import CryptoPrimitives
public import HTTPTypes
internal import Indicators

extension PeerCall {
    /// The path and query that name the call.
    public var path: String {
        switch self {
        case .node: "/six/v1/node"
        case .heads(let group), .giveHeads(let group): "/six/v1/heads/\(group.name)"
        case .feed(let group, let publisher, let after): "/six/v1/feeds/\(group.name)/\(publisher.name)?after=\(after)"
        case .bundle(let manifest), .giveBundle(let manifest): "/six/v1/bundles/\(manifest.hex)"
        case .receipt(let transfer): "/six/v1/receipts/\(transfer.hex)"
        case .giveReceipt: "/six/v1/receipts"
        case .giveMessage: "/six/v1/messages"
        case .documents: "/six/v1/documents"
        case .document(let document): "/six/v1/documents/\(document.path)"
        case .transferDigest(let byBuckets): "/six/v1/digest\(byBuckets ? "?by=bucket" : "")"
        case .transfers(let index, let bucket): "/six/v1/transfers?from=\(index)\(bucket.map { "&bucket=\($0)" } ?? "")"
        case .stateDigest(let byBuckets): "/six/v1/state\(byBuckets ? "?by=bucket" : "")"
        case .stateItems(let bucket, let number): "/six/v1/state/\(bucket)?from=\(number)"
        case .logFile(let path): "/log/\(path)"
        case .addCheckpoint: "/witness/add-checkpoint"
        case .witnessedHead(let origin): "/witness/\(origin.hex)/checkpoint"
        case .evaluate: "/six/v1/oprf"
        case .evaluationUsage(let epoch): "/six/v1/oprf/usage?epoch=\(epoch.value)"
        case .evaluationAllowance(let epoch): "/six/v1/oprf/allowance?epoch=\(epoch.value)"
        case .health: "/healthz"
        case .bucketWidth(let epoch, let kind): "/six/v1/match?epoch=\(epoch.value)&kind=\(kind.name)"
        case .match: "/six/v1/match"
        }
    }

    /// Reads what a request names.
    ///
    /// - Throws: ``Problem``: no such resource, another method, a parameter that is none.
    public init(method: HTTPRequest.Method, path text: String) throws(Problem) {
        guard text.utf8.count <= Self.pathLimitBytes else { throw Problem(.tooLarge, "the path is too long") }
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let query = try Self.query(halves.count > 1 ? halves[1] : "")
        guard let found = try Self.found(parts, query, isGiving: method == .post) else { throw Problem(.notFound) }
        guard found.method == method else { throw Problem(.methodNotAllowed) }
        self = found
    }

    /// A path with its query is at most this long.
    public static let pathLimitBytes = 1_024

    private static func query(_ text: Substring) throws(Problem) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, values.updateValue(sides[1], forKey: sides[0]) == nil else {
                throw Problem(.badRequest, "a parameter stands twice or has no value")
            }
        }
        return values
    }

    private static func found(
        _ parts: [String], _ query: [String: String], isGiving: Bool
    ) throws(Problem) -> PeerCall? {
        switch parts.first {
        case "six" where parts.count > 2 && parts[1] == "v1":
            try resource(parts[2], Array(parts[3...]), query, isGiving: isGiving)
        case "log": parts.count > 1 ? .logFile(try logPath(parts.dropFirst())) : nil
        case "witness": try witness(Array(parts.dropFirst()))
        case "healthz": parts.count == 1 && query.isEmpty ? .health : nil
        default: nil
        }
    }

    private static func resource(
        _ name: String, _ rest: [String], _ query: [String: String], isGiving: Bool
    ) throws(Problem) -> PeerCall? {
        guard query.keys.allSatisfy({ parameters[name]?.contains($0) ?? false }) else {
            throw Problem(.badRequest, "no such parameter")
        }
        switch (name, rest.count) {
        case ("node", 0): return .node
        case ("heads", 1): return isGiving ? .giveHeads(try group(rest[0])) : .heads(try group(rest[0]))
        case ("feeds", 2):
            return .feed(try group(rest[0]), publisher: try member(rest[1]), after: Int(try number(query["after"])))
        case ("bundles", 1): return isGiving ? .giveBundle(try digest(rest[0])) : .bundle(try digest(rest[0]))
        case ("receipts", 0): return .giveReceipt
        case ("receipts", 1): return .receipt(try digest(rest[0]))
        case ("messages", 0): return .giveMessage
        case ("documents", 0): return .documents
        case ("documents", 2): return try SharedDocument(rest[0], rest[1]).map { .document($0) }
        case ("digest", 0):
            return .transferDigest(byBuckets: try isByBucket(query["by"]))
        case ("state", 0): return .stateDigest(byBuckets: try isByBucket(query["by"]))
        case ("state", 1): return .stateItems(bucket: try stateBucket(rest[0]), from: try number(query["from"]))
        case ("match", 0):
            if query.isEmpty { return .match }
            guard let kind = query["kind"].flatMap({ try? IndicatorKind(parsing: $0) }) else {
                throw Problem(.badRequest, "kind is the name of a kind")
            }
            return .bucketWidth(try epoch(query["epoch"]), kind)
        case ("oprf", 0):
            guard query.isEmpty else { throw Problem(.badRequest, "no such parameter") }
            return .evaluate
        case ("oprf", 1) where rest[0] == "usage": return .evaluationUsage(try epoch(query["epoch"]))
        case ("oprf", 1) where rest[0] == "allowance": return .evaluationAllowance(try epoch(query["epoch"]))
        case ("transfers", 0): return .transfers(from: try number(query["from"]), bucket: try bucket(query["bucket"]))
        default: return nil
        }
    }

    private static let parameters = [
        "feeds": ["after"], "digest": ["by"], "state": ["by", "from"], "match": ["epoch", "kind"], "oprf": ["epoch"],
        "transfers": ["from", "bucket"],
    ]

    private static func isByBucket(_ text: String?) throws(Problem) -> Bool {
        guard text == nil || text == "bucket" else { throw Problem(.badRequest, "by is bucket, or not given") }
        return text != nil
    }

    private static func stateBucket(_ text: String) throws(Problem) -> UInt16 {
        guard let bucket = UInt16(exactly: try number(text)), bucket < StatePage.bucketCount else {
            throw Problem(.badRequest, "a bucket of the state is 0 to \(StatePage.bucketCount - 1)")
        }
        return bucket
    }

    private static func bucket(_ text: String?) throws(Problem) -> UInt8? {
        guard let text else { return nil }
        guard let bucket = UInt8(exactly: try number(text)) else { throw Problem(.badRequest, "a bucket is 0 to 255") }
        return bucket
    }

    private static func epoch(_ text: String?) throws(Problem) -> EpochNumber {
        guard let text, let number = UInt32(exactly: try number(text)) else {
            throw Problem(.badRequest, "epoch is a number up to 4294967295")
        }
        return EpochNumber(number)
    }

    private static func witness(_ rest: [String]) throws(Problem) -> PeerCall? {
        if rest == ["add-checkpoint"] { return .addCheckpoint }
        guard rest.count == 2, rest[1] == "checkpoint" else { return nil }
        return .witnessedHead(try digest(rest[0]))
    }

    /// Names of tiles, heads and checkpoints only: digits, letters, dots and dashes, no way out of the log.
    private static func logPath(_ parts: ArraySlice<String>) throws(Problem) -> String {
        let isPlain = parts.allSatisfy { part in
            (1...64).contains(part.utf8.count) && !part.hasPrefix(".")
                && part.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2E || byte == 0x2D
                }
        }
        guard isPlain, parts.count <= 12 else { throw Problem(.notFound) }
        return parts.joined(separator: "/")
    }

    private static func group(_ text: String) throws(Problem) -> GroupID {
        guard let group = GroupID(text) else { throw Problem(.badRequest, "that is no name of a group") }
        return group
    }

    private static func member(_ text: String) throws(Problem) -> MemberID {
        guard let member = MemberID(text) else { throw Problem(.badRequest, "that is no name of a member") }
        return member
    }

    static func digest(_ text: String) throws(Problem) -> Digest256 {
        guard let digest = Digest256(hex: text) else { throw Problem(.badRequest, "that is no digest in 64 hexadecimal digits") }
        return digest
    }

    /// A number from 0 to 2^53 - 1 in its one decimal form; 0 when it is not given.
    static func number(_ text: String?) throws(Problem) -> UInt64 {
        guard let text else { return 0 }
        guard let number = UInt64(text), String(number) == text, number < 1 << 53 else {
            throw Problem(.badRequest, "that is no number from 0 to 2^53 - 1")
        }
        return number
    }
}

extension SharedDocument {
    var path: String {
        switch self {
        case .registry(let version): "registry/\(version)"
        case .epoch(let number): "epochs/\(number)"
        case .agreement(let digest): "agreements/\(digest.hex)"
        case .agreementNote(let digest): "notes/\(digest.hex)"
        case .protectedList(let digest): "protected/\(digest.hex)"
        }
    }

    init?(_ kind: String, _ name: String) throws(Problem) {
        switch kind {
        case "registry": self = .registry(version: Int64(try PeerCall.number(name)))
        case "epochs":
            guard let number = UInt32(exactly: try PeerCall.number(name)) else { throw Problem(.badRequest, "no such epoch") }
            self = .epoch(number)
        case "agreements": self = .agreement(try PeerCall.digest(name))
        case "notes": self = .agreementNote(try PeerCall.digest(name))
        case "protected": self = .protectedList(try PeerCall.digest(name))
        default: return nil
        }
    }
}
