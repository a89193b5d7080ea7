import ArgumentParser
import BundleFiles
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin bundle redact`: for a member as the agreement decides, or by hand.
struct RedactBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact", abstract: "Cut a bundle down: for a member, or by hand. The signature still verifies.",
        discussion: """
            With --for, the agreement of the bundle's group decides, and disclosure.json can withhold more; where no agreement \
            governs, disclosure.json decides alone. What is decided and that it is about to leave is in the audit log before the \
            file appears, sealed to the member's key; hand it over with the transfer document beside it. With --dry-run the \
            very bytes that would be sealed go to --out or standard output, and nothing is kept. By hand, the plain stream goes to --out or standard output: that is for this member's own use, since \
            nothing decides who may see it and nothing is recorded. Must segments stay whole.

            EXAMPLES
              tocsin bundle redact --for org.beta --out for-beta.age full.six
              tocsin bundle redact --for org.beta --dry-run full.six
              tocsin bundle redact --drop-column note --drop-column 1:source \\
                --drop-rows 0:0,3-7 --out cut.six full.six
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var terms: BundleTermsOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .customLong("for"), help: "The member that is to receive it.") var recipient: String?
    @Flag(name: .long, help: "With --for: show each field, its rule and the exact bytes; keep nothing.") var dryRun = false
    @Option(name: .long, help: "A segment to drop; repeat.") var dropSegment: [Int] = []
    @Option(name: .long, help: "A column to drop, of all segments or of one: C or SEG:C; repeat.") var dropColumn: [String] = []
    @Option(name: .long, help: "Rows to drop: SEG:0,3-7; repeat.") var dropRows: [String] = []
    @Option(name: .long, help: "Where the file goes; by hand also - for standard output.", completion: .file()) var out: String?
    @Argument(help: "The bundle.", completion: .file()) var file: String

    func run() throws {
        let isByHand = !(dropSegment.isEmpty && dropColumn.isEmpty && dropRows.isEmpty)
        guard (recipient != nil) != isByHand else {
            throw Failure(.usage, "either --for or one of the --drop options", hint: "see tocsin bundle redact --help")
        }
        guard !dryRun || recipient != nil else {
            throw Failure(.usage, "--dry-run needs --for", hint: "name the member whose view you want to see")
        }
        let place = try (isByHand || dryRun) && out == "-" ? nil : out.map { try OutputPlace.named($0, reading: [file]) }
        guard !isByHand || !output.json || place != nil else {
            throw Failure(.usage, "--json cannot stand beside the bytes on standard output", hint: "name a file with --out")
        }
        try place?.requireWritable()
        do {
            if let recipient, dryRun {
                try show(MemberOption.parse(recipient), to: place)
            } else if let recipient {
                try disclose(MemberOption.parse(recipient))
            } else {
                try cutByHand(to: place)
            }
        } catch let error as BundleError {
            throw Failure(explaining: error).naming(file, line: error.line)
        }
    }

    private func disclose(_ recipient: MemberID) throws {
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        node.actor = try grounds.person()
        let result = try Disclosure(node, at: clock.time(), for: grounds.grounds("bundle redact")).disclose(
            file, to: recipient, output: out)
        if output.json {
            Terminal.say(json: [
                "bundle": .string(result.bundle.hex), "file": .string(result.path),
                "manifest": .string(result.manifest.hex), "rows": .integer(Int64(result.shownRows)),
                "segments": .array(result.segments.map(DisclosureTable.json)), "to": .string(recipient.name),
                "transfer": .string(result.transferPath), "x": .string(result.transfer.hex),
            ])
        } else {
            DisclosureTable.print(result.segments)
            Terminal.say("sealed to \(recipient.name): \(result.path)")
            Terminal.say("hand over with it: \(result.transferPath)")
        }
        guard result.isHeadOnly else { return }
        Terminal.note(
            "note: nothing of it may be shown to \(recipient.name); the file holds the signed head only, which keeps its chain whole"
        )
    }

    private func show(_ recipient: MemberID, to place: OutputPlace?) throws {
        let node = try home.node(for: .writing)
        node.actor = try grounds.person()
        let preview = try Disclosure(node, at: clock.time(), for: grounds.grounds("bundle redact")).preview(file, for: recipient)
        let showsBytes = out == "-" || (out == nil && !output.json)
        if let place { try DurableFile.write(preview.stream, to: place.path, replacing: true) }
        if showsBytes { Terminal.write(Terminal.shown(preview.stream)) }
        if output.json, !showsBytes {
            Terminal.say(json: [
                "bytes": .integer(Int64(preview.stream.count)),
                "segments": .array(preview.segments.map(DisclosureTable.json)), "to": .string(recipient.name),
            ])
        } else if showsBytes {
            DisclosureTable.noteFields(preview.segments)
        } else {
            DisclosureTable.printFields(preview.segments)
        }
    }

    private func cutByHand(to place: OutputPlace?) throws {
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
        if let place {
            try FileCopy.copy(file.path, to: place.path)
        } else {
            var reader = try FileReader(opening: file.path)
            while case let piece = try reader.next(), !piece.isEmpty { Terminal.write(piece) }
        }
        let segments = cut.outcomes.filter(\.isShipped).count
        let rows = cut.outcomes.reduce(0) { $0 + $1.shownRowCount }
        guard output.json else {
            Terminal.note("kept \(segments) segments, \(rows.grouped) rows")
            return
        }
        Terminal.say(json: [
            "bundle": .string(cut.source.manifest.bundle.hex), "file": .string(place?.path ?? ""),
            "manifest": .string(cut.source.digest.hex), "rows": .integer(Int64(rows)),
            "segments_kept": .integer(Int64(segments)),
        ])
    }
}
