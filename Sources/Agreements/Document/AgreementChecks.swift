internal import Indicators

/// The rules that concern more than one member.
extension Agreement {
    func checkDocument() throws(AgreementError) {
        guard (supersedes == nil) == (version == 1) else { throw AgreementError(.supersedes, at: "supersedes") }
        guard (taskForce != nil) == (mode == .taskForce) else { throw AgreementError(.taskForce, at: "task_force") }
        guard mode == .bilateral ? parties.count == 2 : parties.count >= 2 else {
            throw AgreementError(.partyCount, at: "parties")
        }
        try requireUnique(parties.map(\.id), at: "parties")
        try requireUnique(legal.map(\.ref), at: "legal")
        try requireUnique(purposes.map(\.code), at: "purposes")
        try requireUnique(rules.map(\.id), at: "rules")
        try requireUnique(languages, at: "languages")
        if mode == .bilateral, valid.mayBeSuspendedBy.count != 2 { throw AgreementError(.tooFew, at: "valid.suspended_by") }
    }

    /// Every name that one part uses is defined by another.
    func checkNames() throws(AgreementError) {
        let ids = Set(parties.map(\.id))
        try require(valid.mayBeSuspendedBy, in: ids, at: "valid.suspended_by")
        try require(rights.answeredBy, in: ids, at: "rights.answered_by")
        try require(assurance.mirrors, in: ids, at: "assurance.mirrors")
        try require(Set(assurance.auditAccess.map(\.party)), in: ids, at: "assurance.audit_access")
        try require(Set(taskForce?.roster.keys.map(\.self) ?? []), in: ids, at: "task_force.roster")
        let codes = Set(purposes.map(\.code))
        try checkParents(codes)
        let refs = Set(legal.map(\.ref))
        for (index, rule) in rules.enumerated() {
            let place = "rules[\(index)]"
            try require(rule.from.members, in: ids, at: "\(place).from")
            try require(rule.to.members, in: ids, at: "\(place).to")
            try require(rule.conditions.purposes ?? [], in: codes, at: "\(place).when.purpose_in")
            try require(rule.conditions.legalRefs ?? [], in: refs, at: "\(place).when.legal_in")
            try require(rule.notifiedParties, in: ids, at: "\(place).duties")
        }
    }

    /// Parents are defined, and nobody is its own ancestor.
    private func checkParents(_ codes: Set<String>) throws(AgreementError) {
        for (index, purpose) in purposes.enumerated() {
            let place = "purposes[\(index)].parent"
            try require(Set(purpose.parent.map { [$0] } ?? []), in: codes, at: place)
            guard let ancestry = ancestry(of: purpose.code), ancestry.count <= purposes.count else {
                throw AgreementError(.duplicate, at: place)
            }
        }
    }

    /// A purpose and what it is a case of, nearest first; nothing for a code that is not defined. A circle gives one more
    /// than there are purposes.
    func ancestry(of code: String) -> [String]? {
        // a word is ASCII, and among words equal texts have equal bytes; `K` and the Kelvin sign are equal texts otherwise
        guard NameRule.word.admits(code), var purpose = purposes.first(where: { $0.code == code }) else { return nil }
        var codes = [code]
        while let parent = purpose.parent, codes.count <= purposes.count, let next = purposes.first(where: { $0.code == parent })
        {
            codes.append(parent)
            purpose = next
        }
        return codes
    }

    private func require<Name: Hashable>(_ names: Set<Name>, in known: Set<Name>, at place: String) throws(AgreementError) {
        guard names.isSubset(of: known) else { throw AgreementError(.unknownName, at: place) }
    }
}
