internal import Indicators

/// A rule, where it stands, and whom and what it speaks of.
struct RuleInPlace {
    let rule: AgreementRule
    let place: String
    /// Those it names as `from`.
    let senders: [AgreementParty]
    /// Those it names as `to`, as far as its conditions on the recipient admit them.
    let recipients: [AgreementParty]
    let senderNames: Set<MemberID>
    let recipientNames: Set<MemberID>
    /// The reports and outcomes it speaks of.
    let sorts: RowSorts

    init(_ rule: AgreementRule, at place: String, in agreement: Agreement, _ words: KnownWords) {
        self.rule = rule
        self.place = place
        senders = agreement.parties.filter(rule.from.matches)
        recipients = agreement.parties.filter { Self.admits($0, rule) }
        senderNames = Set(senders.map(\.id))
        recipientNames = Set(recipients.map(\.id))
        sorts = RowSorts(of: rule, words)
    }

    func finding(_ code: LintFinding.Code, _ more: [String] = []) -> LintFinding {
        LintFinding(code, at: place, [rule.id] + more)
    }

    /// The stages in their own order.
    var stages: [DecisionStage] { DecisionStage.allCases.filter(rule.stages.contains) }

    /// Whether nobody can be `from`, or nobody `to`.
    var isWithoutParty: Bool { senders.isEmpty || recipients.isEmpty }

    /// Who can be `to` at a stage with somebody as `from`.
    func recipients(at stage: DecisionStage) -> [AgreementParty] {
        if stage.isWithinOneMember { return recipients.filter { senderNames.contains($0.id) } }
        return recipients.filter { recipient in senders.contains { $0.id != recipient.id } }
    }

    /// Whether it speaks of what passes from one party to another.
    func joins(_ from: AgreementParty, _ to: AgreementParty) -> Bool {
        from.id != to.id && senderNames.contains(from.id) && recipientNames.contains(to.id)
    }

    /// Whom the rows it can show may be about: protected people stay hidden where a rule does not name them.
    var subjects: Set<SubjectClass> {
        rule.conditions.subjects ?? Set(SubjectClass.allCases.filter { !$0.isProtected })
    }

    private static func admits(_ recipient: AgreementParty, _ rule: AgreementRule) -> Bool {
        let conditions = rule.conditions
        return rule.to.matches(recipient) && conditions.recipientClasses?.contains(recipient.partyClass) ?? true
            && conditions.countries?.contains(recipient.country) ?? true
            && !(conditions.excludedCountries?.contains(recipient.country) ?? false)
    }
}

extension DecisionStage {
    /// Whether the own member is both `from` and `to`; at every other stage they are two parties.
    var isWithinOneMember: Bool { self == .publish || self == .export }

    /// Whether officers are asked where a rule demands approvals.
    var asksOfficers: Bool {
        switch self {
        case .publish, .send, .onward, .export: true
        case .receive, .query, .retain: false
        }
    }
}
