import Foundation
import Testing

@Suite struct `The table of peers` {
    @Test func `fits into eighty columns, and says everything elsewhere`() throws {
        let (workplace, program) = (try Workplace(), try Program())
        let names = (1...3).map { "org.savings-bank-of-a-long-name-\($0).example" }
        let members = "org.a:platform," + names.map { "\($0):bank" }.joined(separator: ",")
        try program.run("lab", "--dir", "\(workplace.path)/lab", "--members", members)
        let home = ["--home", "\(workplace.path)/lab/org.a"]
        func lines(_ columns: String) throws -> [String] {
            let outcome = try program.run(["status"] + home, environment: ["COLUMNS": columns])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").map(String.init)
        }
        let narrow = try lines("80")
        #expect(narrow.count == 4 && narrow.allSatisfy { $0.count <= 80 }, "\(narrow)")
        #expect(narrow.dropFirst().allSatisfy { $0.contains("org.savings") && $0.contains("…") && $0.contains("no address") })
        let wide = try lines("200")
        #expect(names.allSatisfy { name in wide.contains { $0.hasPrefix(name) } })
        let told = try program.run(["status", "--json"] + home, environment: ["COLUMNS": "80"])
        #expect(names.allSatisfy { told.output.contains("\"peer\":\"\($0)\"") })
    }
}
