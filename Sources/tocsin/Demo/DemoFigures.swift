import CanonicalCoding
import Exchange
internal import Indicators

/// What the demo found, for programs.
struct DemoFigures {
    /// What became of each member's feed.
    var published: [(member: DemoMember, summary: PublishSummary)] = []
    /// Reports that were taken back.
    var retracted = 0
    /// How many right numbers somebody with the pepper alone tried against a leaked bundle, and how many tags fitted.
    var guessed = (tried: 0, found: 0)
    /// The state digest that all members agree on at the end.
    var digest = ""

    func json(_ directory: String, _ group: GroupID, _ members: [DemoMember]) -> JSONValue {
        var homes = JSONObject()
        for member in members { homes[member.id.name] = .string(member.home) }
        let bundles = published.map { entry in
            var answer = entry.summary.json
            answer["cut"] = .integer(Int64(entry.summary.cut))
            answer["member"] = .string(entry.member.id.name)
            return JSONValue.object(answer)
        }
        return [
            "digest": .string(digest), "dir": .string(directory), "group": .string(group.name),
            "guessed": ["found": .integer(Int64(guessed.found)), "tried": .integer(Int64(guessed.tried))],
            "homes": .object(homes),
            "published": .array(bundles), "retracted": .integer(Int64(retracted)),
        ]
    }
}

extension String {
    /// At least so many characters, filled up with blanks.
    func padded(_ width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}
