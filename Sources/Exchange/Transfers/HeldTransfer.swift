internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles

/// A hand-over that waits until officers have spoken: what was to be decided, and what they said so far.
struct HeldTransfer {
    /// The name officers use.
    let name: String
    /// The file that was to be handed over.
    let file: String
    /// What was to be decided; officers sign its digest.
    let input: DecisionInput
    /// How many approvals each role owes.
    let needed: [String: Int64]
    /// What officers said.
    var words: [OfficerWord] = []

    init(_ decision: Decision, file: String) {
        name = Self.name(of: decision.input)
        self.file = file
        var input = decision.input
        input.approvals = []
        self.input = input
        needed = decision.neededApprovals
    }

    /// The name of a hand-over: the same for the same rows of the same bundle to the same member for the same purpose, whenever
    /// and by whomever it is asked for.
    static func name(of input: DecisionInput) -> String {
        var bare = input
        bare.time = Timestamp(secondsSinceEpoch: 0)
        bare.actor = DecisionInput.Actor(member: input.from, name: "any", role: "any")
        bare.authenticated = []
        bare.registryVersion = 0
        bare.standing = AgreementStanding()
        bare.counts = [:]
        bare.isWitnessed = false
        bare.approvals = []
        bare.egress = nil
        return String(bare.digest.hex.prefix(nameDigits))
    }

    private static let nameDigits = 16

    /// Who rejected it.
    var rejecting: String? { words.first { $0.verdict == .reject }?.by }

    /// The roles that still owe approvals, with how many.
    var missing: [String] {
        needed.sorted { $0.key < $1.key }.compactMap { role, count in
            let given = Int64(Set(words.filter { $0.verdict == .approve && $0.role == role }.map(\.by)).count)
            return given < count ? "\(count - given) by \(role)" : nil
        }
    }
}

extension HeldTransfer {
    /// The file that keeps it.
    var json: JSONValue {
        [
            "file": .string(file), "input": input.jsonValue, "name": .string(name),
            "needed": .array(
                needed.sorted { $0.key < $1.key }.map { ["k": .integer($0.value), "role": .string($0.key)] }),
            "type": "tocsin-held", "v": 1, "words": .array(words.map(\.json)),
        ]
    }

    init?(_ value: JSONValue) {
        guard let object = value.object, object["v"]?.integer == 1, object["type"]?.string == "tocsin-held",
            let name = object["name"]?.string, let file = object["file"]?.string, let captured = object["input"],
            let input = try? DecisionInput(parsing: captured.canonicalBytes()), let needed = object["needed"]?.array,
            let words = object["words"]?.array
        else { return nil }
        self.name = name
        self.file = file
        self.input = input
        var counts: [String: Int64] = [:]
        for item in needed {
            guard let role = item.object?["role"]?.string, let count = item.object?["k"]?.integer else { return nil }
            counts[role] = count
        }
        self.needed = counts
        self.words = words.compactMap(OfficerWord.init)
        guard self.words.count == words.count else { return nil }
    }
}

extension Node {
    private static let heldLimitBytes = AgreementLimits.inputBytes + 1 << 20

    private func heldPath(_ name: String) -> String { "\(paths.heldTransfers)/\(name).json" }

    /// What is held under a name.
    ///
    /// - Throws: `FileError`, ``NodeError/homeDamaged(_:)``.
    func heldTransfer(_ name: String) throws -> HeldTransfer? {
        let path = heldPath(name)
        guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }), Directory.exists(path) else {
            return nil
        }
        let bytes = try Self.ownFile(path, limitBytes: Self.heldLimitBytes)
        guard let value = try? StrictJSON.parse(bytes), let held = HeldTransfer(value), held.name == name,
            HeldTransfer.name(of: held.input) == name
        else {
            throw NodeError.homeDamaged("\(path) is no held transfer")
        }
        return held
    }

    /// Everything that is held, by name.
    ///
    /// - Throws: `FileError`, ``NodeError/homeDamaged(_:)``.
    func heldTransfers() throws -> [HeldTransfer] {
        guard Directory.isDirectory(paths.heldTransfers) else { return [] }
        let names = try Directory.names(in: paths.heldTransfers).filter { $0.hasSuffix(".json") }.sorted()
        return try names.compactMap { try heldTransfer(String($0.dropLast(5))) }
    }

    /// Holds a hand-over, or keeps what officers said of one.
    @discardableResult
    func hold(_ held: HeldTransfer) throws -> HeldTransfer {
        try Directory.create(paths.heldTransfers)
        try DurableFile.write(held.json.canonicalBytes(), to: heldPath(held.name), replacing: true)
        return held
    }

    /// Forgets what was held: it has left, and its approvals served once.
    func release(_ name: String) throws {
        let path = heldPath(name)
        if Directory.exists(path) { try Directory.remove(path) }
    }
}
