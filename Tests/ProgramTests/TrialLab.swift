import Foundation
import Testing

/// A lab of two members and a feed, for what a person types.
struct TrialLab {
    let workplace: Workplace
    let program: Program
    let feed: String

    /// - Parameter text: the feed of org.a, a CSV with the columns value and kind unless it says otherwise.
    init(feed text: String = "value,kind\na.example,host\n") throws {
        workplace = try Workplace()
        program = try Program()
        feed = try workplace.write(text, to: "feed.csv")
        try program.run("lab", "--dir", path("lab"), "--members", "org.a:platform,org.b:vendor")
    }

    func path(_ name: String) -> String { "\(workplace.path)/\(name)" }

    func home(_ member: String = "org.a") -> String { path("lab/\(member)") }

    /// Runs a verb at the home of a member.
    func run(_ verb: [String], at member: String = "org.a", input: String = "") throws -> Program.Outcome {
        try program.run(verb + ["--home", home(member)], input: Data(input.utf8))
    }

    /// Publishes the feed, or another one.
    func publish(_ options: String..., feed other: String? = nil) throws -> Program.Outcome {
        try run(["publish", "--group", "lab"] + options + [other ?? feed])
    }

    /// How many claims org.a holds.
    var claims: Int {
        get throws { try #require(run(["digest", "--json"]).document["claims"] as? Int) }
    }
}

extension Program.Outcome {
    /// The last line of the results as an object.
    var document: [String: Any] {
        get throws {
            let line = try #require(output.split(separator: "\n").last, "\(errors)")
            return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// Whether it ended as a fault of usage, told in two lines.
    var isUsageFault: Bool { status == 2 && output.isEmpty && errorLines.count == 2 && errorLines[1].hasPrefix("hint: ") }
}
