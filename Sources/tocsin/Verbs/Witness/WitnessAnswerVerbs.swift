import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles
import TransparencyLog

/// `tocsin witness add-checkpoint`: answer as a witness.
struct AddCheckpointVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-checkpoint", abstract: "As a witness: check another member's head, remember it, sign it.",
        discussion: """
            The answer is written whatever it is: signed, or why not. Exit code 1 when it is not signed. A second history of a log is \
            kept with both heads in witness/head-forks, and is an entry of this node's log.

            EXAMPLE
              tocsin witness add-checkpoint for-b.request --out for-a.answer
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: "Where the answer goes.", completion: .file()) var out: String
    @Argument(help: "The request.", completion: .file()) var request: String

    func run() throws {
        let place = try OutputPlace.named(out, reading: [request])
        try place.requireWritable()
        let node = try home.node(for: .writing)
        let body = try FileReader.contents(of: request, limitBytes: AddCheckpointRequest.limitBytes)
        let answer = try node.answerAsWitness(body, at: ClockOptions.now)
        try DurableFile.write(answer.bytes, to: place.path, mode: 0o644, replacing: true)
        WitnessAnswerWording.say(answer, asJSON: output.json)
        if case .signed = answer { return }
        throw ExitCode(FailureCode.clearNo.rawValue)
    }
}

/// `tocsin witness merge`: take a signature in.
struct MergeAnswerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put a witness's signature under this log's head. Exit code 1 when the answer holds none.",
        discussion: """
            EXAMPLE
              tocsin witness merge for-a.answer
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The answer.", completion: .file()) var answer: String

    func run() throws {
        let bytes = try FileReader.contents(of: answer, limitBytes: WitnessAnswer.limitBytes)
        guard let parsed = WitnessAnswer(parsing: bytes) else {
            throw Failure(.inputRefused, "\(answer) is no answer of a witness", hint: "ask the witness for the file again")
        }
        guard let size = try home.node(for: .writing).merge(parsed) else {
            WitnessAnswerWording.say(parsed, asJSON: output.json)
            throw ExitCode(FailureCode.clearNo.rawValue)
        }
        if output.json {
            Terminal.say(json: ["size": .integer(Int64(clamping: size)), "status": .integer(Int64(parsed.status))])
        } else {
            Terminal.say("the head of size \(size) has one more signature")
        }
    }
}

/// `tocsin witness compare`: hold what a witness keeps against the log.
struct CompareHeadVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Hold a head of this log that a witness keeps against the log. Exit code 4 when they differ.",
        discussion: """
            Do this after a restore: a larger head, or one of another history, means that this log may not be signed any more. Both \
            heads are kept as proof.

            EXAMPLE
              tocsin witness compare head-kept-by-b.note
            """)

    @OptionGroup var home: HomeOptions
    @Argument(help: "The head, a signed note.", completion: .file()) var head: String

    func run() throws {
        let bytes = try FileReader.contents(of: head, limitBytes: SignedNote.limitBytes)
        guard let note = try? SignedNote(parsing: bytes) else {
            throw Failure(.inputRefused, "\(head) is no signed note", hint: "ask the witness for the file again")
        }
        try home.node(for: .writing).compare(with: note)
        Terminal.say("the head is one of this log's history, or not signed by it")
    }
}

/// What an answer means for whoever asked.
enum WitnessAnswerWording {
    static func say(_ answer: WitnessAnswer, asJSON: Bool) {
        guard asJSON else {
            Terminal.say(sentence(answer))
            return
        }
        var document = JSONObject()
        document["status"] = .integer(Int64(answer.status))
        if case .conflict(let size) = answer { document["size"] = .integer(Int64(clamping: size)) }
        Terminal.say(json: .object(document))
    }

    private static func sentence(_ answer: WitnessAnswer) -> String {
        switch answer {
        case .signed: "signed"
        case .malformed: "not signed: the request is malformed"
        case .unsigned: "not signed: no key that the registry lists for this log has signed the head"
        case .unknownLog: "not signed: the registry lists no log of that name"
        case .conflict(let size): "not signed: the witness has a head of size \(size); request again with --old \(size)"
        case .inconsistent: "not signed: the head does not continue the one the witness has; its log has two histories"
        }
    }
}
