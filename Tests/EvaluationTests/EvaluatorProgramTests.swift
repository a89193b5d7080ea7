import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import PeerClient
import TestVectors
import Testing

/// The program itself, as a process, asked over mutual TLS.
@Suite("tocsin-evaluator")
struct EvaluatorProgramTests {
    private let begin = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970) - 60)

    @Test("answers members over mutual TLS, and nothing but what an evaluator answers")
    func serves() async throws {
        let trial = try EvaluatorTrial(begin: begin)
        let batch = try trial.vector.batch()
        let request = try trial.request(elements: batch.elements.map(\.bytes))
        let body = try trial.envelope(request)
        try await RunningEvaluator.run(trial) { port in
            try await withMember("org.alpha", port) { client in
                let evaluator = try EvaluatorTrial.member("org.one")
                let answer = try await client.send(PeerRequest(.evaluate, body: .bytes(body)), to: evaluator)
                _ = try trial.proven(answer.bytes, to: request, batch: batch)
                let again = try await client.send(PeerRequest(.evaluate, body: .bytes(body)), to: evaluator)
                #expect(again == answer)
                let usage = try await client.send(.evaluationUsage(trial.epoch.number), to: evaluator)
                let envelope = try DSSEEnvelope(parsing: usage.bytes)
                _ = try UsageStatement(verifying: envelope, of: trial.epoch, under: trial.registry)
                #expect(try await client.send(.health, to: evaluator).bytes == Array("{\"alive\":true}\n".utf8))
                for call in [PeerCall.node, .documents, .logFile("checkpoint")] {
                    #expect(try await client.send(call, to: evaluator).problem?.kind == .notFound)
                }
            }
            try await withMember("org.beta", port) { client in
                let answer = try await client.send(
                    PeerRequest(.evaluate, body: .bytes(body)), to: EvaluatorTrial.member("org.one"))
                #expect(answer.problem?.kind == .forbidden && answer.problem?.code == "E_KEY")
            }
            // Who is not listed does not get as far as a question.
            await #expect(throws: PeerFailure.self) {
                try await withMember("org.nobody", port) { client in
                    _ = try await client.send(.health, to: EvaluatorTrial.member("org.one"))
                }
            }
        }
    }

    @Test("says which shares it holds and what it evaluated, and why a home cannot evaluate")
    func figures() async throws {
        let trial = try EvaluatorTrial(begin: begin)
        let home = try RunningEvaluator.home(trial)
        let status = try RunningEvaluator.call("status", "--home", home, "--allow-lab", "--json")
        let document = try #require(StrictJSON.parse(status.output).object)
        let share = try #require(document["shares"]?.array?.first?.object)
        #expect(status.code == 0 && document["member"]?.string == "org.one")
        #expect(share["evaluator"]?.integer == 1 && share["open"]?.bool == true)
        let request = try trial.request(count: 3)
        _ = try trial.evaluator().answer(trial.envelope(request), from: request.client, under: trial.standing(), at: begin)
        let usage = try RunningEvaluator.call(
            "usage", "--home", home, "--allow-lab", "--json", "--epoch", "\(trial.vector.epoch)")
        let owner = try #require(StrictJSON.parse(usage.output).object?["owners"]?.array?.first?.object)
        #expect(owner["owner"]?.string == "org.alpha" && owner["evaluated"]?.integer == 3)
        #expect(owner["remaining"]?.integer == 1_999_997)
        for arguments in [["status", "--home", home], ["status", "--home", home + "/none"]] {
            let refused = try RunningEvaluator.call(arguments)
            #expect(refused.code == 4 && refused.errors.contains("hint: "))
        }
        #expect(try RunningEvaluator.call("serve", "--home", home, "--listen", "nowhere").code == 2)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home)
        #expect(try RunningEvaluator.call("status", "--home", home, "--allow-lab").code == 4)
    }

    private func withMember(_ name: String, _ port: Int, _ body: (PeerClient) async throws -> Void) async throws {
        let key = try EvaluatorTrial.tlsPrivateKey(of: name)
        let seconds = begin.adding(days: -1).secondsSinceEpoch..<begin.adding(days: 1).secondsSinceEpoch
        let anchor = try TLSCertificate.anchor(
            for: "org.one", key: P256PublicKey(parsing: EvaluatorTrial.tlsKey(of: "org.one")), validDuring: seconds)
        let client = try PeerClient(
            certificateDER: try TLSCertificate.leaf(for: name, key: key, validDuring: seconds),
            privateKeyPEM: try PrivateKeyFile.encode(.p256(key)).withBytes { span in span.indices.map { span[$0] } },
            addresses: { _ in "https://127.0.0.1:\(port)" }, anchors: { _ in [anchor] })
        do { try await body(client) } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}

/// The program as a process.
private enum RunningEvaluator {
    struct NotListening: Error {}

    static func executable() throws -> URL {
        let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        #if DEBUG
            let configuration = "debug"
        #else
            let configuration = "release"
        #endif
        let places = [tests, Checkout.root.appending(path: ".build/\(configuration)")]
        return try #require(
            places.map { $0.appending(path: "tocsin-evaluator") }.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }

    /// A home with its key files, as the program wants it.
    static func home(_ trial: EvaluatorTrial) throws -> String {
        let root = "\(trial.folder)/1"
        _ = try trial.home(of: 1)
        try Directory.create(root + "/keys")
        let keys = [
            ("sign.pem", PrivateKey.ed25519(try EvaluatorTrial.key(11))),
            ("tls.pem", .p256(try EvaluatorTrial.tlsPrivateKey(of: "org.one"))),
        ]
        for (name, key) in keys {
            let bytes = try PrivateKeyFile.encode(key).withBytes { span in span.indices.map { span[$0] } }
            try SecretFile.create("\(root)/keys/\(name)", contents: bytes)
        }
        return root
    }

    /// Runs it until the body is done, and then ends it as a system would.
    static func run(_ trial: EvaluatorTrial, _ body: (_ port: Int) async throws -> Void) async throws {
        let log = URL(filePath: trial.folder + "/log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = try executable()
        process.arguments = ["serve", "--home", try home(trial), "--allow-lab", "--listen", "127.0.0.1:0"]
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        try await body(try await port(process, log))
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static func port(_ process: Process, _ log: URL) async throws -> Int {
        while process.isRunning {
            for line in try String(contentsOf: log, encoding: .utf8).split(separator: "\n") {
                guard let object = try? StrictJSON.parse(Array(line.utf8)).object, object["event"]?.string == "listening",
                    let port = object["port"]?.string.flatMap({ Int($0) })
                else { continue }
                return port
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(try String(contentsOf: log, encoding: .utf8))")
        throw NotListening()
    }

    static func call(_ arguments: String...) throws -> (code: Int32, output: [UInt8], errors: String) { try call(arguments) }

    static func call(_ arguments: [String]) throws -> (code: Int32, output: [UInt8], errors: String) {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = try executable()
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        let words = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, [UInt8](answer), String(decoding: words, as: UTF8.self))
    }
}
