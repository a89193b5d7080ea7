internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

/// The files of one ceremony at one party: the plan, the own secret while it is needed, and every message of all parties.
struct CeremonyFolder: Sendable {
    let root: String

    var plan: String { root + "/plan.json" }
    /// The own polynomial and the nonce of its commitment; a secret file.
    var secret: String { root + "/polynomial.key" }
    var messages: String { root + "/messages" }

    /// Where the folder goes when another ceremony of the epoch takes its place.
    func aside(_ plan: Digest256) -> String { "\(root).\(plan.hex.prefix(Self.asideDigits))" }
    private static let asideDigits = 16

    func message(_ place: MessagePlace) -> String { "\(messages)/\(place.round)-\(place.from)-\(place.to).json" }

    /// Every message that is kept, by its place.
    ///
    /// - Throws: `FileError`, `RegistryError`.
    func readMessages() throws -> [MessagePlace: CeremonyFile] {
        var kept: [MessagePlace: CeremonyFile] = [:]
        for name in try Directory.names(in: messages) where name.hasSuffix(".json") {
            let bytes = try FileReader.contents(of: "\(messages)/\(name)", limitBytes: RegistryLimits.ceremonyFileBytes)
            let file = try CeremonyFile(DSSEEnvelope(parsing: bytes))
            kept[file.place] = file
        }
        return kept
    }

    /// Keeps a message; the first in a place stays.
    ///
    /// - Throws: `FileError`.
    func keep(_ file: CeremonyFile) throws(FileError) {
        let path = message(file.place)
        guard !Directory.exists(path) else { return }
        try DurableFile.write(file.envelope.fileBytes(), to: path)
    }

    /// Erases what was dealt: who opens a party's seal key later finds no part of a share here.
    ///
    /// - Throws: `FileError`.
    func eraseDealt() throws(FileError) {
        try DurableFile.removeLeftovers(in: messages)
        for name in try Directory.names(in: messages) where name.hasPrefix("2-") { try SecretFile.erase("\(messages)/\(name)") }
    }
}

/// Where a message belongs: a party says one thing in each place, or it is caught.
struct MessagePlace: Sendable, Hashable {
    let round: Int
    let from: UInt8
    let to: UInt8

    init(_ round: Int, from: UInt8, to: UInt8 = 0) {
        self.round = round
        self.from = from
        self.to = to
    }
}

/// A signed message of a ceremony, and the name of the file in which it is handed around.
public struct CeremonyFile: Sendable, Hashable {
    /// The message, signed.
    public let envelope: DSSEEnvelope
    /// What it says.
    public let message: CeremonyMessage

    init(_ envelope: DSSEEnvelope) throws(RegistryError) {
        self.envelope = envelope
        message = try CeremonyMessage(parsing: envelope.payload)
    }

    var place: MessagePlace { MessagePlace(message.round, from: message.from, to: message.to) }

    /// Says which epoch, round and parties it is of.
    public var name: String {
        let what = message.round == CeremonyMessage.complaintRound ? "complaint" : "round-\(message.round)"
        let recipient = message.to == 0 ? "" : "-to-\(message.to)"
        return "epoch-\(message.epoch.value)-\(what)-from-\(message.from)\(recipient).json"
    }
}
