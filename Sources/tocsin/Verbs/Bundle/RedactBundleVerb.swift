import ArgumentParser
import BundleFiles
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin bundle redact`: for a member by the disclosure profile, or by hand.
struct RedactBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact", abstract: "Cut a bundle down: for a member, or by hand. The signature still verifies.",
        discussion: """
            With --for, the home's disclosure profile decides, the decision is recorded, and the file is sealed to the
            member's key. By hand, the plain stream goes to --out or standard output: that is for this member's own use, since
            nothing decides who may see it and nothing is recorded. Must segments stay whole.

            EXAMPLES
              tocsin bundle redact --for org.beta --out for-beta.age full.six
              tocsin bundle redact --drop-column note --drop-column 1:source --drop-rows 0:0,3-7 --out cut.six full.six
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var terms: BundleTermsOptions
    @Option(name: .customLong("for"), help: "The member that is to receive it.") var recipient: String?
    @Option(name: .long, help: "A segment to drop; repeat.") var dropSegment: [Int] = []
    @Option(name: .long, help: "A column to drop, of all segments or of one: C or SEG:C; repeat.") var dropColumn: [String] = []
    @Option(name: .long, help: "Rows to drop: SEG:0,3-7; repeat.") var dropRows: [String] = []
    @Option(name: .long, help: "Where the file goes.", completion: .file()) var out: String?
    @Argument(help: "The bundle.", completion: .file()) var file: String

    func run() throws {
        let isByHand = !(dropSegment.isEmpty && dropColumn.isEmpty && dropRows.isEmpty)
        guard (recipient != nil) != isByHand else {
            throw Failure(.usage, "either --for or one of the --drop options", hint: "see tocsin bundle redact --help")
        }
        if let recipient { try disclose(recipient) } else { try cutByHand() }
    }

    private func disclose(_ recipient: String) throws {
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        let result = try Disclosure(node, at: clock.time()).disclose(file, to: try MemberOption.parse(recipient), output: out)
        if output.json {
            Terminal.say(json: [
                "bundle": .string(result.bundleHex), "file": .string(result.path), "rows": .integer(Int64(result.shownRows)),
                "segments": .array(result.segments.map(DisclosureTable.json)), "to": .string(recipient),
            ])
        } else {
            DisclosureTable.print(result.segments)
            Terminal.say("sealed to \(recipient): \(result.path)")
        }
        if result.isHeadOnly {
            Terminal.note(
                "note: nothing of it may be shown to \(recipient); the file holds the signed head only, which keeps its chain whole"
            )
        }
    }

    private func cutByHand() throws {
        let keys = try terms.directory { try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry() }
        let rules = BundleTerms(keys: keys, audience: try terms.group(), at: try clock.time())
        let scratch = NSTemporaryDirectory()
        var file = try ScratchFile(in: scratch.hasSuffix("/") ? String(scratch.dropLast()) : scratch)
        let sink = FileSink { bytes throws(FileError) in try file.write(bytes) }
        let cut = try BundleCut.cut(
            self.file, by: try CutOptions.list(dropSegment, dropColumn, dropRows), under: rules, into: sink, scratch: scratch)
        guard cut.rule.unmatched.isEmpty else {
            throw Failure(
                .inputRefused, "nothing of the bundle is named \(cut.rule.unmatched.joined(separator: ", "))",
                hint: "see tocsin bundle show")
        }
        try file.flush()
        if let out {
            try FileCopy.copy(file.path, to: out)
        } else {
            var reader = try FileReader(opening: file.path)
            while case let piece = try reader.next(), !piece.isEmpty { Terminal.write(piece) }
        }
        Terminal.note(
            "kept \(cut.outcomes.filter(\.isShipped).count) segments, \(cut.outcomes.reduce(0) { $0 + $1.shownRowCount }.grouped) rows"
        )
    }
}

/// The --drop options as one list.
enum CutOptions {
    static func list(_ segments: [Int], _ columns: [String], _ rows: [String]) throws -> CutList {
        var list = CutList()
        for segment in segments { list.drop(segment: segment) }
        for text in columns {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 1 {
                list.drop(column: parts[0])
            } else {
                list.drop(column: parts[1], inSegment: try number(parts[0], text))
            }
        }
        for text in rows {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw usage(text) }
            let segment = try number(parts[0], text)
            for range in parts[1].split(separator: ",") {
                let ends = range.split(separator: "-").map(String.init)
                guard (1...2).contains(ends.count) else { throw usage(text) }
                let low = try number(ends[0], text)
                let high = try number(ends[ends.count - 1], text)
                guard low <= high else { throw usage(text) }
                list.drop(rows: low...high, inSegment: segment)
            }
        }
        return list
    }

    private static func number(_ text: String, _ whole: String) throws -> Int {
        guard let number = Int(text), number >= 0 else { throw usage(whole) }
        return number
    }

    private static func usage(_ text: String) -> Failure {
        Failure(.usage, "\(text) does not name what to drop", hint: "--drop-column note or 1:note, --drop-rows 0:0,3-7")
    }
}
