import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles
import TransparencyLog
import CryptoPrimitives

/// `tocsin agreement sign`: this member's signature of an agreement.
struct SignAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign an agreement with this node's key for agreements.",
        discussion: """
            The note holds three lines of text, which every party can compare by eye, and the signature. The node keeps the \
            document with the signatures so far, so that status and diff know it. It signs no document that gives another key for \
            this member than the registry lists: `tocsin registry show` prints the keys.

            EXAMPLE
              tocsin agreement sign draft.jsonc --out own.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The document, or a draft with comments.", completion: .file()) var file: String
    @Option(name: .long, help: "Where the note goes.", completion: .file()) var out: String

    func run() throws {
        let place = try OutputPlace.named(out, reading: [file])
        let agreement = try AgreementFiles.agreement(file)
        let node = try home.node(for: .writing, secrets: secrets)
        try AgreementFiles.naming(file) { try node.requireOwnKeyListed(in: agreement) }
        let note = try node.sign(agreement)
        try DurableFile.write(note.bytes, to: place.path, mode: 0o644, replacing: true)
        NoteReport.say(note, of: agreement, at: place, asJSON: output.json)
    }
}

/// `tocsin agreement combine`: one note with the signatures of several.
struct CombineNotesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine", abstract: "Put the signatures of several notes over one agreement together.",
        discussion: """
            EXAMPLE
              tocsin agreement combine platform.note vendor.note --out all.note
            """)

    @Argument(help: "The notes.", completion: .file()) var notes: [String]
    @Option(name: .long, help: "Where the combined note goes.", completion: .file()) var out: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out, reading: notes)
        let note = try AgreementNote.combined(notes.map(AgreementFiles.note))
        try DurableFile.write(note.bytes, to: place.path, mode: 0o644, replacing: true)
        NoteReport.say(note, of: nil, at: place, asJSON: output.json)
    }
}

/// What is said of a note that was written.
enum NoteReport {
    static func say(_ note: SignedNote, of agreement: Agreement?, at place: OutputPlace, asJSON: Bool) {
        let names = note.signatures.map(\.keyName)
        guard !asJSON else {
            var answer = JSONObject()
            answer["file"] = .string(place.path)
            answer["signatures"] = .array(names.map { .string($0) })
            answer["digest"] = agreement.map { .string($0.digest.hex) }
            Terminal.say(json: .object(answer))
            return
        }
        if let agreement { Terminal.say("digest      \(agreement.digest.hex)") }
        Terminal.say("signatures  \(names.count)")
        for name in names { Terminal.say(Terminal.plain("  \(name)")) }
    }
}
