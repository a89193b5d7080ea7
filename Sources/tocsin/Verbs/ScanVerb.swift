import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles

/// `tocsin scan`: what a text holds, and what is known of it.
struct ScanVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find indicators in free text and say what is known of them.",
        discussion: """
            Finds web addresses (also as hxxp:// and evil[.]example), sites, e-mail addresses, phone numbers, wallet \
            addresses, IBANs and accounts such as telegram:@name. Reads line by line, so that a chat can be piped in. \
            Each value of a line is an entry of the audit log. Exit code 1 when nothing that was found is known.

            EXAMPLES
              tocsin scan message.txt
              tocsin scan --region GB --json - < chat.txt
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "Numbering plan for national phone numbers, for example GB.") var region: String?
    @Argument(help: "The text; - for standard input.", completion: .file()) var file = "-"

    func validate() throws { try ParserCheck.run { _ = try RegionOption.parse(region) } }

    func run() async throws {
        var text = try LineReader(opening: file, dropsMark: true)
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
        node.actor = try grounds.person()
        let why = try grounds.grounds("scan")
        let lookup = TextLookup(try Lookup(node, at: clock.time(), for: why), region: try RegionOption.parse(region))
        var report = LookupReport(asJSON: output.json, log: try QueryLog(node, grounds: why), place: "place")
        let passedOver = try await scan(&text, by: lookup, &report)
        try report.end()
        if passedOver > 0 {
            Terminal.note(
                "warning: \(passedOver.grouped) lines of more than \(LineReader.lineLimitBytes.grouped) bytes were passed over")
        }
        guard !report.foundAny else { return }
        throw ExitCode((passedOver > 0 ? FailureCode.inputRefused : .clearNo).rawValue)
    }

    /// Answers line by line.
    ///
    /// - Returns: how many lines were too long.
    private func scan(_ text: inout LineReader, by lookup: TextLookup, _ report: inout LookupReport) async throws -> Int {
        var (number, passedOver) = (0, 0)
        var evaluation = try ReadAhead(
            step: EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: clock.time()))
        while case let page = try Self.page(&text, atMost: evaluation.lineCount), !page.isEmpty {
            try await evaluation.take(lookup.inputs(in: page.compactMap { $0 }))
            for line in page {
                number += 1
                guard let line else {
                    passedOver += 1
                    continue
                }
                for found in try lookup.ask(line).found { try report.add(found, line: number) }
                if report.isPageFull { try report.showRows() }
            }
            if text.waitsForInput { try report.show() }
        }
        return passedOver
    }

    /// The next lines that are there, without waiting for more; nothing for one that is too long.
    @inline(never)
    private static func page(_ text: inout LineReader, atMost limit: Int) throws -> [[UInt8]?] {
        var page: [[UInt8]?] = []
        while page.count < limit, let line = try text.next() {
            if case .text(let bytes) = line { page.append(bytes) } else { page.append(nil) }
            if text.waitsForInput { break }
        }
        return page
    }
}
