import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import Logging
import MemberRegistry
import NodeAPI
import NodeServer
import PeerClient
import SignedBundles

/// One member of the crowd as the measured node meets it: it listens under its own key, says truthfully and signed what it knows,
/// and asks the node as a node would.
struct CrowdNode: Sendable, PeerAnswering {
    let member: Crowd.Member
    private let crowd: Crowd
    private let heads: [UInt8]
    private let desk: PeerDesk?
    let spool: String

    init(_ member: Crowd.Member, of crowd: Crowd, knowing heads: [MemberID: ChainPlace]) throws {
        (self.member, self.crowd) = (member, crowd)
        let document = HeadsDocument(
            node: member.id, audience: crowd.group, time: HomeDesk.machineClock(), registryVersion: Int(crowd.registryVersion),
            heads: heads)
        let signing = member.keys.signing
        let keyID = KeyName.keyID(member: member.id.name, kid: KeyName.kid(of: signing.publicKey.bytes))
        self.heads = try document.envelope().signed(as: keyID) { text throws(OpenSSLError) in try signing.sign(text) }.fileBytes()
        let spool = "\(crowd.place)/spool"
        self.spool = spool
        desk = member.home.map { home in
            PeerDesk(HomeDesk { try Node(opening: home, for: $0) }, spool: spool)
        }
    }

    func member(ofTLSKey point: [UInt8]) async -> MemberID? {
        point == crowd.nodeKeys.tls.current?.publicKey.bytes ? crowd.nodeID : nil
    }

    func answer(_ request: PeerRequest, from peer: MemberID) async -> PeerAnswer {
        switch request.call {
        case .node:
            .document(
                NodeStatement(
                    member: member.id, software: Software.name, registryVersion: crowd.registryVersion, groups: [crowd.group],
                    time: HomeDesk.machineClock()
                ).jsonValue)
        case .heads, .giveHeads: .bytes(heads)
        case .documents:
            .document(
                DocumentIndex(registryVersion: crowd.registryVersion, epochs: [1], agreements: [], protectedLists: []).jsonValue)
        default: await desk?.answer(request, from: peer) ?? .problem(Problem(.notFound))
        }
    }

    /// Listens at a free port until the process ends.
    func listen(_ onListening: @escaping @Sendable (Int) async -> Void) async throws {
        let (leaf, pem) = try identity()
        try await MemberListener(
            answering: self, identity: ListenerIdentity(certificateDER: leaf, privateKeyPEM: pem),
            address: ListenerAddress(host: "127.0.0.1", port: 0),
            logger: Logger(label: "crowd") { _ in SwiftLogNoOpLogHandler() },
            metrics: MetricsExposition(), onListening: onListening
        ).run()
    }

    /// A client that shows this member's key and knows the measured node.
    func client(toPort port: Int) throws -> PeerClient {
        let (leaf, pem) = try identity()
        guard let key = crowd.nodeKeys.tls.current?.publicKey else { throw CrowdError.arguments }
        let anchor = try TLSCertificate.anchor(for: crowd.nodeID.name, key: key, validDuring: Self.always)
        return try PeerClient(
            certificateDER: leaf, privateKeyPEM: pem, addresses: { _ in "https://127.0.0.1:\(port)" }, anchors: { _ in [anchor] })
    }

    private func identity() throws -> (leaf: [UInt8], pem: [UInt8]) {
        guard let key = member.keys.tls.current else { throw CrowdError.arguments }
        return (
            try TLSCertificate.leaf(for: member.id.name, key: key, validDuring: Self.always),
            try PrivateKeyFile.encode(.p256(key)).withBytes { span in span.indices.map { span[$0] } }
        )
    }

    private static let always: Range<Int64> = 0..<253_402_300_799

    /// What a quiet round asks.
    func poll(_ client: PeerClient) async throws {
        for request in [PeerRequest(.node), PeerRequest(.giveHeads(crowd.group), body: .bytes(heads))] {
            let answer = try await client.send(request, to: crowd.nodeID)
            guard answer.isSuccess else { throw CrowdError.notAnswered }
        }
    }
}
