internal import Agreements
internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import MemberRegistry
internal import MergeEngine
public import NodeAPI

/// Asks another member's node about a value by the bucket that its tag lies in, and compares here: the node learns neither the value nor
/// its tag.
public struct BucketLookup {
    /// What is asked, and what has to be compared with the answer.
    public struct Question: Sendable {
        /// The text as it was typed.
        public let input: String
        /// Its kind.
        public let kind: IndicatorKind
        /// Its canonical form.
        public let canonical: String
        fileprivate let secrets: [(key: TagKey, secret: MatchSecret)]
    }

    /// A row about the value.
    public struct Match: Sendable {
        /// The row as it came.
        public let row: BucketAnswer.Row
        /// Whether its publisher proved that it knew the value; one that copied the tag could not.
        public let isProven: Bool
        /// What `locked` holds, where there is one and it opens.
        public let opened: JSONValue?
    }

    /// What the other node holds about the value.
    public struct Answer: Sendable {
        /// What was asked.
        public let question: Question
        /// The rows about the value, in the order of the answer.
        public let matches: [Match]
        /// How many different tags the buckets held.
        public let tagCount: Int
        /// How many bits of the tag were told.
        public let bitCount: Int
    }

    /// More bits are not told, however narrow the other node says that its buckets are: so many leave 64 tags of 67 million.
    public static let mostBits = 20

    private let peer: MemberID
    private let transport: any PeerTransport
    private let grounds: QueryGrounds

    /// Prepares questions.
    public init(at peer: MemberID, over transport: any PeerTransport, for grounds: QueryGrounds) {
        self.peer = peer
        self.transport = transport
        self.grounds = grounds
    }

    /// What has to be asked for a text, by the secrets that are kept here.
    ///
    /// - Throws: `IndicatorError`, `BlindingError` for a value that evaluators have yet to evaluate, ``NodeError``.
    public static func question(
        _ text: String, kind: IndicatorKind?, region: RegionCode?, at node: Node, time: Timestamp
    ) throws -> Question {
        let named = try NamedIndicator(text, kind: kind, region: region ?? node.settings.region)
        var secrets: [(TagKey, MatchSecret)] = []
        for epoch in try node.installedEpochs() where epoch.acceptsBundles(at: time) {
            guard let blinder = try? node.blinder(of: epoch) else { continue }
            let secret: MatchSecret
            do throws(BlindingError) { secret = try blinder.secret(of: named.kind, canonical: named.canonical.span) } catch {
                guard case .kindWithoutSuite = error else { throw error }
                continue
            }
            secrets.append((TagKey(kind: named.kind, epoch: epoch.number, tag: secret.tag(epoch: epoch.number)), secret))
        }
        guard !secrets.isEmpty else { throw BlindingError.kindWithoutSuite(named.kind) }
        return Question(
            input: text, kind: named.kind, canonical: String(decoding: named.canonical, as: UTF8.self), secrets: secrets)
    }

    /// Asks, for each epoch the value has a tag in.
    ///
    /// - Throws: `PeerFailure`, `Problem` when the other node says no, `DocumentFault`.
    public func ask(_ question: Question) async throws -> Answer {
        var (matches, tagCount, bitCount): ([Match], Int, Int) = ([], 0, 0)
        for (key, secret) in question.secrets {
            let width = try BucketWidth(parsing: try await success(.init(.bucketWidth(key.epoch, key.kind))))
            let prefix = TagPrefix(of: key.tag, bitCount: min(width.bitCount, Self.mostBits))
            let body = BucketQuestion(
                epoch: key.epoch, kind: key.kind, prefix: prefix, purpose: grounds.purpose,
                justification: grounds.isStated ? grounds.justification : "", caseReference: grounds.caseReference)
            let bytes = try await success(.init(.match, body: .bytes(body.jsonValue.canonicalBytes())))
            let (found, count) = try Self.compared(bytes, with: key, secret, prefix)
            matches += found
            tagCount += count
            bitCount = max(bitCount, prefix.bitCount)
        }
        return Answer(question: question, matches: matches, tagCount: tagCount, bitCount: bitCount)
    }

    private func success(_ request: PeerRequest) async throws -> [UInt8] {
        let answer = try await transport.send(request, to: peer)
        if let problem = answer.problem { throw problem }
        return answer.bytes
    }

    /// The rows whose tag is that of the value; what another node sends is believed as far as it can be checked.
    @inline(never)
    private static func compared(
        _ bytes: [UInt8], with key: TagKey, _ secret: MatchSecret, _ prefix: TagPrefix
    ) throws -> ([Match], Int) {
        let answer = try BucketAnswer(parsing: bytes)
        var (matches, tags): ([Match], Set<MatchTag>) = ([], [])
        for row in answer.rows {
            guard let facts = CoreFacts(reading: row.core.canonicalBytes().span), prefix.begins(facts.tag) else { continue }
            tags.insert(facts.tag)
            guard facts.tag == key.tag else { continue }
            let isProven = secret.pop(epoch: key.epoch, publisher: row.publisher) == facts.pop
            matches.append(Match(row: row, isProven: isProven, opened: opened(row, key, secret)))
        }
        return (matches, tags.count)
    }

    private static func opened(_ row: BucketAnswer.Row, _ key: TagKey, _ secret: MatchSecret) -> JSONValue? {
        guard let locked = row.locked, let bundle = Hex.decode(row.bundle) else { return nil }
        let lockKey = secret.lockKey(epoch: key.epoch, publisher: row.publisher, bundleID: bundle.span)
        let object = try? LockedCell.open(locked, lockKey: lockKey, bundleID: bundle, column: RowSchema.lockedColumn)
        return object.flatMap { try? StrictJSON.parse($0) }
    }
}

extension BucketLookup.Answer {
    /// What the audit log keeps of an answer.
    public var logged: JSONValue {
        [
            "bits": .integer(Int64(bitCount)), "rows": .integer(Int64(matches.count)),
            "status": .string(matches.isEmpty ? "unknown" : "found"), "tags": .integer(Int64(tagCount)),
        ]
    }

    /// A line of `tocsin lookup --at-peer --json`.
    public func json(at peer: MemberID) -> JSONValue {
        [
            "bucket": ["bits": .integer(Int64(bitCount)), "tags": .integer(Int64(tagCount))],
            "canonical": .string(question.canonical), "input": .string(question.input), "kind": .string(question.kind.name),
            "peer": .string(peer.name), "rows": .array(matches.map(\.json)),
            "status": .string(matches.isEmpty ? "unknown" : "found"),
        ]
    }
}

extension BucketLookup.Match {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["bundle"] = .string(row.bundle)
        object["core"] = row.core
        object["created"] = .string(row.created.rfc3339)
        object["group"] = .string(row.audience.name)
        object["locked"] = opened
        object["pop"] = .string(isProven ? "valid" : "failed")
        object["publisher"] = .string(row.publisher.name)
        return .object(object)
    }
}
