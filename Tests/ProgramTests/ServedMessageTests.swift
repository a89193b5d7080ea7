import Foundation
import Testing

@Suite struct `Two nodes that run` {
    @Test func `deliver messages, and let a member mirror the other's log`() throws {
        let served = try ServedLab()
        let lab = served.lab
        let text = try lab.workplace.write("Whose is a.example?\n", to: "question.txt")
        let sent = try lab.run(["message", "send", "org.b", "--verb", "ask", text, "--json"])
        let id = try #require(try sent.document["id"] as? String)
        try served.until("the message arrives") { try lab.run(["message", "list"], at: "org.b").output.contains(id) }
        let shown = try lab.run(["message", "show", id, "--json"], at: "org.b")
        #expect(try shown.document["body"] as? String == "Whose is a.example?\n", "\(shown.errors)")
        try served.until("its sender learns that") { try lab.run(["message", "list"]).output.contains("delivered") }

        let mirror = lab.path("mirror")
        let made = try lab.run(["audit", "mirror", "org.a", "--out", mirror, "--json"], at: "org.b")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try made.document["entries"] as? Bool == false && made.document["origin"] as? String == "org.a/audit/1")
        let again = try lab.run(["audit", "mirror", "org.a", "--out", mirror, "--json"], at: "org.b")
        #expect(try again.document["fetched"] as? Int == 0, "\(again.errors)")
        let inside = try lab.run(["audit", "mirror", "org.a", "--out", lab.home("org.b") + "/ledger"], at: "org.b")
        #expect(inside.isUsageFault, "\(inside.errors)")
    }
}
