import CanonicalCoding
import CryptoPrimitives
import TestVectors
import Testing
import TransparencyLog

@Suite struct `An event` {
    private static let time = EntryTime(millisecondsSinceEpoch: 1_800_000_000_250)
    private let transfer = SHA256.hash("transfer")

    /// An event that says what its type requires, apart from one thing.
    private func event(_ type: EntryType, without missing: DetailField? = nil, blank: DetailField? = nil) throws(EventError)
        -> Event
    {
        let requirements = EntryRequirements.of(type)
        let fields = requirements.fields.filter { $0 != missing }.map { ($0, JSONValue.string($0 == blank ? "" : "given")) }
        return try Event(
            type, capturedAt: Self.time, fields: fields, transfer: requirements.namesTransfer ? transfer : nil,
            reference: requirements.namesReference ? 0 : nil)
    }

    @Test(arguments: EntryType.allCases)
    func `says everything that its type requires, or is none`(type: EntryType) throws {
        _ = try event(type)
        for field in EntryRequirements.of(type).fields {
            #expect(throws: EventError.missing(type, field)) { try event(type, without: field) }
            #expect(throws: EventError.missing(type, field)) { try event(type, blank: field) }
        }
    }

    @Test(arguments: EntryType.allCases)
    func `says who did what with which software`(type: EntryType) {
        let fields = EntryRequirements.of(type).fields
        #expect(type == .sealed || EntryRequirements.who.allSatisfy(fields.contains))
        #expect(Set(fields).count == fields.count)
    }

    @Test(arguments: EntryType.allCases)
    func `names its transfer and its cause where the type requires that`(type: EntryType) throws {
        let requirements = EntryRequirements.of(type)
        let fields = requirements.fields.map { ($0, JSONValue.string("given")) }
        if requirements.namesTransfer {
            #expect(throws: EventError.missingTransfer(type)) {
                try Event(type, capturedAt: Self.time, fields: fields, reference: 0)
            }
        }
        if requirements.namesReference {
            #expect(throws: EventError.missingReference(type)) {
                try Event(type, capturedAt: Self.time, fields: fields, transfer: transfer)
            }
        }
    }

    @Test(arguments: EntryType.allCases)
    func `that could tip somebody off shows neither type nor flow`(type: EntryType) throws {
        var generator = SplitMix64(state: 1)
        let (entry, details) = try event(type).record(at: Self.time, clock: Self.time, using: &generator)
        #expect(entry.details == details.commitment)
        #expect(try LogEntry(parsing: entry.bytes.span) == entry)
        guard type.isAlwaysSealed else {
            #expect(entry.type == type.rawValue)
            #expect(details["t"] == nil)
            return
        }
        #expect(entry.type == "sealed")
        #expect(entry.transfer == nil && entry.reference == nil)
        #expect(details["t"]?.string == (type == .sealed ? nil : type.rawValue))
    }

    @Test func `of a node of law enforcement may hide all but the life of the log`() throws {
        var generator = SplitMix64(state: 2)
        for type in EntryType.allCases {
            let requirements = EntryRequirements.of(type)
            let fields = requirements.fields.map { ($0, JSONValue.string("given")) }
            let make = { try Event(type, capturedAt: Self.time, fields: fields, transfer: transfer, reference: 3, sealed: true) }
            guard type.maySeal else {
                #expect(throws: EventError.mayNotSeal(type)) { try make() }
                continue
            }
            let (entry, details) = try make().record(at: Self.time, clock: Self.time, using: &generator)
            #expect(entry.type == "sealed" && entry.transfer == nil && entry.reference == nil)
            guard type != .sealed else { continue }
            #expect(details["x"]?.string == Base64URL.encode(transfer.bytes))
            #expect(details["r"]?.integer == 3)
        }
    }

    @Test func `gives each field a salt of its own, and others the next time`() throws {
        var generator = SplitMix64(state: 3)
        let event = try event(.stop)
        var salts: Set<Digest256> = []
        for _ in 0..<2 {
            for case .shown(_, _, let salt, _) in try event.record(at: Self.time, clock: Self.time, using: &generator).details
                .fields
            {
                #expect(salts.insert(salt).inserted)
            }
        }
        #expect(salts.count == 12)
    }

    @Test func `has details that can be read again`() throws {
        let long = String(repeating: "a", count: 65_537)
        let who = EntryRequirements.who.map { ($0, JSONValue.string("given")) }
        #expect(throws: EventError.value("reason")) {
            try Event(.stop, capturedAt: Self.time, fields: who + [(.reason, .string(long))])
        }
        let further = (0..<20).map { ("more.\($0)", DetailRecord.FieldClass.free, JSONValue.string(String(long.dropLast()))) }
        #expect(throws: EventError.tooLong) {
            try Event(.stop, capturedAt: Self.time, fields: who + [(.reason, "r")], further: further)
        }
        var generator = SplitMix64(state: 4)
        let twice = try Event(
            .stop, capturedAt: Self.time, fields: who + [(.reason, "r")], further: [("reason", .free, "again")])
        #expect(throws: EventError.self) { try twice.record(at: Self.time, clock: Self.time, using: &generator) }
    }

    @Test func `says what the clock showed when it is not dated by it`() throws {
        var generator = SplitMix64(state: 5)
        let clock = EntryTime(millisecondsSinceEpoch: Self.time.millisecondsSinceEpoch - 1)
        let (entry, details) = try event(.stop).record(at: Self.time, clock: clock, using: &generator)
        #expect(entry.time == Self.time)
        #expect(details["clock"]?.string == clock.description)
    }
}

@Suite struct `Commitments to the items of a transfer` {
    @Test func `let one item be proven without the others`() throws {
        let commitments = (0..<5).map { ItemCommitments.commitment(claimID: [$0], salt: SHA256.hash([$0])) }
        let root = ItemCommitments.root(of: commitments)
        #expect(root == MerkleTree.root(ofLeaves: commitments.map { MerkleTree.leaf($0.bytes.span) }))
        #expect(root != ItemCommitments.root(of: commitments.reversed()))
        #expect(commitments[0] == SHA256.hash([0x04] + SHA256.hash([0]).bytes + [0]))
    }

    @Test func `differ with the nonce of the transfer`() {
        var (one, other) = (TransferDigest(nonce: .zero), TransferDigest(nonce: SHA256.hash("n")))
        one.update(Array("stream".utf8).span)
        other.update(Array("stream".utf8).span)
        #expect(one.finalize() == SHA256.hash(Array("xfer/v1\n".utf8) + Digest256.zero.bytes + Array("stream".utf8)))
        #expect(one.finalize() != other.finalize())
    }
}
