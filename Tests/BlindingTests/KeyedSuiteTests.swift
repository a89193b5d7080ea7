import Blinding
import CanonicalCoding
import CryptoPrimitives
import Foundation
import Indicators
import TestVectors
import Testing

/// The vector files of this repository.
enum VectorFile {
    static func object(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: Checkout.vectors.appending(path: "six-v1/\(name).json"))
        let document = try JSONSerialization.jsonObject(with: data)
        return try #require(document as? [String: Any])
    }
}

extension [String: Any] {
    /// The bytes of a member written in hexadecimal.
    fileprivate func bytes(_ name: String) throws -> [UInt8] {
        let text = try #require(self[name] as? String)
        return try #require(Hex.decode(text))
    }
}

@Suite struct `The keyed suite` {
    private func blinder(_ vectors: [String: Any]) throws -> EpochBlinder {
        let pepper = try vectors.bytes("pepper")
        let epoch = try #require(vectors["epoch"] as? Int)
        return try EpochBlinder(epoch: EpochNumber(UInt32(epoch)), suites: .keyedOnly, pepper: SecretBytes(copying: pepper.span))
    }

    @Test func `gives the published tags, proofs and lock keys`() throws {
        let vectors = try VectorFile.object("keyed_suite")
        let blinder = try blinder(vectors)
        let bundleID = try vectors.bytes("bundle_id")
        let cases = try #require(vectors["cases"] as? [[String: String]])
        #expect(cases.count == 7)
        for example in cases {
            let name = try #require(example["kind"])
            let kind = try IndicatorKind(parsing: name)
            let canonical = try #require(example["canonical"])
            let input = try MatchInput(kind: kind, canonical: canonical.utf8.span)
            #expect(Hex.encode(input.bytes) == example["input"])
            let secret = try blinder.secret(of: kind, canonical: canonical.utf8.span)
            #expect(secret.tag(epoch: blinder.epoch).base64url == example["tag"])
            for (name, expected) in example where name.hasPrefix("pop:") {
                let publisher = try #require(MemberID(String(name.dropFirst(4))))
                #expect(secret.pop(epoch: blinder.epoch, publisher: publisher).base64url == expected)
            }
            for (name, expected) in example where name.hasPrefix("lockk:") {
                let publisher = try #require(MemberID(String(name.dropFirst(6))))
                let key = secret.lockKey(epoch: blinder.epoch, publisher: publisher, bundleID: bundleID.span)
                #expect(key.hex == expected)
            }
        }
    }

    @Test func `gives one secret by both ways in`() async throws {
        let blinder = try blinder(VectorFile.object("keyed_suite"))
        let input = try MatchInput(kind: .url, canonical: "example.org/".utf8.span)
        let direct = try blinder.secret(of: .url, canonical: "example.org/".utf8.span)
        let batch = try await blinder.secrets(of: [input])
        #expect(batch.map { $0.tag(epoch: blinder.epoch) } == [direct.tag(epoch: blinder.epoch)])
    }

    @Test func `refuses kinds that the epoch does not name`() throws {
        let blinder = try EpochBlinder(
            epoch: EpochNumber(1), suites: SuiteTable(suites: ["url": .keyed], acceptsGuessable: false),
            pepper: .random(count: 32))
        #expect(throws: BlindingError.kindWithoutSuite(.host)) { try blinder.secret(of: .host, canonical: "a.example".utf8.span) }
    }

    @Test(arguments: IndicatorKind.all.filter(\.isGuessable))
    func `refuses guessable kinds unless the epoch accepts them`(kind: IndicatorKind) throws {
        let cautious = SuiteTable(suites: [kind.name: .keyed], acceptsGuessable: false)
        #expect(throws: BlindingError.guessableUnderKeyedSuite(kind)) { try cautious.suite(of: kind) }
        #expect(try SuiteTable.keyedOnly.suite(of: kind) == .keyed)
        #expect(SuiteTable.keyedOnly.exposedKinds.contains(kind))
        let standard = try EpochBlinder(epoch: EpochNumber(1), suites: .standard, pepper: .random(count: 32))
        #expect(throws: BlindingError.needsEvaluators(kind)) { try standard.secret(of: kind, canonical: "x".utf8.span) }
    }

