import CanonicalCoding
import Exchange
import Indicators
import MergeEngine
import Testing

/// What reports about a range of numbers say about one number.
@Suite struct `A number in reported ranges` {
    /// org.a reports numbers of eleven digits, org.b reports the same prefix with twelve.
    private func sandbox() async throws -> Sandbox {
        let sandbox = try Sandbox()
        let eleven = try await sandbox.publish("value,kind\n+4930123####,phone-range\n", by: "org.a").summary.path
        let twelve = try await sandbox.publish("value,kind\n+4930123#####,phone-range\n", by: "org.b").summary.path
        try sandbox.take([eleven, twelve], by: "org.c")
        return sandbox
    }

    @Test(arguments: [("+49301234567", ["org.a"]), ("+493012345678", ["org.b"])])
    func `is reported by those alone whose ranges have numbers as long`(number: String, owners: [String]) async throws {
        let answer = try await sandbox().ask(number, at: "org.c")
        #expect(answer.matched == "+4930123")
        #expect(answer.state.owners.map(\.owner.name) == owners)
        #expect(answer.state.status == .asserted)
    }

    @Test func `is unknown when every range has other lengths`() async throws {
        #expect(try await sandbox().ask("+4930123456", at: "org.c").isKnown == false)
    }
}
