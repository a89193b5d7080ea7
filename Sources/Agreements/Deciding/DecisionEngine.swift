internal import CryptoPrimitives
internal import CanonicalCoding

/// Decides what an agreement lets pass. A pure function: no clock, no randomness, no files; everything it depends on is in
/// the agreement and the captured input, so the same two give the same record, byte for byte, years later.
public enum DecisionEngine {
    /// The version that records name; it changes whenever some input would be decided otherwise.
    public static let version = "tocsin-agreements/1"

    /// Decides.
    ///
    /// - Parameter agreement: the agreement that the input names; another one, or none, gives ``ReasonCode/noAgreement``.
    public static func decide(_ input: DecisionInput, under agreement: Agreement?) -> Decision {
        guard let agreement, agreement.digest == input.agreement else {
            let refusal = Refusal(.noAgreement, ["agreement"])
            let outcome: DecisionOutcome = input.stage == .retain ? .freeze : .deny
            let classes = input.classes.map { ClassDecision($0, outcome, refusal.reason) }
            return Decision(input: input, agreement: nil, refusal: refusal, classes: classes, legal: [])
        }
        let evaluation = ClassEvaluation(agreement, input)
        if let refusal = Preconditions(agreement: agreement, input: input).refusal() {
            let classes = input.classes.map { rows in
                guard input.stage == .retain else { return ClassDecision(rows, .deny, refusal.reason) }
                return evaluation?.frozen(rows, refusal) ?? ClassDecision(rows, .freeze, refusal.reason)
            }
            return Decision(input: input, agreement: agreement, refusal: refusal, classes: classes, legal: [])
        }
        return Decision(
            input: input, agreement: agreement, refusal: nil, classes: evaluation.map { input.classes.map($0.decide) } ?? [],
            legal: evaluation?.matching.legal.relied(on: input.stage.side) ?? [])
    }

    /// Decides again from what was kept: the bytes of the record that the same version of the engine made.
    ///
    /// - Throws: ``AgreementError`` when one of the documents is not what it was.
    public static func replay(input: [UInt8], agreement: [UInt8]?) throws(AgreementError) -> [UInt8] {
        let document: Agreement?
        if let agreement { document = try Agreement(parsing: agreement) } else { document = nil }
        return decide(try DecisionInput(parsing: input), under: document).canonicalBytes()
    }
}
