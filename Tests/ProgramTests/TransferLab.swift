import Foundation
import Testing

/// org.a has published two hosts, handed them to org.b, and org.b has taken them in.
struct TransferLab {
    let audit: AuditLab
    let sealed: String

    init() throws {
        audit = try AuditLab()
        let lab = audit.lab
        let feed = try lab.workplace.write("value,kind\na.example,host\nb.example,host\n", to: "two.csv")
        let stream = lab.path("two.six")
        let published = try lab.publish("--out", stream, feed: feed)
        try #require(published.status == 0, "\(published.errors)")
        sealed = lab.path("two.age")
        let redacted = try lab.run(["bundle", "redact", "--for", "org.b", "--out", sealed, stream])
        try #require(redacted.status == 0, "\(redacted.errors)")
    }

    /// Lets org.b take the file in, and org.a its receipt.
    func acknowledge() throws {
        let taken = try audit.lab.run(["import", sealed], at: "org.b")
        try #require(taken.status == 0, "\(taken.errors)")
        try takeReceipts()
    }

    /// Lets org.a take every receipt that org.b has written.
    func takeReceipts() throws {
        let outbox = audit.lab.home("org.b") + "/outbox/receipts"
        let names = try FileManager.default.contentsOfDirectory(atPath: outbox)
        try #require(!names.isEmpty)
        let received = try audit.lab.run(["receipt"] + names.map { "\(outbox)/\($0)" })
        try #require(received.status == 0, "\(received.errors)")
    }

    /// The file of the stream that was kept of the transfer.
    var keptStream: String {
        get throws { "\(audit.lab.home())/sent/\(try transfer).six" }
    }

    /// Publishes a feed at org.a and hands it to org.b.
    func send(_ text: String, _ name: String, _ options: String...) throws {
        let feed = try audit.lab.workplace.write(text, to: "\(name).csv")
        let stream = audit.lab.path("\(name).six")
        let published = try audit.lab.run(["publish", "--group", "lab", "--out", stream] + options + [feed])
        try #require(published.status == 0, "\(published.errors)")
        let sent = try audit.lab.run(["bundle", "redact", "--for", "org.b", "--out", audit.lab.path("\(name).age"), stream])
        try #require(sent.status == 0, "\(sent.errors)")
    }

    /// The transfer's digest as the answers name it.
    var transfer: String {
        get throws { try #require(try audit.ask("partner", "org.b", "--out").column("transfer").first) }
    }
}
