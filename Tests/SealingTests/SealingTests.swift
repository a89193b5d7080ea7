import CryptoPrimitives
import Sealing
import Testing

@Suite struct `A sealed file` {
    private static let lengths = [0, 1, 15, 16, 65_535, 65_536, 65_537, 131_072, 200_000]

    @Test(arguments: lengths)
    func `opens for each recipient and for nobody else`(length: Int) throws {
        let identities = try (0..<3).map { _ in try SealingIdentity() }
        let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sealed = try SealedFile.seal(plaintext, to: identities.map(\.recipient))
        for identity in identities {
            #expect(try SealedFile.open(sealed, with: [identity]) == plaintext)
        }
        let stranger = try SealingIdentity()
        #expect(throws: SealingError.noMatch) { try SealedFile.open(sealed, with: [stranger]) }
        #expect(throws: SealingError.noMatch) { try SealedFile.open(sealed, with: []) }
        #expect(try SealedFile.open(sealed, with: [stranger, identities[2]]) == plaintext)
        let isSealed = SealedFile.isSealed(sealed.span)
        #expect(isSealed)
    }

    @Test(arguments: [1, 1_000, 65_536, 70_000])
    func `does not depend on how its bytes arrive`(partByteCount: Int) throws {
        let identity = try SealingIdentity()
        let plaintext = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var sealed: [UInt8] = []
        var position = 0
        try SealedFile.seal(
            to: [identity.recipient],
            reading: {
                let end = min(position + partByteCount, plaintext.count)
                defer { position = end }
                return Array(plaintext[position..<end])
            },
            writing: { sealed += $0 })
        #expect(try SealedFile.open(sealed, with: [identity]) == plaintext)
        var opened: [UInt8] = []
        var largest = 0
        position = 0
        try SealedFile.open(
            with: [identity],
            reading: {
                let end = min(position + partByteCount, sealed.count)
                defer { position = end }
                return Array(sealed[position..<end])
            },
            writing: {
                opened += $0
                largest = max(largest, $0.count)
            })
        #expect(opened == plaintext)
        #expect(largest <= partByteCount + SealingLimits.chunkByteCount)
    }

    @Test func `is refused with any bit changed`() throws {
        let identity = try SealingIdentity()
        let sealed = try SealedFile.seal(Array("six".utf8), to: [identity.recipient])
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SealingError.self) { try SealedFile.open(changed, with: [identity]) }
        }
    }

    @Test func `is refused when cut off or continued anywhere`() throws {
        let identity = try SealingIdentity()
        let sealed = try SealedFile.seal([UInt8](repeating: 1, count: 65_536 + 20), to: [identity.recipient])
        for length in [0, 1, 30, 150, 200, 220, 240, 65_600, sealed.count - 37, sealed.count - 36, sealed.count - 1] {
            #expect(throws: SealingError.self) { try SealedFile.open(Array(sealed[..<length]), with: [identity]) }
        }
        #expect(throws: SealingError.payload(.chunk)) { try SealedFile.open(sealed + [0], with: [identity]) }
    }

    @Test func `repeats its error once it has refused`() throws {
        let identity = try SealingIdentity()
        var opener = try Opener(with: [identity])
        var output: [UInt8] = []
        let bytes = Array("age-encryption.org/v2\n".utf8)
        #expect(throws: SealingError.header(.version)) { try opener.update(bytes.span, into: &output) }
        #expect(throws: SealingError.header(.version)) { try opener.update(bytes.span, into: &output) }
        do throws(SealingError) {
            try opener.finish(into: &output)
            Issue.record("a refused file was finished")
        } catch {
            #expect(error == .header(.version))
        }
    }

    @Test func `has no header beyond its limits`() throws {
        let identity = try SealingIdentity()
        let endless = Array("age-encryption.org/v1\n-> a".utf8) + [UInt8](repeating: 0x61, count: 1 << 17)
        #expect(throws: SealingError.header(.limit)) { try SealedFile.open(endless, with: [identity]) }
        let many = Array(("age-encryption.org/v1\n" + String(repeating: "-> a\n\n", count: 1_025)).utf8)
        #expect(throws: SealingError.header(.limit)) { try SealedFile.open(many, with: [identity]) }
        let full = [SealingRecipient](repeating: identity.recipient, count: SealingLimits.recipientCount)
        #expect(try SealedFile.open(SealedFile.seal([5], to: full), with: [identity]) == [5])
        #expect(throws: SealingError.recipientCount) { try SealedFile.seal([], to: full + [identity.recipient]) }
        #expect(throws: SealingError.recipientCount) { try SealedFile.seal([], to: []) }
    }

    @Test func `has a header up to its limits`() throws {
        let identity = try SealingIdentity()
        let begun = Array("age-encryption.org/v1\n-> a".utf8)
        for (count, isPast) in [(65_536, false), (65_537, true)] {
            let header = begun + [UInt8](repeating: 0x61, count: count - begun.count)
            let error = #expect(throws: SealingError.self) { try SealedFile.open(header, with: [identity]) }
            #expect((error == .header(.limit)) == isPast)
        }
        for (count, isPast) in [(1_024, false), (1_025, true)] {
            let header = Array(("age-encryption.org/v1\n" + String(repeating: "-> a\n\n", count: count)).utf8)
            let error = #expect(throws: SealingError.self) { try SealedFile.open(header, with: [identity]) }
            #expect((error == .header(.limit)) == isPast)
        }
    }

    @Test func `is opened by a file of identities up to its limit`() throws {
        var file = try SealingIdentity().text.withBytes { text in text.indices.map { text[$0] } } + Array("\n#".utf8)
        file += [UInt8](repeating: 0x20, count: SealingLimits.identityFileByteCount - file.count)
        #expect(try SealingIdentity.identities(inFile: file).count == 1)
        #expect(throws: SealingKeyError.noIdentity) { try SealingIdentity.identities(inFile: file + [0x20]) }
    }

    @Test func `may not carry a passphrase beside a key`() throws {
        let identity = try SealingIdentity()
        let code = String(repeating: "A", count: 43)
        let header = "age-encryption.org/v1\n-> a\n\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n\n--- \(code)\n"
        #expect(throws: SealingError.header(.passphraseNotAlone)) {
            try SealedFile.open(Array(header.utf8), with: [identity])
        }
        let empty = "age-encryption.org/v1\n--- \(code)\n"
        #expect(throws: SealingError.header(.noStanza)) { try SealedFile.open(Array(empty.utf8), with: [identity]) }
    }
}

