internal import Indicators

extension OutcomeRow {
    /// The row of a publisher without small counts (docs/spec/outcomes.md, *Rows of publishers*).
    init(_ publisher: MemberID, _ counts: OutcomeCounts, of verbs: [OutcomeVerb], above floor: CountFloor) {
        // Of so few indicators any count would say too much about the others.
        guard counts.reported >= 2 * floor.smallest else {
            self.init(publisher, .publisher, reported: floor.shown(counts.reported), of: verbs)
            return
        }
        func cell(_ voices: OutcomeCounts.Voices) -> Cell {
            Cell(indicators: floor.shown(voices.indicators), members: floor.shown(voices.members.count))
        }
        self.init(publisher, .publisher, reported: .exact(counts.reported), of: verbs)
        objected = cell(counts.objected)
        let voices = verbs.map { counts.voices(of: $0).indicators }
        let smallCount = voices.count(where: floor.isSmall)
        // What the shown outcomes leave to the small ones, where no indicator has two: below 0, some certainly have.
        let rest = counts.reported - voices.filter { !floor.isSmall($0) }.reduce(0, +)
        let hasRoom = rest < 0 || rest >= floor.smallest - 1 + smallCount - 1
        let showsOutcomes = smallCount == 0 ? !floor.isSmall(counts.unanswered) : hasRoom
        guard showsOutcomes else { return }
        for verb in verbs { outcomes[verb] = cell(counts.voices(of: verb)) }
        // Beside a small count it would say how many indicators all outcomes cover together.
        if smallCount == 0 { unanswered = .exact(counts.unanswered) }
    }
}
