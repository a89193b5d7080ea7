import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles
import MemberRegistry

/// Reading and writing the documents of a ceremony: plain files that people hand around.
enum DocumentFiles {
    static func envelope(_ path: String, isDraft: Bool = true) throws -> DSSEEnvelope {
        try naming(path) {
            try DSSEEnvelope(parsing: contents(path, RegistryLimits.envelopeBytes), isDraft: isDraft)
        }
    }

    static func registry(_ path: String) throws -> RegistryDocument {
        let envelope = try envelope(path)
        return try naming(path) { try RegistryDocument(parsing: envelope.payload) }
    }

    static func epoch(_ path: String) throws -> EpochDocument {
        let envelope = try envelope(path)
        return try naming(path) { try EpochDocument(parsing: envelope.payload) }
    }

    static func rootKeys(_ path: String) throws -> [RootKey] {
        try naming(path) { try RootKeys(parsing: contents(path, RegistryLimits.keyFileBytes)).keys }
    }

    static func card(_ path: String) throws -> MemberCard {
        try naming(path) { try MemberCard(parsing: contents(path, RegistryLimits.keyFileBytes)) }
    }

    /// Does something with a document; what is refused of it names the file.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as RegistryError {
            throw Failure(explaining: error).naming(path, line: nil)
        }
    }

    private static func contents(_ path: String, _ limitBytes: Int) throws -> [UInt8] {
        try FileReader.contents(of: path, limitBytes: limitBytes)
    }

    static func write(_ envelope: DSSEEnvelope, to place: OutputPlace) throws {
        try DurableFile.write(envelope.fileBytes(), to: place.path, mode: 0o644, replacing: true)
    }

    /// What a ceremony says of the signatures under a document.
    static func report(_ envelope: DSSEEnvelope, at place: OutputPlace, asJSON: Bool) {
        let keyIDs = envelope.signatures.map(\.keyID)
        guard !asJSON else {
            Terminal.say(json: ["file": .string(place.path), "signatures": .array(keyIDs.map { .string($0) })])
            return
        }
        Terminal.say("signatures  \(keyIDs.count)")
        for keyID in keyIDs { Terminal.say("  \(keyID)") }
    }
}

/// `… sign FILE --key KEY`: adds one root officer's signature.
struct SignVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Add a root officer's signature to a document.",
        discussion: """
            EXAMPLE
              tocsin registry sign registry.json --key officer-1.pem
            """)

    @Argument(help: "The document.", completion: .file()) var file: String
    @Option(name: .long, help: "The officer's key file.", completion: .file()) var key: String
    @Option(name: .long, help: "Write the signed document here instead of in place.", completion: .file()) var out: String?
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out ?? file)
        let officer = try NodeKeys.readSigningKey(key, passphrase: secrets.passphrase)
        let signed = try DocumentFiles.envelope(file).signedByRoot(officer)
        try DocumentFiles.write(signed, to: place)
        DocumentFiles.report(signed, at: place, asJSON: output.json)
    }
}

/// `… combine FILE…`: one document with the signatures of several copies.
struct CombineVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine", abstract: "Put the signatures of several copies of one document together.",
        discussion: """
            EXAMPLE
              tocsin registry combine from-alice.json from-bob.json --out registry.json
            """)

    @Argument(help: "Copies of the document.", completion: .file()) var files: [String]
    @Option(name: .long, help: "Where the combined document goes.", completion: .file()) var out: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out, reading: files)
        let combined = try DSSEEnvelope.combining(files.map { try DocumentFiles.envelope($0) })
        try DocumentFiles.write(combined, to: place)
        DocumentFiles.report(combined, at: place, asJSON: output.json)
    }
}
