import ArgumentParser
import CanonicalCoding
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin-verify fork`: two heads that one log signed and that cannot both be true.
struct VerifyFork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Check the proof that a log has two histories. Exit code 0 when it is one, 1 when not, 3 for none.",
        discussion: """
            The directory holds first.note and second.note, as witnesses and logs keep them in head-forks. They prove a fork when a \
            log of the policy signed both, with one size and two roots; or with two sizes, where other-history.proof shows that the larger \
            one does not continue the smaller one.

            EXAMPLE
              tocsin-verify fork --policy partners.policy witness/head-forks/3f9a/
            """)

    @Option(name: .long, help: "The logs you trust.", completion: .file()) var policy: String
    @Flag(name: .long, help: "One JSON document.") var json = false
    @Argument(help: "The directory of the two heads.", completion: .directory) var directory: String

    func run() throws {
        let keys: [NoteKey]
        do throws(LedgerFault) { keys = try LedgerCheck.policy(ofFile: policy).logs } catch {
            throw InputError(message: "\(error)", hint: "see docs/spec/ledger.md for the form of a policy")
        }
        let heads = try ["first.note", "second.note"].map { name in
            try FileReader.contents(of: "\(directory)/\(name)", limitBytes: SignedNote.limitBytes)
        }
        let notes = heads.compactMap { bytes in (try? SignedNote(parsing: bytes)).flatMap { Self.signed($0, by: keys) } }
        let fork = notes.count == 2 ? try Self.fork(notes[0], notes[1], in: directory) : nil
        let answer = json ? document(fork).canonicalBytes() : Array(sentence(fork).utf8)
        try StandardStream.writeResults(answer + [UInt8(ascii: "\n")])
        if fork == nil { throw ExitCode(1) }
    }

    /// The note, when a log of its origin signed it.
    private static func signed(_ note: SignedNote, by keys: [NoteKey]) -> SignedNote? {
        guard let head = try? Checkpoint(parsing: note.text) else { return nil }
        return (try? note.verified(by: keys.filter { $0.isNamed(head.origin) })) != nil ? note : nil
    }

    /// Two heads that contradict each other: the first of them, and at which size.
    private struct Fork {
        let first: SignedNote
        let size: UInt64
    }

    private static func fork(_ first: SignedNote, _ second: SignedNote, in directory: String) throws -> Fork? {
        if let fork = HeadFork(first, second) { return Fork(first: first, size: fork.size) }
        let path = "\(directory)/\(OtherHistory.fileName)"
        guard Directory.exists(path) else { return nil }
        let proof = try FileReader.contents(of: path, limitBytes: OtherHistory.limitBytes)
        guard OtherHistory(smaller: first, larger: second, proofBytes: proof) != nil else { return nil }
        return Fork(first: first, size: (try? Checkpoint(parsing: first.text))?.size ?? 0)
    }

    private func document(_ fork: Fork?) -> JSONValue {
        var object = JSONObject()
        object["verdict"] = .string(fork == nil ? "NONE" : "FORK")
        if let fork, let head = try? Checkpoint(parsing: fork.first.text) {
            object["origin"] = .string(head.origin)
            object["size"] = .integer(Int64(clamping: fork.size))
        }
        return .object(object)
    }

    private func sentence(_ fork: Fork?) -> String {
        guard let fork, let head = try? Checkpoint(parsing: fork.first.text) else {
            return "no fork is proven: the heads are not two that one log of the policy signed and that contradict each other"
        }
        return "FORK  \(head.origin) signed two histories of size \(fork.size)"
    }
}
