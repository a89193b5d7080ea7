import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// `tocsin export`: what this node knows, for its own organisation's systems.
struct ExportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what this node knows as JSON Lines or CSV, under the export rules of agreements and profile.",
        discussion: """
            EXAMPLE
              tocsin export --format csv > indicators.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, csv }

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .customLong("format"), help: "jsonl or csv; default: jsonl.") var wanted: Format?

    private var format: Format { wanted ?? .jsonl }

    func validate() throws {
        guard output.json, format != .jsonl else { return }
        throw ValidationError("--json and --format \(format.rawValue) say two things; leave one away")
    }

    @OptionGroup var grounds: GroundsOptions

    func run() throws {
        let node = try home.node(for: .writing)
        node.actor = try grounds.person()
        let why = try grounds.grounds("export")
        var rows = try LoggedExport(node, for: why)
        if format == .csv { try rows.write(line: CSVLine.bytes(StateExport.columns.map { ($0, false) })) }
        let counts = try StateExport(node, at: clock.time(), for: why).forEach { row in
            switch format {
            case .jsonl: try rows.write(line: row.canonicalBytes())
            case .csv:
                let isPhone = row["kind"] == "phone" || row["kind"] == "phone-range"
                try rows.write(
                    line: CSVLine.bytes(StateExport.columns.map { (CSVLine.text(row[$0]), isPhone && $0 == "value") }))
            }
        }
        let intent = try rows.commit(format: format.rawValue, rows: counts.exported, by: counts.decisions)
        try rows.emit(after: intent) { piece throws(FileError) in try StandardStream.writeResults(Terminal.shown(piece)) }
        if counts.withheld > 0 {
            Terminal.note("withheld under agreements or the disclosure profile: \(counts.withheld.grouped)")
        }
        if counts.unverified > 0 {
            Terminal.note("without their values, which are not verified yet: \(counts.unverified.grouped); see tocsin evaluate")
        }
        if counts.inactive > 0 { Terminal.note("left out, since no report stands: \(counts.inactive.grouped)") }
    }
}

/// One line of CSV (RFC 4180); a field that a spreadsheet would run as a formula gets a quote in front.
enum CSVLine {
    /// - Parameter fields: each with whether it is a telephone number, which may begin with a plus sign.
    static func bytes(_ fields: [(text: String, isPhone: Bool)]) -> [UInt8] {
        Array(fields.map { quoted($0.text, isPhone: $0.isPhone) }.joined(separator: ",").utf8)
    }

    static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): flag ? "true" : "false"
        case .array(let items): items.map { text($0) }.joined(separator: ";")
        case .object, .none: ""
        }
    }

    private static func quoted(_ field: String, isPhone: Bool) -> String {
        let dangerous = field.utf8.first.map { formulaStarts.contains($0) } ?? false
        let isNumber =
            isPhone && field.utf8.first == 0x2B && field.utf8.count > 1
            && field.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        let safe = dangerous && !isNumber ? "'" + field : field
        guard safe.utf8.contains(where: { quotedBytes.contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// Quote, comma, line ends, and the semicolon, which parts columns where the comma is the decimal mark.
    private static let quotedBytes: Set<UInt8> = [0x22, 0x2C, 0x3B, 0x0A, 0x0D]
    private static let formulaStarts: Set<UInt8> = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0A, 0x0D]
}