@Suite struct `A sealing key` {
    @Test func `has the text forms of age`() throws {
        let secret = SecretBytes(copying: [UInt8](repeating: 0x42, count: 32))
        let identity = try SealingIdentity(secret: secret)
        let text = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
        #expect(identity.text == SecretBytes(copying: Array(text.utf8)))
        #expect(identity.recipient.text == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")
        #expect(try SealingIdentity(parsing: text).recipient == identity.recipient)
        #expect(try SealingRecipient(parsing: identity.recipient.text) == identity.recipient)
        #expect("\(identity)" == "SealingIdentity(\(identity.recipient.text))")
    }

    @Test(arguments: [
        "", "age1", "AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
        "age-secret-key-1gfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpq4egaex",
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    ])
    func `refuses other texts`(text: String) {
        #expect(throws: SealingKeyError.malformed) { try SealingRecipient(parsing: text) }
    }

    @Test func `is read from a file of identities`() throws {
        let identity = try SealingIdentity(secret: SecretBytes(copying: [UInt8](repeating: 0x42, count: 32)))
        let line = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
        for file in [line, "# created\n# public key\n\(line)\n", "\n\(line)\r\n\r\n\(line)"] {
            let identities = try SealingIdentity.identities(inFile: Array(file.utf8))
            #expect(identities.allSatisfy { $0.recipient == identity.recipient })
        }
        for file in ["", "# nothing\n"] {
            #expect(throws: SealingKeyError.noIdentity) { try SealingIdentity.identities(inFile: Array(file.utf8)) }
        }
        #expect(throws: SealingKeyError.malformed) {
            try SealingIdentity.identities(inFile: Array("\(line)\nage1\n".utf8))
        }
    }

    @Test func `of small order seals nothing`() {
        #expect(throws: SealingKeyError.weak) { try SealingRecipient(bytes: [UInt8](repeating: 0, count: 32)) }
        #expect(throws: SealingKeyError.weak) { try SealingRecipient(bytes: [1] + [UInt8](repeating: 0, count: 31)) }
        #expect(throws: SealingKeyError.malformed) { try SealingRecipient(bytes: [1, 2]) }
    }
}
