import Blinding
import CCurveRival
import CryptoPrimitives
import Foundation
import Indicators

/// Measures evaluation by two of three against what libcrypto's own calls take in the same run, on one core and in its time of processor.
///
/// `evaluation-bench [ELEMENTS]`: a message has at most 8,192.
@main
struct EvaluationBench {
    private let count: Int
    private let rival: curve_rival
    private let inputs: [MatchInput]

    static func main() throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 4_096
        try EvaluationBench(count).run()
    }

    private init(_ count: Int) throws {
        self.count = min(max(count, 2), BlindedBatch.largestCount)
        var rival = curve_rival()
        guard unsafe curve_rival_measure(Int32(self.count), &rival) == 1 else { exit(70) }
        self.rival = rival
        inputs = try (0..<self.count).map { number in
            try MatchInput(kind: .phone, canonical: Array("+447700\(100_000 + number)".utf8).span)
        }
    }

    private func run() throws {
        say(
            "libcrypto",
            [
                ("decode", rival.decode), ("multiply", rival.multiply), ("encode", rival.encode),
                ("encode, all made affine", rival.encode_affine), ("sum of all", rival.sum),
                ("sum of two at a time", rival.sum_of_two),
                ("add", rival.add), ("number modulo the order", rival.number),
            ])
        let key = KnownKey()
        let hashing = measure { _ = VOPRFSuite.verifiable.elements(of: inputs.map(\.bytes)) }
        say("ours", [("hash to the curve", hashing)])
        let shares = try Self.shares()
        var batch: BlindedBatch?
        let blinding = try measure { batch = try BlindedBatch(inputs, secret: .random(count: 32)) }
        guard let batch else { exit(70) }
        let blinded = batch.elements.map(\.bytes)
        var answers: [EvaluatorShare.Answer] = []
        let evaluating = try measure { answers.append(try shares[0].evaluate(blinded)) }
        answers.append(try shares[1].evaluate(blinded))
        var proven: [ProvenAnswer] = []
        let verifying = try measure {
            for (share, answer) in zip(shares, answers) {
                proven.append(
                    try ProvenAnswer(answer.elements, answer.proof, of: share.evaluator, publicKey: share.publicKey, for: batch))
            }
        }
        let combining = try measure { _ = try batch.outputs(from: proven) }
        let guessing = measure { _ = key.outputs(of: inputs) }
        say(
            "ours",
            [
                ("evaluator, a message", evaluating), ("client: blind", blinding), ("client: verify two answers", verifying),
                ("client: combine", combining), ("a guess with the whole key", guessing),
            ])
        let evaluator = rival.decode + rival.multiply + rival.encode_affine + rival.sum
        let blind = hashing + rival.multiply + rival.encode_affine
        let verify = 2 * (rival.decode + 2 * rival.sum)
        let combine = rival.multiply + 3 * rival.add + rival.encode_affine
        say("bound", [("evaluator", evaluator), ("client", blind + verify + combine)])
        print(
            String(
                format: "ratio: evaluator %.2f, client %.2f, blind %.2f, verify %.2f, combine %.2f",
                evaluating / evaluator, (blinding + verifying + combining) / (blind + verify + combine), blinding / blind,
                verifying / verify, combining / combine))
    }

    /// The shares of two parties of a key generation.
    private static func shares() throws -> [EvaluatorShare] {
        let polynomials = SharePolynomial.parties.map { _ in SharePolynomial() }
        return SharePolynomial.parties.prefix(2).compactMap { party in
            EvaluatorShare(summing: polynomials.map { $0.value(for: party) }, of: party)
        }
    }

    private func say(_ whose: String, _ lines: [(name: String, seconds: Double)]) {
        for line in lines {
            print(String(format: "%@: %@ %.1f µs", whose, line.name, line.seconds / Double(count) * 1e6))
        }
    }

    /// Seconds of processor of this thread.
    private func measure(_ body: () throws -> Void) rethrows -> Double {
        let start = Self.processorSeconds
        try body()
        return Self.processorSeconds - start
    }

    private static var processorSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
