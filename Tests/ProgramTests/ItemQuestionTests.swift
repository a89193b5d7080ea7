import Foundation
import Testing

@Suite struct `Questions about one item` {
    private let lab: TransferLab
    private let question = ["item", "a.example", "--kind", "host", "--recipients"]

    init() throws { lab = try TransferLab() }

    private func ask(_ words: [String], status: Int32 = 0) throws -> [String: Any] {
        let outcome = try lab.audit.lab.run(["audit"] + words + ["--json"])
        #expect(outcome.status == status, "\(outcome.errors)")
        return try outcome.document
    }

    @Test func `are answered beside a kept stream that is damaged, which is named`() throws {
        let damaged = try lab.transfer
        try lab.send("value,kind\na.example,host\n", "again")
        var bytes = try Data(contentsOf: URL(filePath: lab.keptStream))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: lab.keptStream))
        let answer = try ask(question, status: 1)
        #expect(answer.rows.count == 1)
        #expect(answer.column("received") == ["yes"])
        let named = try #require((answer["damaged"] as? [[String: String]])?.first)
        #expect(named["transfer"] == damaged && named["file"] == "sent/\(damaged).six")
        let fields = try ask(["item", "a.example", "--kind", "host", "--to", "org.b", "--fields"], status: 1)
        #expect(!fields.rows.isEmpty && fields["damaged"] != nil)
        #expect(try ask(["item", "c.example", "--kind", "host", "--recipients"], status: 1)["damaged"] == nil)
    }

    @Test func `count no recipient whose rows were denied, once the streams are gone`() throws {
        try lab.send("value,kind\nred.example,host\n", "red", "--tlp", "RED")
        let red = ["item", "red.example", "--kind", "host", "--recipients"]
        #expect(try ask(red, status: 1).rows.isEmpty)
        try FileManager.default.removeItem(atPath: lab.audit.lab.home() + "/sent")
        #expect(try ask(red, status: 1).rows.isEmpty)
        #expect(try ask(question).column("received") == ["may have"])
    }
}
