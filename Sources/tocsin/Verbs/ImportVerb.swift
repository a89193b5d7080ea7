import ArgumentParser
import CanonicalCoding
import Exchange
internal import Indicators
import LedgerFiles
import MergeEngine
import NodeStore
import SignedBundles

/// `tocsin import`: verify, decide, merge.
struct ImportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take bundles in: sealed or plain, in any order, all or nothing of each.",
        discussion: """
            A transfer document beside a file, NAME.transfer.json, is verified with it, and a signed receipt for the sender is \
            left in outbox/receipts. The agreement of the group decides again before anything is taken in.

            EXAMPLES
              tocsin import for-b.age
              tocsin import inbox/*.age
              tocsin import for-b.age --receipt for-a.receipt.json
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "The transfer document of the one file, where it does not lie beside it.", completion: .file())
    var transfer: String?
    @Option(name: .long, help: "Where the receipt of the one file goes, beside outbox/receipts.", completion: .file())
    var receipt: String?
    @Argument(help: "Files, or - for standard input.", completion: .file()) var files: [String]

    func run() throws {
        guard files.count == 1 || transfer == nil && receipt == nil else {
            throw Failure(.usage, "--transfer and --receipt are for one file", hint: "import the files one by one")
        }
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        node.actor = try grounds.person()
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        let progress = Progress("importing")
        let outcomes = try Importer(node, at: clock.time(), for: grounds.grounds("import"), transfer: transfer).take(files) {
            progress.update($0, of: nil, unit: "bytes")
        }
        progress.end()
        var firstFailure: Failure?
        for outcome in outcomes {
            if let made = outcome.receiptPath, let receipt { try FileCopy.copy(made, to: receipt) }
            switch outcome.result {
            case .success(let receipt): print(receipt, outcome)
            case .failure(let error): report(error, outcome, &firstFailure)
            }
        }
        if let firstFailure { throw ExitCode(firstFailure.exitCode.rawValue) }
    }

    private func print(_ receipt: ImportReceipt, _ outcome: Importer.Outcome) {
        if output.json {
            Terminal.say(json: ReceiptReport.json(receipt, outcome))
        } else {
            for line in ReceiptReport.lines(receipt, outcome) { Terminal.say(line) }
        }
    }

    private func report(_ error: any Error, _ outcome: Importer.Outcome, _ first: inout Failure?) {
        let failure =
            PackedBundle.failure(error, of: outcome.file)
            ?? Failure(explaining: error).naming(outcome.file, line: (error as? BundleError)?.line)
        if output.json {
            Terminal.say(json: [
                "code": .string(failure.protocolCode ?? ""), "file": .string(outcome.file),
                "line": .integer(Int64((error as? BundleError)?.line ?? 0)),
                "state": "rejected",
            ])
        }
        Terminal.report(failure)
        if first == nil { first = failure }
    }
}

extension Failure {
    /// The same failure with the file and line it is about in front.
    func naming(_ file: String, line: Int?) -> Failure {
        guard !message.contains(file) else { return self }
        let place = line.map { $0 > 0 ? "\(file), line \($0)" : file } ?? file
        let prefix = "line \(line ?? 0): "
        let text = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
        return Failure(exitCode, "\(place): \(text)", hint: hint, protocolCode: protocolCode)
    }
}

/// Feeds may be packed, bundles may not: who packs one gets an answer that says so.
enum PackedBundle {
    static func failure(_ error: any Error, of file: String) -> Failure? {
        guard let error = error as? BundleError, [.json, .envelope].contains(error.code), error.line == 1, file != "-",
            var reader = try? FileReader(opening: file), let first = try? reader.next(),
            let name = names.first(where: { first.starts(with: $0.beginning) })?.name
        else { return nil }
        return Failure(
            .inputRefused, "\(file), line 1: packed with \(name); a bundle travels as it is", hint: "unpack it first",
            protocolCode: error.code.rawValue)
    }

    private static let names: [(beginning: [UInt8], name: String)] = [
        ([0x1F, 0x8B], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ]
}

/// A receipt for people and programs.
enum ReceiptReport {
    static func json(_ receipt: ImportReceipt, _ outcome: Importer.Outcome) -> JSONValue {
        var refused = JSONObject()
        for (reason, count) in receipt.refused {
            refused[reason.code] = .integer(Int64(count) + (refused[reason.code]?.integer ?? 0))
        }
        var marks = JSONObject()
        for (mark, count) in receipt.marks { marks[mark] = .integer(Int64(count)) }
        var arrivals = arrivals { receipt.count($0) }
        arrivals["refused"] = .integer(Int64(receipt.refusedCount))
        var classes = JSONObject()
        for type in RowType.allCases where ClaimArrival.allCases.contains(where: { receipt.count($0, type) > 0 }) {
            classes[type.name] = .object(Self.arrivals { receipt.count($0, type) })
        }
        return [
            "bundle": .string(outcome.manifest.map { $0.bundle.hex } ?? ""), "classes": .object(classes),
            "counts": .object(arrivals), "file": .string(outcome.file),
            "marks": .object(marks), "quarantine": .string(outcome.quarantine?.rawValue ?? ""),
            "pub": .string(outcome.manifest?.publisher.name ?? ""),
            "receipt": .string(outcome.receiptPath ?? ""),
            "read": .integer(Int64(receipt.rowsRead)),
            "refused": .object(refused), "refused_rows": .array(receipt.refusals.map(row)),
            "repetition": .bool(receipt.isRepetition),
            "seq": .integer(Int64(outcome.manifest?.sequence ?? 0)), "state": "applied",
        ]
    }

    private static func arrivals(_ count: (ClaimArrival) -> Int) -> JSONObject {
        var counts = JSONObject()
        for arrival in ClaimArrival.allCases { counts["\(arrival)"] = .integer(Int64(count(arrival))) }
        return counts
    }

    private static func row(_ refusal: Refusal) -> JSONValue {
        [
            "code": .string(refusal.reason.code), "reason": .string(refusal.reason.detail), "row": .integer(Int64(refusal.row)),
            "segment": .integer(Int64(refusal.segment)),
        ]
    }

    static func lines(_ receipt: ImportReceipt, _ outcome: Importer.Outcome) -> [String] {
        let head = outcome.manifest.map { "\($0.publisher.name) for \($0.audience.name), number \($0.sequence)" } ?? ""
        guard !receipt.isRepetition else { return ["\(outcome.file): \(head): already here, nothing changed"] }
        var counts = ClaimArrival.allCases.map { "\(receipt.count($0).grouped) \($0)" }
        counts.append("\(receipt.refusedCount.grouped) refused")
        var lines = ["\(outcome.file): \(head): \(receipt.rowsRead.grouped) rows: \(counts.joined(separator: ", "))"]
        for (reason, count) in receipt.refused.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("  refused [\(reason.code)] \(reason.detail): \(count.grouped)\(places(of: reason, in: receipt))")
        }
        for (mark, count) in receipt.marks.sorted(by: { $0.key < $1.key }) {
            lines.append("  marked [\(mark)]: \(count.grouped)")
        }
        if let reason = outcome.quarantine {
            lines.append("  its reports wait for an officer: \(reason.sentence); see tocsin quarantine")
        }
        return lines
    }

    /// The first rows that were refused for a reason; `--json` lists more of them.
    private static func places(of reason: Refusal.Reason, in receipt: ImportReceipt) -> String {
        let first = receipt.refusals.lazy.filter { $0.reason == reason }.prefix(3).map { "\($0.segment):\($0.row)" }
        return first.isEmpty ? "" : ", first at segment:row " + first.joined(separator: ", ")
    }
}
