internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators

extension Agreement {
    /// The members of the document.
    static let memberNames = [
        "v", "type", "id", "version", "supersedes", "mode", "groups", "title", "summary", "text_sha256", "languages", "parties",
        "valid", "legal", "vocab", "rules", "retention", "rights", "assurance", "enforcement", "feedback", "incident", "public",
    ]
    /// Those that may be missing.
    static let optionalMemberNames = ["purposes", "task_force"]

    init(_ value: JSONValue, bytes: [UInt8]) throws(AgreementError) {
        let members = try ClosedObject(value, at: "", required: Self.memberNames, optional: Self.optionalMemberNames)
        guard try members.string("type") == "agreement" else { throw AgreementError(.wrongVersion, at: "type") }
        guard try members.value("v") == 1 else { throw AgreementError(.wrongVersion, at: "v") }
        id = try members.name("id")
        version = try members.integer("version", in: 1...JSONValue.largestInteger)
        supersedes = try members.digestOrNone("supersedes")
        mode = try members.choice("mode", Mode.self)
        groups = try members.set("groups", atMost: AgreementLimits.groups, readGroup)
        taskForce = members.has("task_force") ? try TaskForce(try members.value("task_force"), "task_force") : nil
        title = try members.line("title")
        summary = try members.text("summary")
        textDigest = try members.digest("text_sha256")
        languages = try members.list("languages", atMost: AgreementLimits.listEntries, atLeast: 1, readWord)
        parties = try members.list("parties", atMost: AgreementLimits.parties, AgreementParty.init)
        valid = try AgreementValidity(try members.value("valid"), "valid")
        legal = try members.list("legal", atMost: AgreementLimits.legalBases, LegalBasis.init)
        purposes =
            members.has("purposes")
            ? try members.list("purposes", atMost: AgreementLimits.purposes, atLeast: 1, Purpose.init) : Purpose.standard
        vocabulary = try PinnedVocabulary(try members.value("vocab"), "vocab")
        rules = try members.list("rules", atMost: AgreementLimits.rules, atLeast: 1, AgreementRule.init)
        retention = try RetentionTerms(try members.value("retention"), "retention")
        rights = try RightsTerms(try members.value("rights"), "rights")
        assurance = try AssuranceTerms(try members.value("assurance"), "assurance")
        enforcement = try EnforcementTerms(try members.value("enforcement"), "enforcement")
        feedback = try FeedbackTerms(try members.value("feedback"), "feedback")
        incident = try IncidentTerms(try members.value("incident"), "incident")
        publicMembers = try members.set("public", atLeast: 0, readMemberName)
        self.bytes = bytes
        digest = SHA256.hash(bytes)
        try checkDocument()
        try checkNames()
    }
}

/// Reads the name of a group.
private func readGroup(_ value: JSONValue, _ place: String) throws(AgreementError) -> GroupID {
    guard let id = value.string.flatMap(GroupID.init) else { throw AgreementError(.notAName, at: place) }
    return id
}

/// Reads the name of a member of the document.
private func readMemberName(_ value: JSONValue, _ place: String) throws(AgreementError) -> String {
    guard let name = value.string, (Agreement.memberNames + Agreement.optionalMemberNames).contains(name) else {
        throw AgreementError(.notAChoice, at: place)
    }
    return name
}
