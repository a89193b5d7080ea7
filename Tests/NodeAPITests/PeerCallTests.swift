import CryptoPrimitives
import HTTPTypes
import Indicators
import NodeAPI
import Testing

@Suite struct `Calls and their paths` {
    private static let digest = SHA256.hash("a")
    private static let group = GroupID("group-1")!
    private static let member = MemberID("org.alpha")!

    static let calls: [PeerCall] = [
        .node, .heads(group), .giveHeads(group), .feed(group, publisher: member, after: 0),
        .feed(group, publisher: member, after: 9_007_199_254_740_991), .bundle(digest), .giveBundle(digest), .receipt(digest),
        .giveReceipt, .giveMessage, .documents, .document(.registry(version: 3)), .document(.epoch(4_294_967_295)),
        .document(.agreement(digest)), .document(.agreementNote(digest)), .document(.protectedList(digest)),
        .transferDigest(byBuckets: false), .transferDigest(byBuckets: true), .stateDigest(byBuckets: false),
        .stateDigest(byBuckets: true),
        .stateItems(bucket: 4_095, from: 0), .stateItems(bucket: 0, from: 500), .transfers(from: 0, bucket: nil),
        .transfers(from: 17, bucket: 255), .logFile("checkpoint"), .logFile("tile/0/x001/067.p/8"), .addCheckpoint,
        .witnessedHead(digest), .evaluate, .evaluationUsage(EpochNumber(1)), .evaluationUsage(EpochNumber(.max)),
        .evaluationAllowance(EpochNumber(1)), .health,
        .bucketWidth(EpochNumber(1), .phoneRange), .match,
    ]

    @Test(arguments: calls)
    func `a path reads back as its call`(call: PeerCall) throws {
        #expect(try PeerCall(method: call.method, path: call.path) == call)
        #expect(call.path.utf8.count <= PeerCall.pathLimitBytes)
    }

    @Test(arguments: calls)
    func `another method is another call or none`(call: PeerCall) {
        for method in [HTTPRequest.Method.get, .post, .put, .delete, .head, .options] where method != call.method {
            do {
                let other = try PeerCall(method: method, path: call.path)
                #expect(other != call && other.method == method)
            } catch { #expect([.methodNotAllowed, .notFound].contains(error.kind)) }
        }
    }

    @Test func `names are few and plain`() {
        let names = Set(Self.calls.map(\.name))
        #expect(names.count == 24)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }

    @Test(arguments: [
        "", "/", "node", "/six", "/six/v1", "/six/v2/node", "/six/v1/nodes", "/six/v1/node/", "//six/v1/node",
        "/six/v1/node/more",
        "/six/v1/heads", "/six/v1/feeds/group-1", "/six/v1/documents/registry", "/six/v1/documents/other/1", "/witness",
        "/witness/a/b", "/log", "/log/", "/log//checkpoint", "/log/../keys", "/log/.hidden", "/log/a_b", "/log/%2e%2e/keys",
        "/log/A", "/log/a/b/c/d/e/f/g/h/i/j/k/l/m", "/v1/lookup", "/healthz/x", "/six/v1/oprf/other",
    ])
    func `a path that names nothing is not found`(path: String) {
        #expect(throws: Problem(.notFound)) { try PeerCall(method: .get, path: path) }
    }

    @Test(arguments: [
        "/six/v1/heads/Group", "/six/v1/heads/gr%6Fup", "/six/v1/heads/-a", "/six/v1/feeds/group-1/ORG", "/six/v1/bundles/0a",
        "/six/v1/bundles/\(String(repeating: "0A", count: 32))", "/six/v1/documents/registry/01",
        "/six/v1/documents/epochs/4294967296", "/six/v1/transfers?from=9007199254740992", "/six/v1/transfers?from=-1",
        "/six/v1/state/4096", "/six/v1/state?by=tag", "/six/v1/transfers?from=%31", "/six/v1/transfers?from",
        "/six/v1/transfers?from=1&from=1", "/six/v1/transfers?to=1",
        "/six/v1/node?x=1", "/six/v1/digest?by=row", "/six/v1/feeds/group-1/org.a?after=+1",
        "/six/v1/oprf/usage", "/six/v1/oprf/usage?epoch=4294967296", "/six/v1/oprf/usage?epoch=01", "/six/v1/oprf/usage?day=1",
        "/six/v1/match?epoch=1", "/six/v1/match?kind=phone", "/six/v1/match?epoch=1&kind=",
        "/six/v1/match?epoch=1&kind=Phone",
    ])
    func `a name or parameter in any other form is refused`(path: String) {
        do {
            let call = try PeerCall(method: .get, path: path)
            Issue.record("\(path) is taken as \(call)")
        } catch { #expect(error.kind == .badRequest) }
    }

    @Test func `a path has a length`() throws {
        let most = PeerCall.pathLimitBytes
        let filled = { (count: Int) in "/six/v1/node?" + String(repeating: "&", count: count - 13) }
        #expect(try PeerCall(method: .get, path: filled(most)) == .node)
        #expect(throws: Problem(.tooLarge, "the path is too long")) { try PeerCall(method: .get, path: filled(most + 1)) }
    }

    @Test(arguments: calls)
    func `every call has limits`(call: PeerCall) {
        let limits = CallLimits(of: call)
        #expect(limits.answerBytes > 0 && limits.deadlineSeconds > 0)
        #expect((limits.requestBytes > 0) == (call.method == .post))
    }
}
