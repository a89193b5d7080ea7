internal import Indicators

/// Flows that one stage lets pass and another stops: what is sent and not published, sent and not taken in, taken in and never sent.
struct FlowLint {
    private let agreement: Agreement
    private let words: KnownWords
    private let publishing: [RuleInPlace]
    private let sending: [RuleInPlace]
    private let leaving: [RuleInPlace]
    private let receiving: [RuleInPlace]
    /// Of parties that no rule tells apart, two: every flow is between two of these.
    private let examples: Set<MemberID>

    init(agreement: Agreement, rules: [RuleInPlace], words: KnownWords) {
        func allowing(_ stages: Set<DecisionStage>) -> [RuleInPlace] {
            rules.filter { $0.rule.effect == .allow && !$0.rule.stages.isDisjoint(with: stages) && !$0.sorts.isEmpty }
        }
        self.agreement = agreement
        self.words = words
        publishing = allowing([.publish])
        sending = allowing([.send])
        leaving = allowing([.send, .onward])
        receiving = allowing([.receive])
        let flows = allowing([.send, .onward, .receive])
        let alike = Dictionary(grouping: agreement.parties) { party in
            flows.map { [$0.senderNames.contains(party.id), $0.recipientNames.contains(party.id)] }
        }
        examples = Set(alike.values.flatMap { $0.prefix(2).map(\.id) })
    }

    func findings() -> [LintFinding] {
        agreement.parties.flatMap(unpublished) + leaving.flatMap(unreceived) + receiving.flatMap(unsent) + owed()
    }

    /// What a party may send and may not publish.
    private func unpublished(_ party: AgreementParty) -> [LintFinding] {
        let sent = sending.filter { entry in
            entry.senderNames.contains(party.id) && entry.recipients.contains { $0.id != party.id }
        }
        let published = publishing.filter { $0.senderNames.contains(party.id) && $0.recipientNames.contains(party.id) }
        guard !sent.isEmpty else { return [] }
        guard !published.isEmpty else { return [LintFinding(.publishUnnamed, at: "rules", [party.id.name])] }
        return sent.filter { entry in published.allSatisfy { $0.sorts.isDisjoint(with: entry.sorts) } }
            .map { $0.finding(.publishUnnamed, [party.id.name]) }
    }

    /// What a rule lets be sent or passed on, and no rule lets in; for the first two parties between whom it is so.
    private func unreceived(_ entry: RuleInPlace) -> [LintFinding] {
        for from in entry.senders where examples.contains(from.id) {
            for to in entry.recipients where examples.contains(to.id) && from.id != to.id {
                guard let gap = FlowGap(of: entry, taking: receiving.filter { $0.joins(from, to) }) else { continue }
                return [entry.finding(.receiveUnnamed, ["\(from.id.name) to \(to.id.name)"] + gap.words)]
            }
        }
        return []
    }

    /// Rules that let in what nobody sends.
    private func unsent(_ entry: RuleInPlace) -> [LintFinding] {
        let sources = leaving.filter { !$0.sorts.isDisjoint(with: entry.sorts) && !$0.subjects.isDisjoint(with: entry.subjects) }
        let isSent = entry.senders.filter { examples.contains($0.id) }.contains { from in
            entry.recipients.contains { to in
                examples.contains(to.id) && entry.joins(from, to) && sources.contains { $0.joins(from, to) }
            }
        }
        return isSent || entry.recipients(at: .receive).isEmpty ? [] : [entry.finding(.sendUnnamed)]
    }

    /// Outcomes that a class owes and no rule lets its parties send.
    private func owed() -> [LintFinding] {
        let owing = agreement.parties.filter { agreement.feedback.owedBy.contains($0.partyClass) }
        let verbs = agreement.feedback.outcomes.intersection(words.verbs).filter { verb in
            let rules = sending.filter { $0.sorts.contains(act: verb) }
            return !owing.allSatisfy { party in rules.contains { $0.senderNames.contains(party.id) } }
        }
        return verbs.isEmpty ? [] : [LintFinding(.feedbackUnnamed, at: "feedback", verbs.sorted())]
    }
}

/// What a rule lets be sent and none of some rules lets in.
private struct FlowGap {
    /// The subjects, markings, kinds and verbs that make the difference; none when nothing is let in.
    let words: [String]

    /// What is between two parties; nothing when all of it is let in.
    init?(of sending: RuleInPlace, taking: [RuleInPlace]) {
        // What is only passed on ends lower.
        let isPassedOn = !sending.rule.stages.contains(.send)
        let ceiling = isPassedOn ? min(Self.ceiling(sending), DecisionStage.onward.ceiling) : Self.ceiling(sending)
        let subjects = SubjectClass.allCases.filter(sending.subjects.contains)
        let markings = Marking.allCases.filter { $0 <= ceiling }
        var failing: [Case] = []
        var stopped: RowSorts?
        var isAnyTaken = false
        for subject in subjects {
            for marking in markings {
                var rest = sending.sorts
                for entry in taking where Self.admits(entry, subject, marking, sending) { rest = rest.subtracting(entry.sorts) }
                if rest != sending.sorts { isAnyTaken = true }
                guard !rest.isEmpty else { continue }
                failing.append(Case(subject: subject, marking: marking))
                if stopped == nil { stopped = rest } else { stopped?.formUnion(rest) }
            }
        }
        guard let stopped else { return nil }
        guard isAnyTaken else {
            words = []
            return
        }
        let lostSubjects = subjects.filter { subject in failing.count { $0.subject == subject } == markings.count }
        let lostMarkings = markings.filter { marking in failing.count { $0.marking == marking } == subjects.count }
        words =
            (lostSubjects.count < subjects.count ? lostSubjects.map(\.rawValue) : [])
            + (lostMarkings.count < markings.count ? lostMarkings.map(\.rawValue) : []) + stopped.words(within: sending.sorts)
    }

    private struct Case {
        let subject: SubjectClass
        let marking: Marking
    }

    private static func admits(_ entry: RuleInPlace, _ subject: SubjectClass, _ marking: Marking, _ sending: RuleInPlace) -> Bool
    {
        entry.subjects.contains(subject) && marking <= ceiling(entry)
            && (!entry.rule.conditions.isForEmergencies || sending.rule.conditions.isForEmergencies)
    }

    private static func ceiling(_ entry: RuleInPlace) -> Marking { entry.rule.conditions.highestMarking ?? .amberStrict }
}
