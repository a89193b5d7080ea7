import ArgumentParser
import BundleFiles
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin bundle show`: who speaks to whom, and what is in it.
struct ShowBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the head and the segments of a bundle, after verifying it.",
        discussion: """
            EXAMPLE
              tocsin bundle show full.six
            """)

    @OptionGroup var source: BundleSourceOptions

    func run() throws {
        let contents = try source.contents()
        guard !source.output.json else {
            Terminal.say(json: contents.namedJSON)
            return
        }
        let head = contents.bundle.manifest
        Terminal.say("publisher  \(head.publisher.name), number \(head.sequence) for \(head.audience.name)")
        Terminal.say("bundle     \(head.bundle.hex)")
        Terminal.say("manifest   \(contents.bundle.digest.hex)")
        Terminal.say("created    \(head.created.rfc3339), to be accepted before \(head.expires.rfc3339)")
        Terminal.say("epoch      \(head.epoch)")
        Terminal.say("segments   \(contents.summary.segments.count) of \(head.segments.count) shipped")
        Terminal.say()
        var table = Table("segment", "kind", "marking", "must", "rows", "shown", "columns")
        for segment in contents.summary.segments {
            table.add(
                String(segment.index), segment.descriptor.kind, segment.descriptor.tlp,
                segment.isMust ? "must" : "-", segment.descriptor.rowCount.grouped, segment.shownRowCount.grouped,
                segment.descriptor.columns.map(\.name).joined(separator: ","))
        }
        table.print()
    }
}

/// `tocsin bundle stats`: cells and bytes.
struct StatsBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Count the cells a bundle shows, by segment and column.",
        discussion: """
            EXAMPLE
              tocsin bundle stats --json full.six
            """)

    @OptionGroup var source: BundleSourceOptions

    func run() throws {
        let contents = try source.contents()
        guard !source.output.json else {
            Terminal.say(json: contents.namedJSON)
            return
        }
        var table = Table("segment", "kind", "column", "values", "bytes")
        for segment in contents.summary.segments {
            for (column, counts) in zip(segment.descriptor.columns, segment.columns) {
                table.add(
                    String(segment.index), segment.descriptor.kind, column.name, counts.valueCount.grouped,
                    counts.byteCount.grouped)
            }
        }
        table.print()
        Terminal.say("\(contents.bundle.rowCount.grouped) rows, \(contents.bundle.streamByteCount.grouped) bytes")
    }
}

extension BundleContents {
    /// The document with the digest of the manifest under the name that every verb has for it.
    fileprivate var namedJSON: JSONValue {
        guard case .object(var answer) = json else { return json }
        answer["manifest"] = .string(bundle.digest.hex)
        return .object(answer)
    }
}

/// A bundle to look into, and what it is checked against.
struct BundleSourceOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var terms: BundleTermsOptions
    @Argument(help: "The bundle, or - for standard input.", completion: .file()) var file: String

    func contents() throws -> BundleContents {
        let keys = try terms.directory { try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry() }
        do {
            return try BundleContents(
                ofFile: file, under: BundleTerms(keys: keys, audience: try terms.group(), at: try clock.time()))
        } catch let error as BundleError {
            throw PackedBundle.failure(error, of: file) ?? Failure(explaining: error).naming(file, line: error.line)
        }
    }
}
