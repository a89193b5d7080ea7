import Foundation
import TestVectors
import Testing

/// `tocsin-verify ledger` and `receipt` on the example that VERIFY.md walks through.
@Suite struct `The verifier of logs` {
    private let sample = Checkout.root.appending(path: "samples/ledger").path
    private let root = "4a414fc272e5c08ec70f60de703a33c7fc58cbbe8982291bf97bca9f88db3978"

    @Test func `says what it found, and whose word the policy is`() throws {
        let program = try Program("tocsin-verify")
        let own = try program.run("ledger", "\(sample)/log")
        #expect(own.status == 0)
        #expect(own.output.hasPrefix("OK  platform-a.example/audit/1: 2 earlier heads, 260 entries, root \(root), 2 witnesses\n"))
        #expect(own.output.contains("the log's own word"))
        let given = try program.run("ledger", "--policy", "\(sample)/policy.txt", "\(sample)/log")
        #expect(given.status == 0 && !given.output.contains("own word"))
    }

    @Test func `prints one JSON document`() throws {
        let outcome = try Program("tocsin-verify").run("ledger", "--json", "\(sample)/log")
        #expect(
            outcome.output == """
                {"checkpoints":2,"details":0,"origin":"platform-a.example/audit/1","policy":"own",\
                "quorum":{"held":true,"size":260,"witnesses":2},"root":"\(root)","size":260,"verdict":"OK"}

                """)
    }

    @Test func `takes entry and policy from beside a receipt`() throws {
        let outcome = try Program("tocsin-verify").run("receipt", "\(sample)/258.tlog-proof")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("OK  platform-a.example/audit/1: entry 258 of 260 entries, "))
    }

    @Test func `ends with 1 for what does not verify and 3 for what is not there to be judged`() throws {
        let program = try Program("tocsin-verify")
        let other = try program.run("receipt", "--entry", "\(sample)/policy.txt", "\(sample)/258.tlog-proof")
        #expect(other.status == 1)
        #expect(other.output.hasPrefix("E_INCLUSION  \(sample)/258.tlog-proof index 258: "))
        let missing = try program.run("ledger", "\(sample)/none")
        #expect(missing.status == 3)
        #expect(missing.output.hasPrefix("E_READ  \(sample)/none: "))
        let json = try program.run("ledger", "--json", "--policy", "\(sample)/258.entry", "\(sample)/log")
        #expect(json.status == 1)
        #expect(
            json.output
                == #"{"checkpoints":0,"code":"E_POLICY","details":0,"file":"\#(sample)/258.entry","policy":"given","verdict":"BAD"}"#
                + "\n")
    }
}
