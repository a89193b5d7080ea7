public import CanonicalCoding

extension PublishSummary {
    /// The count for programs: the last line of `tocsin publish --json`, and the answer of `/v1/publish`.
    public var json: JSONObject {
        [
            "accepted": .integer(Int64(accepted)), "bundle": .string(bundle), "cut": .integer(Int64(cut)),
            "duplicate": .integer(Int64(duplicate)), "manifest": .string(manifest), "read": .integer(Int64(read)),
            "refused": .integer(Int64(refused)), "seq": .integer(Int64(sequence)), "withheld": .integer(Int64(withheldTexts)),
        ]
    }

    /// The count with what a request's answer says beside it.
    func answer(with members: JSONObject) -> JSONObject {
        var answer = json
        for member in members.members { answer[member.key] = member.value }
        return answer
    }
}
