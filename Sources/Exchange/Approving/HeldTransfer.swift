internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles

/// Something that waits until officers have spoken: what would leave, and whose approval it needs. What they said stands in the log.
struct HeldTransfer {
    /// The file that was to be handed over, published or exported.
    let file: String
    /// What officers sign.
    let subject: ApprovalSubject
    /// How many approvals each role owes.
    let needed: [String: Int64]

    /// The name officers use.
    var name: String { subject.name }
}

extension HeldTransfer {
    /// The file that keeps it.
    var json: JSONValue {
        [
            "file": .string(file), "input": subject.input.jsonValue, "name": .string(name),
            "needed": .array(
                needed.sorted { $0.key < $1.key }.map { ["k": .integer($0.value), "role": .string($0.key)] }),
            "profile": .string(subject.profile.hex), "shown": .string(subject.shown.hex), "type": "tocsin-held", "v": 2,
        ]
    }

    init?(_ value: JSONValue) {
        guard let object = value.object, object["v"]?.integer == 2, object["type"]?.string == "tocsin-held",
            let file = object["file"]?.string, let captured = object["input"],
            let input = try? DecisionInput(parsing: captured.canonicalBytes()), let needed = object["needed"]?.array,
            let profile = Self.digest(object["profile"]), let shown = Self.digest(object["shown"])
        else { return nil }
        self.file = file
        subject = ApprovalSubject(input, shown: shown, profile: profile)
        var counts: [String: Int64] = [:]
        for item in needed {
            guard let role = item.object?["role"]?.string, let count = item.object?["k"]?.integer else { return nil }
            counts[role] = count
        }
        self.needed = counts
    }

    private static func digest(_ value: JSONValue?) -> Digest256? {
        value?.string.flatMap { Hex.decode($0) }.flatMap { Digest256(bytes: $0) }
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
        guard let value = try? StrictJSON.parse(bytes), let held = HeldTransfer(value), held.name == name else {
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

    /// Holds something.
    func hold(_ held: HeldTransfer) throws {
        try Directory.create(paths.heldTransfers)
        try DurableFile.write(held.json.canonicalBytes(), to: heldPath(held.name), replacing: true)
    }

    /// Forgets what was held: it has left.
    func release(_ name: String) throws {
        let path = heldPath(name)
        if Directory.exists(path) { try Directory.remove(path) }
    }
}
