import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import LedgerFiles
import MergeEngine
import NodeStore
import SignedBundles

/// Measures taking bundles in: verified, tags checked, merged, durable.
///
/// - `import-bench ROWS` does all of the below in a directory of its own.
/// - `import-bench make DIR ROWS` writes two bundles of so many rows that overlap by half, and the rows as JSON Lines.
/// - `import-bench take DIR BUNDLE` takes one bundle into the store under DIR and prints CPU time and peak memory.
/// - `import-bench phases DIR BUNDLE` says where the time goes.
/// - `import-bench digest DIR` computes the state digest, `import-bench lookup DIR` looks values up.
@main
struct ImportBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.count == 1, let rows = Int(arguments[0]) { return try everything(rows: rows) }
        guard arguments.count >= 2 else { return print("usage: import-bench ROWS | make|take|phases|lookup|digest DIR …") }
        let directory = arguments[1]
        switch (arguments[0], arguments.count > 2 ? arguments[2] : nil) {
        case ("make", let rows): try make(directory, rows: rows.flatMap { Int($0) } ?? 1_000_000)
        case ("take", let bundle?): try take(bundle, into: directory)
        case ("phases", let bundle?): try phases(bundle, directory)
        case ("lookup", _): try lookup(directory)
        case ("digest", _):
            let store = try NodeStore(opening: directory + "/store.sqlite", bundles: directory + "/bundles", access: .writing)
            let start = processorSeconds()
            let digest = try store.digest()
            report(["digest": processorSeconds() - start, "rssMiB": peakMebibytes()], digest.hex)
        default: print("unknown command")
        }
    }

    static func make(_ directory: String, rows: Int) throws {
        let workload = try Workload()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (index, first) in [0, rows / 2].enumerated() {
            try workload.write(
                first..<first + rows, by: index, bundle: "\(directory)/\(index).bundle", lines: "\(directory)/\(index).jsonl")
        }
    }

    /// Every measurement, each in a process of its own so that peak memory means something.
    static func everything(rows: Int) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tocsin-import-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try make(directory, rows: rows)
        let steps = [
            ["phases", directory, directory + "/0.bundle"], ["take", directory, directory + "/0.bundle"],
            ["lookup", directory], ["take", directory, directory + "/1.bundle"], ["digest", directory],
        ]
        for step in steps {
            print(step[0])
            let child = Process()
            child.executableURL = URL(filePath: "/proc/self/exe")
            child.arguments = step
            try child.run()
            child.waitUntilExit()
        }
    }

    static func take(_ path: String, into directory: String) throws {
        let workload = try Workload()
        try Directory.create(directory + "/bundles")
        let store = try NodeStore(opening: directory + "/store.sqlite", bundles: directory + "/bundles", access: .writing)
        let chains = OpenChains(store: store)
        var checks = StagingChecks()
        checks.blinders[Workload.epoch] = workload.blinder
        var staging = store.staging(chains: chains, checks: checks, at: Workload.time)
        var verifier = BundleVerifier(
            importing: BundleTerms(keys: try Workload.keys(), audience: nil, at: Workload.time), into: chains)
        var copy = try DurableFile(creating: directory + "/bundles/incoming")
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty {
            try copy.write(piece)
            try verifier.feed(piece.span, to: &staging)
        }
        let bundle = try verifier.finish()
        guard let stream = bundle.streamDigest else { return }
        let verified = processorSeconds()
        let target = store.path(ofStream: stream, manifest: bundle.digest)
        try Directory.create(URL(filePath: target).deletingLastPathComponent().path)
        try copy.commit(as: target)
        let durable = processorSeconds()
        let receipt = try store.commit(staging, bundle, at: Workload.time)
        report(
            [
                "total": processorSeconds(), "verifyAndStage": verified, "file": durable - verified,
                "commit": processorSeconds() - durable, "rssMiB": peakMebibytes(),
                "new": Double(receipt.count(.new)), "refused": Double(receipt.refusedCount),
            ], receipt.refused.map { "\($0.key.code) \($0.key.detail) \($0.value)" }.joined(separator: ", "))
    }

    static func phases(_ path: String, _ directory: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let workload = try Workload()
        let terms = BundleTerms(keys: try Workload.keys(), audience: nil, at: Workload.time)
        let store = try NodeStore(opening: directory + "/phases.sqlite", bundles: directory, access: .writing)
        var checks = StagingChecks()
        for phase in ["verify", "stage", "stage with tags"] {
            if phase == "stage with tags" { checks.blinders[Workload.epoch] = workload.blinder }
            var best = Double.infinity
            for _ in 0..<3 {
                let start = processorSeconds()
                var verifier = BundleVerifier(terms, hashingStream: true)
                if phase == "verify" {
                    var consumer = VerdictOnly()
                    try feed(bytes, &verifier, &consumer)
                } else {
                    var staging = store.staging(chains: OpenChains(store: store), checks: checks, at: Workload.time)
                    try feed(bytes, &verifier, &staging)
                }
                _ = try verifier.finish()
                best = min(best, processorSeconds() - start)
            }
            report([phase: best])
        }
    }

    static func feed<Consumer: BundleConsumer>(
        _ bytes: [UInt8], _ verifier: inout BundleVerifier, _ consumer: inout Consumer
    ) throws {
        var position = 0
        while position < bytes.count {
            let end = min(position + 1 << 20, bytes.count)
            try verifier.feed(bytes.span.extracting(position..<end), to: &consumer)
            position = end
        }
    }

    static func report(_ figures: [String: Double], _ note: String = "") {
        let members = figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(String(format: "%.3f", $0.value))" }
        print("{\(members.joined(separator: ","))}\(note.isEmpty ? "" : " \(note)")")
    }

    static func processorSeconds() -> Double {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(micros) / 1e6
    }

    static func peakMebibytes() -> Double {
        // The kernel's own mark of this program: what getrusage says may be the peak of the parent it was started from.
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(separator: " ").compactMap { Double($0) }.first
        return (kibibytes ?? .nan) / 1024
    }
}

/// Chains as the store keeps them; every epoch is open.
struct OpenChains: ChainDirectory {
    let store: NodeStore

    func chain(of publisher: MemberID, for audience: GroupID) throws(BundleError) -> ChainState {
        do throws(StoreError) {
            return try store.chain(of: publisher, for: audience)
        } catch {
            throw .stoppedByConsumer
        }
    }

    func window(of epoch: EpochNumber) throws(BundleError) -> EpochWindow? {
        EpochWindow(publishFrom: Timestamp(secondsSinceEpoch: 0), matchUntil: Timestamp(secondsSinceEpoch: 4_000_000_000))
    }
}