    @Test func `takes canonical forms up to the limit and not one byte more`() throws {
        let blinder = try EpochBlinder(epoch: EpochNumber(1), suites: .keyedOnly, pepper: .random(count: 32))
        let longest = [UInt8](repeating: 0x61, count: MatchInput.longestCanonical)
        _ = try blinder.secret(of: .url, canonical: longest.span)
        let longer = longest + [0x61]
        #expect(throws: BlindingError.canonicalTooLong(byteCount: 8_193)) { try blinder.secret(of: .url, canonical: longer.span) }
        #expect(throws: BlindingError.canonicalTooLong(byteCount: 8_193)) { try MatchInput(kind: .url, canonical: longer.span) }
    }

    @Test(arguments: [0, 31, 33])
    func `refuses a pepper of the wrong length`(count: Int) {
        #expect(throws: BlindingError.pepperLength(byteCount: count)) {
            try EpochBlinder(epoch: EpochNumber(1), suites: .keyedOnly, pepper: .random(count: count))
        }
    }
}

@Suite struct `A locked cell` {
    private struct Vector {
        let key: Digest256
        let nonce, bundleID: [UInt8]
        let plaintext, cell: String

        init() throws {
            let vectors = try VectorFile.object("match_lock")
            key = try #require(Digest256(bytes: vectors.bytes("key")))
            nonce = try vectors.bytes("nonce")
            let aad = try vectors.bytes("aad")
            bundleID = Array(aad.dropFirst(8).prefix(16))
            plaintext = try #require(vectors["plaintext"] as? String)
            cell = try #require(vectors["cell"] as? String)
        }
    }

    @Test func `is made and opened as published`() throws {
        let vector = try Vector()
        let made = try LockedCell.seal(
            Array(vector.plaintext.utf8), lockKey: vector.key, bundleID: vector.bundleID, column: "locked", nonce: vector.nonce)
        #expect(made == vector.cell)
        let opened = try LockedCell.open(vector.cell, lockKey: vector.key, bundleID: vector.bundleID, column: "locked")
        #expect(opened == Array(vector.plaintext.utf8))
    }

    @Test func `opens for no other key, bundle or column`() throws {
        let vector = try Vector()
        for (key, bundleID, column) in [
            (Digest256.zero, vector.bundleID, "locked"), (vector.key, vector.bundleID.reversed(), "locked"),
            (vector.key, vector.bundleID, "note"),
        ] {
            #expect(throws: BlindingError.lockedCell(.doesNotOpen)) {
                try LockedCell.open(vector.cell, lockKey: key, bundleID: bundleID, column: column)
            }
        }
    }

    @Test(arguments: [
        ("{}", 62, nil as BlindingError.LockedCellFault?), ("{}", 126, .padding), ("[]", 62, .notAnObject),
        ("{ }", 61, .notAnObject),
    ])
    func `demands the shortest padding and one canonical object`(text: String, zeros: Int, fault: BlindingError.LockedCellFault?)
        throws
    {
        let vector = try Vector()
        let padded = Array(text.utf8) + [0x80] + [UInt8](repeating: 0, count: zeros - 1)
        let aad = Array("SIX1:lck".utf8) + vector.bundleID + [6] + Array("locked".utf8)
        let sealed = try AES256GCM.seal(padded, key: vector.key, nonce: vector.nonce, aad: aad)
        let cell = Base64URL.encode(vector.nonce + sealed)
        let open = { try LockedCell.open(cell, lockKey: vector.key, bundleID: vector.bundleID, column: "locked") }
        if let fault {
            #expect(throws: BlindingError.lockedCell(fault)) { try open() }
        } else {
            #expect(try open() == Array(text.utf8))
        }
    }

    @Test func `of a broken form is refused before any key is used`() throws {
        let vector = try Vector()
        #expect(throws: BlindingError.lockedCell(.notBase64URL)) {
            try LockedCell.open(vector.cell + "=", lockKey: vector.key, bundleID: vector.bundleID, column: "locked")
        }
        #expect(throws: BlindingError.lockedCell(.length)) {
            try LockedCell.open("AAAA", lockKey: vector.key, bundleID: vector.bundleID, column: "locked")
        }
    }
}
