internal import Agreements
internal import MergeEngine

extension RowClass {
    /// Every class once, with how many there are of it, in order of appearance.
    static func counted(_ classes: [RowClass]) -> [RowClass] {
        var counted: [RowClass] = []
        var places: [RowClass: Int] = [:]
        for rows in classes {
            if let place = places[rows] {
                counted[place].rows += 1
            } else {
                places[rows] = counted.count
                counted.append(rows)
            }
        }
        return counted
    }

    /// The same with another number of rows.
    func counting(_ rows: Int64) -> RowClass {
        var copy = self
        copy.rows = rows
        return copy
    }
}

extension ClassDecision {
    /// Whether rows pass with what they say: an answer or an export is made of such alone.
    var showsCore: Bool {
        outcome == .allow && fields.contains { $0.column == RowSchema.coreColumn && $0.form == .clear }
    }
}
