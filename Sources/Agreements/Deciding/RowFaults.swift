internal import Indicators

/// What in a class of rows is not in the schema.
enum RowFaults {
    private static let types: Set<String> = ["report", "retract", "outcome", "object"]
    static let largestConfidence: Int64 = 100

    /// The members at fault, in the order of the specification.
    static func of(_ rows: RowClass, at stage: DecisionStage) -> [String] {
        var faults: [String] = []
        if (try? IndicatorKind(parsing: rows.kind)) == nil { faults.append("kind") }
        if !types.contains(rows.type) { faults.append("type") }
        if rows.type == "outcome" ? !NameRule.kind.admits(rows.act) : !rows.act.isEmpty { faults.append("act") }
        if Marking(rows.tlp) == nil { faults.append("tlp") }
        if !rows.pap.isEmpty, PermissibleAction(rawValue: rows.pap) == nil { faults.append("pap") }
        if SubjectClass(rawValue: rows.subject) == nil { faults.append("subject") }
        if rows.confidence > largestConfidence { faults.append("conf") }
        if stage == .retain, rows.heldSince == nil { faults.append("held_since") }
        return faults
    }
}
