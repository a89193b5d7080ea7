internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

/// Stage `receive`: the receiver decides again, with its own copy of the agreement, about what a finished stream shows.
struct ReceiveStage {
    let desk: DecisionDesk
    private let own: MemberID
    let grounds: QueryGrounds

    /// - Throws: what ``DecisionDesk`` throws.
    init(_ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("import")) throws {
        desk = try DecisionDesk(node, at: time)
        own = node.settings.member
        self.grounds = grounds
    }

    /// What a stream is judged by.
    enum Judgement {
        /// The group is under no agreement: the rules of bundles alone decide.
        case unruled
        /// What was decided, and whether the stream shows no more than that.
        case decided(Decision, isWithin: Bool)
    }

    /// The agreement by which a stream is judged: the one its transfer names, else that of its group.
    func agreement(of group: GroupID, from sender: MemberID, named: Digest256? = nil) -> NodeAgreements.Governance {
        guard let named, let held = desk.agreements[named], held.agreement.groups.contains(group) else {
            return desk.governance(of: group, from: sender, to: own)
        }
        return held.isSuperseded(at: desk.time) ? desk.governance(of: group, from: sender, to: own) : .agreement(held)
    }

    /// Decides about the rows that a stream shows.
    ///
    /// - Parameters:
    ///   - classes: the rows by class; `columns` are those that are shown of them.
    ///   - sender: who handed it over: the member of the transfer, else the publisher.
    ///   - named: the agreement that the transfer names.
    ///   - manifest: the bundle.
    /// - Throws: `LedgerError`.
    func judge(
        _ classes: [RowClass], of group: GroupID, from sender: MemberID, named: Digest256? = nil, manifest: Digest256
    ) throws -> Judgement {
        let held: HeldAgreement?
        switch agreement(of: group, from: sender, named: named) {
        case .profile where sender == own || named == nil: return .unruled
        case .profile, .missing: held = nil
        case .agreement(let agreement): held = agreement
        }
        // A member's own stream that comes back to it was decided about when it was published.
        guard sender != own else { return .unruled }
        var input = try desk.input(.receive, from: sender, to: own, group: group, under: held, for: grounds)
        input.classes = classes
        input.items = [manifest.hex]
        let decision = desk.decide(input)
        return .decided(decision, isWithin: decision.allowsAllThatIsShown)
    }
}

extension Decision {
    /// Whether every class passes with every column that it shows: what a receiver asks of a stream.
    var allowsAllThatIsShown: Bool {
        guard outcome == .allow, classes.count == input.classes.count else { return false }
        return classes.allSatisfy { answer in
            let shown = answer.shownColumns
            let forms = Dictionary(answer.fields.map { ($0.column, $0.treatment) }) { first, _ in first }
            return answer.rows.columns.allSatisfy { column in
                if shown.contains(column) { return true }
                // A reduced form may be shown where a clearer one may.
                guard let reduced = ReducedColumn(name: column), let treatment = forms[reduced.base] else { return false }
                return treatment <= reduced.treatment
            }
        }
    }
}
