import Agreements
import CanonicalCoding
import TestVectors
import Testing

@Suite struct `Classes of rows` {
    private static let columns = ["core", "impact", "impact_bucket_1000", "value"]

    private static func facts(using generator: inout SplitMix64) -> RowFacts {
        let type = RowFacts.ClaimType.allCases.randomElement(using: &generator) ?? .report
        let acts = ["funds-frozen", "under-investigation", "no-match"]
        return RowFacts(
            type: type, act: type == .outcome ? acts.randomElement(using: &generator) ?? "" : "",
            action: Bool.random(using: &generator) ? PermissibleAction.allCases.randomElement(using: &generator) : nil,
            subject: SubjectClass.allCases.randomElement(using: &generator) ?? .unknown,
            confidence: .random(in: 0...104, using: &generator), sources: .random(in: 0...4, using: &generator),
            age: .random(in: 0...120, using: &generator))
    }

    private static func input(_ agreement: Agreement, _ stage: DecisionStage, to place: Int, _ classes: [RowClass])
        -> DecisionInput
    {
        let (from, to) = (agreement.parties[0].id, agreement.parties[place].id)
        var input = DecisionInput(
            stage: stage, time: Signatures.now, actor: .init(member: from, name: "p-1", role: "analyst"), from: from, to: to,
            agreement: agreement.digest,
            standing: AgreementStanding(signers: agreement.parties.map(\.id), activated: agreement.valid.from), classes: classes,
            purpose: "scam.prevention")
        input.authenticated = [from, to]
        input.isJustified = true
        input.caseReference = "H-1"
        return input
    }

    @Test(arguments: [DecisionStage.send, .query, .export], [1, 2])
    func `are decided as each of their rows alone`(stage: DecisionStage, recipient: Int) throws {
        let agreement = try AgreementVectors.example("task-force.json")
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SplitMix64(state: seed)
            let kind = ["url", "phone", "btc"].randomElement(using: &generator) ?? "url"
            let segment = RowClass(kind: kind, tlp: "AMBER", columns: Self.columns)
            var classifier = RowClassifier(agreement: agreement, segment: segment)
            let rows = (0..<300).map { _ in Self.facts(using: &generator) }
            let numbers = rows.map { classifier.classify($0) }
            let together = DecisionEngine.decide(
                Self.input(agreement, stage, to: recipient, classifier.classes), under: agreement)
            #expect(classifier.classes.reduce(0) { $0 + $1.rows } == 300, "seed \(seed)")
            for (facts, number) in zip(rows, numbers) {
                var alone = segment
                (alone.type, alone.act, alone.pap) = (facts.type.rawValue, facts.act, facts.action?.rawValue ?? "")
                (alone.subject, alone.confidence) = (facts.subject.rawValue, facts.confidence)
                (alone.sources, alone.age) = (facts.sources, facts.age)
                let decision = DecisionEngine.decide(Self.input(agreement, stage, to: recipient, [alone]), under: agreement)
                let (own, shared) = (decision.classes[0], together.classes[number])
                #expect(
                    own.outcome == shared.outcome && own.reason == shared.reason && own.fields == shared.fields, "seed \(seed)")
                #expect(own.allowing == shared.allowing && own.denying == shared.denying, "seed \(seed)")
            }
        }
    }

    @Test func `are few, however many rows there are`() throws {
        let agreement = try AgreementVectors.example("task-force.json")
        var classifier = RowClassifier(agreement: agreement, segment: RowClass(kind: "url", tlp: "AMBER", columns: Self.columns))
        var generator = SplitMix64(state: 9)
        for _ in 0..<20_000 {
            var facts = RowFacts(subject: .suspect)
            (facts.confidence, facts.age) = (.random(in: 0...100, using: &generator), .random(in: 0...400, using: &generator))
            _ = classifier.classify(facts)
        }
        #expect(classifier.classes.count <= 4)
        #expect(classifier.classes.reduce(0) { $0 + $1.rows } == 20_000)
    }

    @Test func `ask the log for the windows of rates`() throws {
        let agreement = try AgreementVectors.example("task-force.json")
        #expect(agreement.rateWindows(at: .query).map(\.text) == ["PT1H"])
        #expect(agreement.rateWindows(at: .send) == [])
    }

    @Test func `are few however many verbs there are that nothing names`() throws {
        let agreement = try AgreementVectors.example("task-force.json")
        let segment = RowClass(kind: "url", tlp: "AMBER", columns: Self.columns)
        var classifier = RowClassifier(agreement: agreement, segment: segment)
        for number in 0..<10_000 {
            _ = classifier.classify(RowFacts(type: .outcome, act: "act-\(number)", subject: .suspect, confidence: 0, age: 0))
        }
        for act in AgreementRule.guardedActs.sorted() {
            _ = classifier.classify(RowFacts(type: .outcome, act: act, subject: .suspect, confidence: 0, age: 0))
        }
        #expect(classifier.classes.map(\.act) == ["other"] + AgreementRule.guardedActs.sorted())
        #expect(classifier.classes[0].rows == 10_000)
    }
}
