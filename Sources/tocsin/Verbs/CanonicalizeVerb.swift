import ArgumentParser
import CanonicalCoding
import FeedReading
import Foundation
import Indicators
import LedgerFiles

/// `tocsin canonicalize`: one value a line in, one JSON line out.
struct CanonicalizeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canonicalize",
        abstract: "Write values in their canonical form, one JSON line for each line read.",
        discussion: """
            EXAMPLES
              echo '020 7946 0123' | tocsin canonicalize --kind phone --region GB
              tocsin canonicalize --kind auto values.txt
              echo '{"input":"030 123456","region":"DE","kind":"phone"}' | \\
                tocsin canonicalize --jsonl
            """)

    @Option(name: .long, help: "A kind, `wallet` for any wallet, or `auto` to guess line by line.")
    var kind: String = "auto"

    @Option(name: .long, help: "Numbering plan for national phone numbers, for example GB.")
    var region: String?

    @Flag(name: .long, help: #"Read {"input","region"?,"kind"?} objects instead of plain lines."#)
    var jsonl = false

    /// Taken as every verb takes it; the lines are JSON without it, too.
    @OptionGroup var output: OutputOptions

    @Argument(help: "A file, or - for standard input.", completion: .file())
    var file: String = "-"

    func run() throws {
        let defaults = try CanonicalizeRequest.Defaults(kind: kind, region: region)
        var lines = try LineReader(opening: file, dropsMark: true)
        var answers = LineOutput()
        while let line = try lines.nextAnswering(into: &answers) {
            let request = CanonicalizeRequest(line, isJSON: jsonl, defaults: defaults)
            try answers.write(request.answer())
        }
        try answers.flush()
    }
}

/// One line of `canonicalize`, and what is answered to it.
struct CanonicalizeRequest {
    /// What the command line says for lines that say nothing themselves.
    struct Defaults {
        let kind: FeedKind
        let region: RegionCode?

        init(kind: String, region: String?) throws {
            self.kind = try FeedKind(parsing: kind)
            self.region = try region.map { text in
                guard let code = RegionCode(text) else {
                    throw Failure(.usage, "--region is not a region code", hint: "write two capital letters, for example GB")
                }
                return code
            }
        }
    }

    private let input: [UInt8]
    private let kind: FeedKind
    private let region: RegionCode?
    private let fault: String?

    init(_ line: LineReader.Line, isJSON: Bool, defaults: Defaults) {
        guard case .text(let bytes) = line else {
            self.init(input: [], kind: defaults.kind, region: defaults.region, fault: IndicatorError.Reason.tooLong.rawValue)
            return
        }
        if isJSON {
            self.init(object: try? StrictJSON.parse(bytes).object, line: bytes, defaults: defaults)
        } else {
            self.init(input: bytes, kind: defaults.kind, region: defaults.region, fault: nil)
        }
    }

    private init(input: [UInt8], kind: FeedKind, region: RegionCode?, fault: String?) {
        self.input = input
        self.kind = kind
        self.region = region
        self.fault = fault
    }

    private init(object: JSONObject?, line: [UInt8], defaults: Defaults) {
        guard let object, let text = object["input"]?.string, object.keys.allSatisfy(Self.members.contains) else {
            self.init(input: line, kind: defaults.kind, region: defaults.region, fault: "not-an-input-object")
            return
        }
        var fault: String?
        var kind = defaults.kind
        if let named = object["kind"] {
            if let parsed = named.string.flatMap({ try? FeedKind(parsing: $0) }) {
                kind = parsed
            } else {
                fault = IndicatorError.Reason.notAKindName.rawValue
            }
        }
        var region = defaults.region
        if let named = object["region"] {
            region = named.string.flatMap { RegionCode($0) }
            if region == nil { fault = IndicatorError.Reason.notARegionCode.rawValue }
        }
        self.init(input: Array(text.utf8), kind: kind, region: region, fault: fault)
    }

    private static let members: Set<String> = ["input", "kind", "region"]

    /// The line to print: the canonical form, or the reason why there is none.
    func answer() -> JSONObject {
        var answer = JSONObject()
        answer["input"] = .string(String(decoding: input, as: UTF8.self))
        answer["kind"] = .string(kind.name)
        if let fault { return refused(&answer, fault) }
        guard let kind = kind.kind(of: input.span, region: region) else {
            return refused(&answer, IndicatorError.Reason.kindNotRecognised.rawValue)
        }
        answer["kind"] = .string(kind.name)
        do throws(IndicatorError) {
            let form = try Canonicaliser.canonicalForm(of: input.span, kind: kind, region: region)
            try Platform.requireKnown(in: form.canonical.span, of: kind)
            answer["canonical"] = .string(String(decoding: form.canonical, as: UTF8.self))
            if let mailbox = form.mailbox { answer["mbox"] = .string(String(decoding: mailbox, as: UTF8.self)) }
            return answer
        } catch {
            return refused(&answer, error.reason.rawValue)
        }
    }

    private func refused(_ answer: inout JSONObject, _ reason: String) -> JSONObject {
        answer["error"] = .string(IndicatorError.code)
        answer["reason"] = .string(reason)
        return answer
    }
}

extension FeedKind {
    /// The name as the command line writes it.
    var name: String {
        switch self {
        case .auto: "auto"
        case .anyWallet: "wallet"
        case .fixed(let kind): kind.name
        }
    }

    /// The kind of one value; nil when it cannot be told.
    func kind(of value: Span<UInt8>, region: RegionCode?) -> IndicatorKind? {
        switch self {
        case .auto: KindGuess.kind(of: value, region: region)
        case .anyWallet: WalletForm.guess(value)
        case .fixed(let kind): kind
        }
    }
}
