import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Foundation
import Indicators
import LedgerFiles
import Logging
import NodeAPI
import PeerClient

/// What a verb needs that talks to other members' nodes: a desk for the home, addresses and pins, and a client that shows this node's key.
struct NodeWiring: Sendable {
    let home: HomeDesk
    /// Opens the home once more, for work that is no job of the desk.
    let opening: @Sendable (Node.Access) throws -> Node
    let paths: HomePaths
    let settings: Settings
    let directory = PeerDirectory()
    let certificate: [UInt8]
    let keyPEM: [UInt8]

    /// Opens the home once, so that whatever keeps the node from talking is said at once.
    ///
    /// - Parameter isQuiet: whether the verb says itself what has to be known at every start.
    init(_ options: HomeOptions, _ secrets: PassphraseOptions, isQuiet: Bool = false) throws {
        let (path, allowsExamples) = (options.path, options.allowExampleKeys)
        let node = try Node(opening: path, allowsExampleKeys: allowsExamples) { try secrets.passphrase() }
        let passphrase = try Self.passphrase(of: node, secrets)
        settings = node.settings
        paths = node.paths
        _ = try node.registry()
        if !isQuiet { for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") } }
        certificate = try node.tlsCertificate(at: HomeDesk.machineClock())
        guard let key = try node.tlsKey() else { throw NodeError.noTLSKey }
        keyPEM = try PrivateKeyFile.encode(.p256(key)).withBytes { span in span.indices.map { span[$0] } }
        opening = Self.opening(path, allowsExamples, passphrase)
        home = HomeDesk(opening: opening)
    }

    private static func opening(
        _ path: String, _ allowsExamples: Bool, _ passphrase: SecretBytes?
    ) -> @Sendable (Node.Access) throws -> Node {
        let memory = HomeMemory()
        return { access in
            let node = try Node(opening: path, for: access, allowsExampleKeys: allowsExamples, remembering: memory) { passphrase }
            node.actor = Actor.node
            return node
        }
    }

    /// What answers requests for evaluation on all cores; nothing in a home that holds no share.
    func evaluator(_ logger: Logger) throws -> EvaluatorDesk? {
        let queue = EvaluationQueue(threads: ProcessInfo.processInfo.activeProcessorCount)
        return try opening(.reading).evaluatorDesk(queue, now: HomeDesk.machineClock) { sentence in
            logger.error("evaluator", metadata: ["fault": "\(sentence)"])
        }
    }

    /// Asked for once, since rounds come by themselves.
    private static func passphrase(of node: Node, _ secrets: PassphraseOptions) throws -> SecretBytes? {
        var file = try SecretFile.read(node.paths.signingKey)
        defer { cleanse(&file) }
        return try PrivateKeyFile.isEncrypted(file) ? secrets.passphrase() : nil
    }

    /// The home for a verb that a person typed.
    func node(_ access: Node.Access) throws -> Node {
        let node = try opening(access)
        node.actor = try GroundsOptions.person(named: nil, as: Actor.atTheNode.role)
        node.tell = { Terminal.note("note: \($0)") }
        return node
    }

    /// A client for as long as `body` runs.
    func withClient<Result>(_ body: (PeerClient) async throws -> Result) async throws -> Result {
        try await directory.update(from: home)
        let client = try PeerClient(
            certificateDER: certificate, privateKeyPEM: keyPEM, addresses: directory.address, anchors: directory.anchors)
        return try await client.ended(after: body)
    }
}

extension PeerClient {
    /// Shuts the client down after `body`, whatever came of it.
    fileprivate func ended<Result>(after body: (PeerClient) async throws -> Result) async throws -> Result {
        do {
            let result = try await body(self)
            try await shutdown()
            return result
        } catch {
            try? await shutdown()
            throw error
        }
    }
}
