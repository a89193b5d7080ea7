public import CryptoPrimitives

/// The whole key of an epoch in one hand, as two evaluators together have it: what such a hand can compute alone.
///
/// Nothing of the protocol uses it; it measures what guesses would cost (`tocsin privacy-report`), and tests hold answers of evaluators against it.
public struct KnownKey: Sendable {
    private let key: GroupScalars

    /// A new key that nobody uses.
    public init() { key = .random(count: 1) }

    /// The outputs for inputs, without blinding and proofs.
    public func outputs(of inputs: [MatchInput]) -> [Digest256] {
        let suite = VOPRFSuite.verifiable
        let points = suite.elements(of: inputs.map(\.bytes))
        return zip(inputs, GroupElement.products(points, key)).map { suite.output(of: $0.bytes, $1) }
    }
}
