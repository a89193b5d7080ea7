import ArgumentParser
import CanonicalCoding
import Exchange
import SignedBundles

/// `tocsin rebuild`: the store anew from the bundle files.
struct RebuildVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make the store anew from the bundle files and the ledger, after it was lost or damaged.",
        discussion: """
            Everything that ledger/imports.jsonl names is taken in again, in its order and at the times of then. When something \
            is refused, the store of before is kept as store.sqlite.old. Streams that the log does not name are leftovers of \
            killed imports: they are named and skipped.

            EXAMPLE
              tocsin rebuild --home node
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try home.node(for: .writing)
        let result = try StoreRebuild.run(node)
        if output.json {
            Terminal.say(json: RebuildReport.json(result))
        } else {
            Terminal.say("\(result.streams.grouped) streams taken in")
        }
        try RebuildReport.tell(result)
    }
}

/// What a rebuild did, whichever verb caused it.
enum RebuildReport {
    static func json(_ result: StoreRebuild.Result) -> JSONValue {
        [
            "old_store": .string(result.oldStore ?? ""), "refused": .array(result.refused.map(json)),
            "skipped": .array(result.skipped.map { .string($0) }), "streams": .integer(Int64(result.streams)),
        ]
    }

    private static func json(_ refused: StoreRebuild.Result.Refused) -> JSONValue {
        let failure = Failure(explaining: refused.error)
        return ["code": .string(failure.protocolCode ?? ""), "path": .string(refused.path), "reason": .string(failure.message)]
    }

    /// Names what was skipped and refused; a stream that is refused is a clear no.
    static func tell(_ result: StoreRebuild.Result) throws {
        for path in result.skipped { Terminal.note("skipped, since no import finished with it: \(path)") }
        for refused in result.refused {
            let line = (refused.error as? BundleError)?.line
            Terminal.note("no longer verifies: \(Failure(explaining: refused.error).naming(refused.path, line: line).message)")
        }
        if let old = result.oldStore { Terminal.note("the store of before is kept: \(old)") }
        if !result.refused.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}
