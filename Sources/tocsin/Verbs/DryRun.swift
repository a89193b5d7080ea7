import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles

/// `publish --dry-run --for MEMBER`: exactly the bytes that member would get, and nothing kept.
struct DryRun {
    private let recipient: MemberID
    /// Where the bytes go; nil for the terminal, or for nowhere beside a document of JSON.
    private let out: String?

    /// Nil when no dry run is wanted.
    init?(isWanted: Bool, for recipient: String?, out: String?) throws {
        guard isWanted else {
            guard recipient == nil else {
                throw Failure(
                    .usage, "--for needs --dry-run: publishing sends nothing",
                    hint: "add --dry-run to see that member's view; tocsin bundle redact --for makes its file")
            }
            return nil
        }
        guard let recipient else {
            throw Failure(.usage, "--dry-run needs --for", hint: "name the member whose view you want to see")
        }
        self.recipient = try MemberOption.parse(recipient)
        self.out = out
    }

    /// Where the bytes go, when that is a file.
    func place(reading files: [String]) throws -> OutputPlace? {
        out == "-" ? nil : try FullStream.place(out, reading: files)
    }

    func run(_ request: PublishRequest, _ node: Node, _ rows: RowReport, to place: OutputPlace?, asJSON: Bool) async throws {
        let preview = try await Publisher(node, for: request).preview(request, for: recipient, report: rows.add)
        try rows.finish()
        let showsBytes = out == "-" || (out == nil && !asJSON)
        if preview.summary.accepted > 0 {
            if let place { try DurableFile.write(preview.stream, to: place.path, replacing: true) }
            if showsBytes { Terminal.write(Terminal.shown(preview.stream)) }
        }
        if asJSON {
            sayJSON(preview)
        } else {
            DisclosureTable.noteFields(preview.segments)
            if showsBytes { SummaryTable.note(preview.summary) } else { SummaryTable.print(preview.summary) }
        }
        PublishReport.tellSkipped(preview.summary)
        try PublishReport.requireAccepted(preview.summary)
    }

    private func sayJSON(_ preview: PublicationPreview) {
        var answer = preview.summary.json
        answer["bytes"] = .integer(Int64(preview.stream.count))
        answer["segments"] = .array(preview.segments.map(DisclosureTable.json))
        Terminal.say(json: .object(answer))
        if out == nil { Terminal.note("to see the bytes, add --out FILE, or --out - for standard output") }
    }
}
