public import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import LedgerFiles
import TransparencyLog

/// `tocsin audit export`: entries and details to a file, with a signed manifest beside it.
struct AuditExportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write entries with their details to a file of any size, with a manifest signed by the log's key.",
        discussion: """
            The manifest names the filter, the number of rows, the digest of the file, and size and root of the tree; it stands \
            beside the file as FILE.manifest. JSON Lines keep entry and details whole, so that tocsin-verify export checks each row \
            by itself; CSV is for people. An auditor's export holds salted digests in the place of values.

            EXAMPLES
              tocsin audit export --format csv --out november.csv \\
                --from 2026-11-01 --to 2026-11-30
              tocsin audit export --format jsonl --out all.jsonl \\
                --justification 'yearly audit'
              tocsin-verify export all.jsonl
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Option(name: .long, help: "Entries of this type, for example send.intent.") var type: String?
    @Option(name: .long, help: "csv or jsonl.") var format: ExportManifest.Format = .jsonl
    @Option(name: .long, help: "Where the file goes.", completion: .file()) var out: String

    func run() throws {
        try options.requireSight(of: "--kind", filter.kind)
        let place = try OutputPlace.named(out)
        try place.requireWritable()
        let manifest = try OutputPlace.named(out + ExportCheck.manifestSuffix)
        try manifest.requireWritable()
        var chosen = try filter.filter()
        chosen.type = type
        let export = AuditExport(try options.node(), chosen, grounds: try options.grounds("export"))
        let progress = Progress("exporting")
        defer { progress.end() }
        var count = 0
        let isCSV = format == .csv
        let head = isCSV ? CSVLine.bytes(AuditExport.Row.columns.map { ($0, false) }) : nil
        let result = try export.write(to: place.path, format, head: head) { row in
            count += 1
            if count.isMultiple(of: 4_096) { progress.update(count, of: nil, unit: "entries") }
            return isCSV ? CSVLine.bytes(row.cells.map { (CSVLine.text($0), false) }) : row.json.canonicalBytes()
        }
        say(result.manifest, result.tree)
    }

    private func say(_ manifest: ExportManifest, _ tree: TreeStatement) {
        guard options.output.json else {
            Terminal.say("\(Int(clamping: manifest.rowCount).grouped) entries: \(out)")
            Terminal.sayWrapped(tree.sentence)
            return
        }
        let entry = JSONValue.integer(Int64(clamping: manifest.entry))
        let filter = try? StrictJSON.parse(Array(manifest.filter.utf8))
        Terminal.say(json: [
            "digest": .string(manifest.digest.hex), "entry": entry, "file": .string(out), "filter": filter ?? [:],
            "format": .string(manifest.format.rawValue), "manifest": .string(out + ExportCheck.manifestSuffix),
            "question": "export", "rows": .integer(Int64(clamping: manifest.rowCount)), "tree": tree.json, "view": entry,
        ])
    }
}

extension ExportManifest.Format: ExpressibleByArgument {}

/// `tocsin audit reindex`: the index of names over the log.
struct AuditReindexVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Make the index of names over the log anew, or check that it is complete.",
        discussion: """
            The index says which entries speak of which identifier, by names that only this node can compute. It can be made anew \
            from the log at any time. --check compares counts and digests for every 256 entries; exit code 1 when it is not complete.

            EXAMPLES
              tocsin audit reindex
              tocsin audit reindex --check
            """)

    @OptionGroup var options: AuditOptions
    @Flag(name: .long, help: "Change nothing; say whether the index is complete.") var check = false

    func run() throws {
        try options.ask("reindex", ["check": .bool(check)]) { try check ? $0.indexFaults() : $0.makeIndex() }
    }
}
