/// The slots of one publisher for one indicator, as positions in the list of claims.
struct Slots {
    private var report: Int?
    private var objection: Int?
    private var outcomes: [(verb: OutcomeVerb, index: Int)] = []

    /// Puts a claim into its slot and gives back what it replaces.
    mutating func fill(for statement: Statement, with index: Int) -> Int? {
        switch statement.type {
        case .report:
            defer { report = index }
            return report
        case .object:
            defer { objection = index }
            return objection
        case .outcome:
            guard let verb = statement.verb else { return nil }
            guard let place = outcomes.firstIndex(where: { $0.verb == verb }) else {
                outcomes.append((verb, index))
                return nil
            }
            defer { outcomes[place].index = index }
            return outcomes[place].index
        case .retract:
            return nil
        }
    }

    /// Every claim that holds a slot.
    var held: [Int] {
        [report, objection].compactMap(\.self) + outcomes.map(\.index)
    }
}
