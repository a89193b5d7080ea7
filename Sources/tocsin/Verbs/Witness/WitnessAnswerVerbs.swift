import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin witness add-checkpoint`: answer as a witness.
struct AddCheckpointVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-checkpoint", abstract: "As a witness: check another member's head, remember it, sign it.",
        discussion: """
            The answer is written whatever it is: signed, or why not. Exit code 1 when it is not signed. A second history of a log is \
            kept with both heads in witness/head-forks, and is an entry of this node's log. A head to which the proof does not lead \
            is kept beside the one before it in witness/refused-heads: both are signed, but a proof can simply be wrong.

            EXAMPLE
              tocsin witness add-checkpoint for-b.request --out for-a.answer
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "Where the answer goes.", completion: .file()) var out: String
    @Argument(help: "The request.", completion: .file()) var request: String

    func run() throws {
        let place = try OutputPlace.named(out, reading: [request])
        try place.requireWritable()
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        let body = try FileReader.contents(of: request, limitBytes: AddCheckpointRequest.limitBytes)
        let verdict = try node.answerAsWitness(body, at: ClockOptions.now)
        try DurableFile.write(verdict.answer.bytes, to: place.path, mode: 0o644, replacing: true)
        say(verdict)
        if case .signed = verdict.answer { return }
        throw ExitCode(FailureCode.clearNo.rawValue)
    }

    private func say(_ verdict: WitnessVerdict) {
        let (fork, refused) = (verdict.fork.map(Self.absolute), verdict.refused.map(Self.absolute))
        if output.json {
            var document = WitnessAnswerWording.document(verdict.answer)
            document["fork"] = fork.map(JSONValue.string)
            document["refused"] = refused.map(JSONValue.string)
            Terminal.say(json: .object(document))
        } else if let fork {
            let place = Terminal.plain(fork)
            Terminal.say("not signed: this log has shown two histories; both heads, each signed by it, are in \(place)")
        } else {
            Terminal.say(WitnessAnswerWording.sentence(verdict.answer))
            if let refused { Terminal.say("both heads are kept in \(Terminal.plain(refused))") }
        }
    }

    /// A path that holds wherever it is read.
    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}

/// `tocsin witness merge`: take a signature in.
struct MergeAnswerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put a witness's signature under this log's head. Exit code 1 when the answer holds none.",
        discussion: """
            A witness that was noted as lost is noted as back.

            EXAMPLE
              tocsin witness merge for-a.answer
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: PersonOptions
    @Argument(help: "The answer.", completion: .file()) var answer: String

    func run() throws {
        let bytes = try FileReader.contents(of: answer, limitBytes: WitnessAnswer.limitBytes)
        guard let parsed = WitnessAnswer(parsing: bytes) else {
            throw Failure(.inputRefused, "\(answer) is no answer of a witness", hint: "ask the witness for the file again")
        }
        let node = try home.node(for: .writing)
        node.actor = try who.person()
        guard let size = try node.merge(parsed) else {
            try refuse(parsed, node)
            throw ExitCode(FailureCode.clearNo.rawValue)
        }
        if output.json {
            Terminal.say(json: ["size": .integer(Int64(clamping: size)), "status": .integer(Int64(parsed.status))])
        } else {
            Terminal.say("the head of size \(size) has one more signature")
        }
    }

    /// An answer proves nothing, so a witness that is ahead stops no log by it: its head, which the log signed, would.
    private func refuse(_ answer: WitnessAnswer, _ node: Node) throws {
        guard case .conflict(let size) = answer, case let own = try node.ledgerSize(), size > own else {
            WitnessAnswerWording.say(answer, asJSON: output.json)
            return
        }
        if output.json {
            var document = WitnessAnswerWording.document(answer)
            document["older_copy"] = true
            document["own"] = .integer(Int64(clamping: own))
            Terminal.say(json: .object(document))
        } else {
            let error = LedgerError.witnessAhead(size: size, own: own)
            Terminal.say("not signed: \(error); \(error.hint)")
        }
    }
}

/// What an answer means for whoever asked.
enum WitnessAnswerWording {
    static func say(_ answer: WitnessAnswer, asJSON: Bool) {
        if asJSON { Terminal.say(json: .object(document(answer))) } else { Terminal.say(sentence(answer)) }
    }

    static func document(_ answer: WitnessAnswer) -> JSONObject {
        var document = JSONObject()
        document["status"] = .integer(Int64(answer.status))
        if case .conflict(let size) = answer { document["size"] = .integer(Int64(clamping: size)) }
        return document
    }

    static func sentence(_ answer: WitnessAnswer) -> String {
        switch answer {
        case .signed: "signed"
        case .malformed: "not signed: the request is malformed"
        case .unsigned: "not signed: no key that the registry lists for this log has signed the head"
        case .unknownLog: "not signed: the registry lists no log of that name"
        case .conflict(let size): "not signed: the witness has a head of size \(size); request again with --old \(size)"
        case .inconsistent:
            "not signed: the proof does not lead from the head the witness has to this one; if the log cannot give one that does, it has "
                + "two histories"
        }
    }
}
