import Foundation
import Testing

@Suite struct `Exports as CSV` {
    @Test func `hand a spreadsheet no formula, and telephone numbers as they are`() throws {
        let workplace = try Workplace()
        let program = try Program()
        let lab = workplace.path + "/lab"
        try program.run("lab", "--dir", lab, "--members", "org.a:platform")
        let feed = try workplace.write(
            "value,kind,labels\n+442079460123,phone,+1\nhost.example,host,=1+1\n-a.example/x,url,ok\n", to: "feed.csv")
        let home = "\(lab)/org.a"
        #expect(try program.run("publish", "--home", home, "--group", "lab", feed).status == 0)
        let lines = try program.run("export", "--home", home, "--format", "csv").output.split(separator: "\n")
        let fields = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let byValue = Dictionary(uniqueKeysWithValues: fields.map { ($0[1], $0) })
        #expect(byValue["+442079460123"]?.last == "'+1")
        #expect(byValue["host.example"]?.last == "'=1+1")
        for field in fields.joined() where field != "+442079460123" {
            #expect(field.first.map { !"=+-@".contains($0) } ?? true, "\(field)")
        }
    }
}
