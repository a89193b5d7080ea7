public import Blinding
internal import CryptoPrimitives
internal import Indicators

/// How many guesses this machine tests in a second on one core, measured.
public struct GuessRates: Sendable, Hashable {
    /// Under the keyed suite: two HMACs and a comparison.
    public let keyed: Double
    /// Under evaluation by whoever holds the key of an epoch, or two shares of it: a point from the guess, one multiplication, three hashes.
    public let evaluated: Double

    /// States rates.
    public init(keyed: Double, evaluated: Double) {
        self.keyed = keyed
        self.evaluated = evaluated
    }

    /// Measures both, each for a quarter of a second.
    ///
    /// - Throws: `BlindingError`.
    public static func measured() throws(BlindingError) -> GuessRates {
        GuessRates(keyed: try measuredKeyed(), evaluated: try measuredEvaluated())
    }

    private static let window: Duration = .milliseconds(250)

    private static func measuredKeyed() throws(BlindingError) -> Double {
        let blinder = try EpochBlinder(
            epoch: EpochNumber(1), suites: .keyedOnly, pepper: .random(count: EpochBlinder.pepperByteCount)
        ).blinder(of: .phone)
        var number: UInt64 = 0
        var found = 0
        return try rate { () throws(BlindingError) in
            for _ in 0..<Self.keyedInARound {
                number += 1
                let guess = Self.guess(number)
                if try blinder.secret(ofCanonical: guess.span).tag(epoch: EpochNumber(1)) == leaked { found += 1 }
            }
            return Self.keyedInARound
        }
    }

    private static func measuredEvaluated() throws(BlindingError) -> Double {
        let blinder = try EpochBlinder(
            epoch: EpochNumber(1), suites: .standard, pepper: .random(count: EpochBlinder.pepperByteCount))
        let key = KnownKey()
        var number: UInt64 = 0
        var found = 0
        return try rate { () throws(BlindingError) in
            var inputs: [MatchInput] = []
            for _ in 0..<Self.evaluatedInARound {
                number += 1
                inputs.append(try MatchInput(kind: .phone, canonical: Self.guess(number).span))
            }
            for output in key.outputs(of: inputs) {
                let secret = MatchSecret(z: blinder.evaluatedSecret(of: output))
                if secret.tag(epoch: EpochNumber(1)) == leaked { found += 1 }
            }
            return Self.evaluatedInARound
        }
    }

    /// The tag of a leaked bundle that the guesses are held against.
    private static let leaked = MatchSecret(z: SecureRandom.digest()).tag(epoch: EpochNumber(2))
    private static let keyedInARound = 4_096
    private static let evaluatedInARound = 64

    private static func guess(_ number: UInt64) -> [UInt8] { Array("+447700\(100_000 + number % 900_000)".utf8) }

    private static func rate(_ round: () throws(BlindingError) -> Int) throws(BlindingError) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < window { count += try round() }
        let parts = (clock.now - start).components
        return Double(count) / (Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
    }
}
