import Foundation
import Testing

/// A lab of two members for questions to the audit log.
struct AuditLab {
    let lab: TrialLab

    init() throws { lab = try TrialLab() }

    /// Asks a question at org.a; the answer as an object.
    @discardableResult
    func ask(_ question: String..., status: Int32 = 0, at member: String = "org.a") throws -> [String: Any] {
        let outcome = try lab.run(["audit"] + question + ["--json"], at: member)
        #expect(outcome.status == status, "\(question): \(outcome.errors)")
        return try outcome.document
    }

    /// Looks a value up as somebody.
    func lookUp(_ value: String, as actor: String, _ options: String...) throws {
        let outcome = try lab.run(["lookup", value, "--kind", "host", "--as", actor] + options)
        #expect(outcome.status <= 1, "\(outcome.errors)")
    }

    /// Every byte of the private ledger, which holds what the log remembers.
    func ledgerText(of member: String = "org.a") throws -> String {
        let root = URL(filePath: lab.home(member)).appending(path: "ledger")
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var text = ""
        for case let file as URL in files {
            if let data = try? Data(contentsOf: file) { text += String(decoding: data, as: UTF8.self) }
        }
        return text
    }
}

extension [String: Any] {
    /// The rows of an answer.
    var rows: [[String: Any]] { self["rows"] as? [[String: Any]] ?? [] }

    /// One column of the rows.
    func column(_ name: String) -> [String] { rows.map { "\($0[name] ?? "")" } }

    var tree: [String: Any] { self["tree"] as? [String: Any] ?? [:] }
}
