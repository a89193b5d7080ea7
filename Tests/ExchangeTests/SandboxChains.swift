import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import MemberRegistry
import SignedBundles
import Testing

/// What tests of chains need: a stolen or restored home, and later versions of the registry.
extension Sandbox {
    /// Copies a home as it is, for a second node that speaks for the same member.
    func copyHome(_ member: String, as name: String) throws {
        try FileManager.default.copyItem(atPath: home(member), toPath: home(name))
    }

    /// Changes the registry as both officers agree and installs it with members.
    func changeRegistry(
        at members: [String], time: Timestamp, _ edit: (inout RegistryDocument) throws -> Void
    ) throws {
        let path = "\(directory)/root/registry.json"
        let current = try DSSEEnvelope(parsing: Array(Data(contentsOf: URL(filePath: path))))
        var next = try RegistryDocument(parsing: current.payload).successor(issued: time)
        try edit(&next)
        var envelope = try next.draft()
        for number in 1...2 {
            let officer = try NodeKeys.readSigningKey("\(directory)/root/officer-\(number).pem") { nil }
            envelope = try envelope.signedByRoot(officer)
        }
        try Data(envelope.fileBytes()).write(to: URL(filePath: path))
        for member in members { try node(member, .writing).installRegistry(envelope, at: time) }
    }

    /// Lets the chain of a member go on from one of its bundles.
    func reset(_ member: String, to stream: String, at members: [String], time: Timestamp) throws {
        let (manifest, digest) = try head(of: stream)
        let publisher = try #require(MemberID(member))
        try changeRegistry(at: members, time: time) {
            $0.resets.append(
                ChainReset(
                    publisher: publisher, audience: group, sequence: Int64(manifest.sequence), digest: digest))
        }
    }

    /// The manifest of a stream and its digest.
    func head(of stream: String) throws -> (manifest: Manifest, digest: Digest256) {
        let text = try String(contentsOfFile: stream, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first)
        let payload = try #require(
            try StrictJSON.parse(Array(line.utf8), limits: .envelope).object?["dsse"]?.object?["payload"]?.string)
        let bytes = try #require(Base64.decode(payload))
        return (try Manifest(parsing: bytes), SHA256.hash(bytes))
    }

    /// The code with which a member refuses a stream; nothing when it takes it.
    func refusal(of stream: String, by member: String, at time: Timestamp) throws -> ErrorCode? {
        switch try take([stream], by: member, at: time)[0].result {
        case .success: return nil
        case .failure(let error): return try #require(error as? BundleError).code
        }
    }

    /// Publishes one host, the n-th second after the sandbox began.
    func publishHost(_ name: String, by member: String, second: Int64) async throws -> PublishSummary {
        try await publish("value,kind\n\(name).example,host\n", by: member, at: time.adding(seconds: second)).summary
    }
}
