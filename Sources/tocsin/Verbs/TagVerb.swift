import ArgumentParser
import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles

/// `tocsin tag`: canonical values to match tags.
struct TagVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Turn canonical values into match tags, one JSON line each.",
        discussion: """
            EXAMPLES
              tocsin tag --kind phone numbers.txt
              tocsin tag --kind url --suite HMAC-SHA256 --pepper-file pepper.key \\
                --epoch 420 --publisher org.alpha urls.txt
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var secrets: PassphraseOptions
    @Option(name: .long, help: "What it is for, a purpose of the agreements; evaluators record it.") var purpose =
        "scam.prevention"
    /// Taken as every verb takes it; the lines are JSON without it, too.
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "The kind of the values.") var kind: String
    @Option(name: .long, help: "Without a home: the suite.") var suite: String?
    @Option(
        name: .long, help: "Without a home: the pepper, a secret file of 32 bytes, or of 64 hexadecimal digits.",
        completion: .file())
    var pepperFile: String?
    @Option(name: .long, help: "Without a home: the epoch's number.") var epoch: UInt32?
    @Option(name: .long, help: "Whose proof of possession is made; default: this node's member.") var publisher: String?
    @Argument(help: "A file, or - for standard input.", completion: .file()) var file: String = "-"

    func run() async throws {
        let kind = try IndicatorKind(parsing: kind)
        let (blinder, publisher) = try maker(of: kind)
        var evaluation: ReadAhead?
        if suite == nil {
            evaluation = try ReadAhead(
                step: EvaluationStep(home: home, secrets: secrets, purpose: purpose, time: clock.time()))
        }
        var lines = try LineReader(opening: file, dropsMark: true)
        var answers = LineOutput()
        while case let page = try Self.page(&lines, atMost: evaluation?.lineCount ?? 1, &answers), !page.isEmpty {
            try await evaluation?.take(page.compactMap { $0.flatMap { try? MatchInput(kind: kind, canonical: $0.span) } })
            for canonical in page { try answers.write(try Self.answer(canonical, kind, blinder, publisher)) }
        }
        try answers.flush()
    }

    /// The next lines that are there; nothing for one that is too long.
    @inline(never)
    private static func page(
        _ lines: inout LineReader, atMost limit: Int, _ answers: inout LineOutput
    ) throws -> [[UInt8]?] {
        var page: [[UInt8]?] = []
        while page.count < limit, let line = try lines.nextAnswering(into: &answers) {
            if case .text(let canonical) = line { page.append(canonical) } else { page.append(nil) }
            if lines.waitsForInput { break }
        }
        return page
    }

    @inline(never)
    private static func answer(
        _ canonical: [UInt8]?, _ kind: IndicatorKind, _ blinder: EpochBlinder, _ publisher: MemberID
    ) throws -> JSONObject {
        guard let canonical else { return refusal([], kind, "too-long") }
        do throws(BlindingError) {
            let secret = try blinder.secret(of: kind, canonical: canonical.span)
            return answer(canonical, kind, secret, blinder.epoch, publisher)
        } catch {
            guard case .canonicalTooLong = error else { throw error }
            return refusal(canonical, kind, "too-long")
        }
    }

    private func maker(of kind: IndicatorKind) throws -> (EpochBlinder, MemberID) {
        guard let suite else {
            let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
            for warning in try node.startWarnings() { Terminal.note("warning: \(warning)") }
            return (
                try node.blinder(of: try node.publishingEpoch(at: clock.time())),
                try publisher.map(MemberOption.parse) ?? node.settings.member
            )
        }
        guard let pepperFile, let epoch, let publisher else {
            throw Failure(.usage, "--suite needs --pepper-file, --epoch and --publisher", hint: "see tocsin tag --help")
        }
        guard suite == BlindingSuite.keyed.rawValue else {
            throw Failure(
                .usage, "the suite \(suite) needs evaluators",
                hint: "without a home only \(BlindingSuite.keyed.rawValue) can be computed")
        }
        let blinder = try EpochBlinder(epoch: EpochNumber(epoch), suites: .keyed(kind), pepper: try PepperFile.read(pepperFile))
        return (blinder, try MemberOption.parse(publisher))
    }

    private static func answer(
        _ canonical: [UInt8], _ kind: IndicatorKind, _ secret: MatchSecret, _ epoch: EpochNumber, _ publisher: MemberID
    ) -> JSONObject {
        var answer = JSONObject()
        answer["canonical"] = .string(String(decoding: canonical, as: UTF8.self))
        answer["kind"] = .string(kind.name)
        answer["pop"] = .string(secret.pop(epoch: epoch, publisher: publisher).base64url)
        answer["tag"] = .string(secret.tag(epoch: epoch).base64url)
        return answer
    }

    private static func refusal(_ canonical: [UInt8], _ kind: IndicatorKind, _ reason: String) -> JSONObject {
        var answer = JSONObject()
        answer["canonical"] = .string(String(decoding: canonical, as: UTF8.self))
        answer["error"] = .string(IndicatorError.code)
        answer["kind"] = .string(kind.name)
        answer["reason"] = .string(reason)
        return answer
    }
}

/// A pepper on disk: 32 bytes, or 64 hexadecimal digits with or without a line end.
enum PepperFile {
    static func read(_ path: String) throws -> SecretBytes {
        var bytes = try SecretFile.read(path)
        defer { cleanse(&bytes) }
        if bytes.count == EpochBlinder.pepperByteCount { return SecretBytes(copying: bytes.span) }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard bytes.count == 2 * EpochBlinder.pepperByteCount, var decoded = Hex.decode(bytes.span) else {
            throw Failure(.inputRefused, "\(path) does not hold a pepper", hint: "32 bytes, or 64 lower-case hexadecimal digits")
        }
        return SecretBytes(erasing: &decoded)
    }
}
