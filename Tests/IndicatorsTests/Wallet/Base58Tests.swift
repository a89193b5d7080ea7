import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Base58 texts` {
    @Test(arguments: [("", ""), ("61", "2g"), ("00", "1"), ("0000ff", "115Q"), ("73696d706c79", "zUMry8bz")])
    func `writes and reads`(hex: String, text: String) throws {
        let bytes = bytes(ofHex: hex)
        var written: [UInt8] = []
        Base58.append(bytes.span, alphabet: .bitcoin, to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
        #expect(try decoded(text) == bytes)
    }

    @Test(arguments: 0...Base58.capacity)
    func `reads what it wrote, in both alphabets`(count: Int) throws {
        var generator = SplitMix64(state: UInt64(count))
        for zeros in 0...min(count, 6) {
            var bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            for index in 0..<zeros { bytes[index] = 0 }
            for alphabet in [Base58Alphabet.bitcoin, .ripple] {
                var text: [UInt8] = []
                Base58.append(bytes.span, alphabet: alphabet, to: &text)
                #expect(try decoded(String(decoding: text, as: UTF8.self), alphabet) == bytes)
            }
        }
    }

    @Test func `ends at forty bytes`() throws {
        var text: [UInt8] = []
        Base58.append([UInt8](repeating: 255, count: 40).span, alphabet: .bitcoin, to: &text)
        #expect(text.count == 55)
        #expect(try decoded(String(decoding: text, as: UTF8.self)).count == 40)
        #expect(throws: Base58Error.length) { try decoded(String(decoding: text, as: UTF8.self) + "1") }
        #expect(throws: Base58Error.length) { try decoded(String(repeating: "z", count: 55)) }
        #expect(throws: Base58Error.length) { try decoded(String(repeating: "1", count: 41)) }
        #expect(try decoded(String(repeating: "1", count: 40)) == [UInt8](repeating: 0, count: 40))
    }

    @Test(arguments: ["0", "O", "I", "l", " ", "\u{0}", "é", "+", "2g ", " 2g", "2g\n"])
    func `refuses other characters`(text: String) {
        #expect(throws: Base58Error.character) { try decoded(text) }
    }

    @Test func `of Monero reads what it wrote`() throws {
        var generator = SplitMix64(state: 7)
        for count in 0...MoneroBase58.capacity {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            var text: [UInt8] = []
            MoneroBase58.append(bytes.span, to: &text)
            let payload = try MoneroBase58.decode(text.span)
            #expect((0..<payload.count).map { payload.buffer[$0] } == bytes)
        }
    }

    @Test(arguments: ["1", "1111", "11111111", "zz", "zzz", "zzzzzzzzzzz", "11111111111z"])
    func `of Monero refuses blocks that stand for no whole bytes`(text: String) {
        #expect(throws: Base58Error.length) { try MoneroBase58.decode(Array(text.utf8).span) }
    }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `Shared Base58 vectors` {
    private struct Plain: Decodable {
        let decodedHex: String
        let encoded: String
    }

    private struct Checked: Decodable {
        struct Valid: Decodable {
            let string: String
            let payload: String
        }
        struct Invalid: Decodable {
            let string: String
        }
        let valid: [Valid]
        let invalid: [Invalid]
    }

    private struct Monero: Decodable {
        let validAddrs: [String]
        let decodedAddrs: [String]
    }

    @Test func `plain`() throws {
        for vector in try SharedVectors.json("vectors/base58/base58.json", as: [Plain].self) {
            #expect(try decoded(vector.encoded) == bytes(ofHex: vector.decodedHex))
            var text: [UInt8] = []
            Base58.append(bytes(ofHex: vector.decodedHex).span, alphabet: .bitcoin, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == vector.encoded)
        }
    }

    @Test func `with a checksum`() throws {
        let vectors = try SharedVectors.json("vectors/base58/base58_check.json", as: Checked.self)
        #expect(vectors.valid.count > 40 && vectors.invalid.count == 4)
        for valid in vectors.valid {
            let payload = try Base58Check.decode(Array(valid.string.utf8).span, alphabet: .bitcoin)
            #expect((0..<payload.count - 4).map { payload[$0] } == bytes(ofHex: valid.payload))
            var text: [UInt8] = []
            Base58Check.append(bytes(ofHex: valid.payload).span, alphabet: .bitcoin, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == valid.string)
        }
        for invalid in vectors.invalid {
            #expect(throws: Base58Error.self) {
                _ = try Base58Check.decode(Array(invalid.string.utf8).span, alphabet: .bitcoin)
            }
        }
    }

    @Test func `of Monero`() throws {
        let vectors = try SharedVectors.json("vectors/base58/base58_xmr.json", as: Monero.self)
        for (text, hex) in zip(vectors.validAddrs, vectors.decodedAddrs) {
            let payload = try MoneroBase58.decode(Array(text.utf8).span)
            #expect((0..<payload.count).map { payload.buffer[$0] } == bytes(ofHex: hex))
            #expect(try walletForm(text, .xmr) == text)
        }
    }
}

private func decoded(_ text: String, _ alphabet: Base58Alphabet = .bitcoin) throws(Base58Error) -> [UInt8] {
    let payload = try Base58.decode(Array(text.utf8).span, alphabet: alphabet)
    return (0..<payload.count).map { payload[$0] }
}
