import CanonicalCoding
import Testing

@Suite struct `Bech32 strings` {
    @Test(arguments: ["", "00", "ff00ff", "751e76e8199196d454941c45d1b3a323f1433bd6"], [Bech32.Variant.bech32, .bech32m])
    func `decode to what was encoded, in either case`(hex: String, variant: Bech32.Variant) throws {
        let bytes = bytes(hex)
        let text = Bech32.encode(humanReadablePart: "tocsin", bytes: bytes, variant: variant)
        for form in [text, text.uppercased()] {
            let decoded = try Bech32.decode(Array(form.utf8).span)
            #expect(decoded.humanReadablePart == "tocsin")
            #expect(decoded.variant == variant)
            #expect(decoded.isUpperCase == (form != text))
            #expect(try Bech32.bytes(ofValues: decoded.values) == bytes)
        }
    }

    @Test func `of the shortest kind carry no data`() throws {
        let plain = try Bech32.decode(Array("A12UEL5L".utf8).span)
        #expect(plain.values.isEmpty && plain.variant == .bech32)
        let modified = try Bech32.decode(Array("A1LQFN3A".utf8).span)
        #expect(modified.values.isEmpty && modified.variant == .bech32m)
    }

    @Test(arguments: [
        ("qyrz8wqd2c9m", Bech32Error.noSeparator), ("1qyrz8wqd2c9m", .emptyPrefix), ("y1b0jsk6g", .character),
        ("in1muywd", .length), ("M1VUXWEZ", .checksum), ("a1LQFN3A", .mixedCase), ("a 1lqfn3a", .character),
        ("", .noSeparator), ("1", .emptyPrefix),
    ])
    func `of another form are refused with the reason`(text: String, reason: Bech32Error) {
        #expect(throws: reason) { try Bech32.decode(Array(text.utf8).span) }
    }

    @Test func `notice every single changed character`() throws {
        let text = Array(Bech32.encode(humanReadablePart: "bc", values: [0, 1, 2, 3, 31, 30], variant: .bech32m).utf8)
        for position in text.indices {
            for byte in UInt8.min...UInt8.max where byte != text[position] {
                var changed = text
                changed[position] = byte
                #expect(throws: Bech32Error.self) { try Bech32.decode(changed.span) }
            }
        }
    }

    @Test func `end at the length limit`() throws {
        let long = Bech32.encode(humanReadablePart: "age", bytes: [UInt8](repeating: 7, count: 100), variant: .bech32)
        let bytes = Array(long.utf8)
        #expect(throws: Bech32Error.length) { try Bech32.decode(bytes.span) }
        #expect(throws: Bech32Error.length) { try Bech32.decode(bytes.span, lengthLimit: bytes.count - 1) }
        #expect(try Bech32.decode(bytes.span, lengthLimit: bytes.count).values.count == 160)
    }

    @Test(arguments: [[1], [0, 1], [0, 0, 0], [31, 31, 31], [0, 0, 0, 0, 0, 0]] as [[UInt8]])
    func `with spare values or spare bits carry no bytes`(values: [UInt8]) {
        guard let bytes = try? Bech32.bytes(ofValues: values) else { return }
        Issue.record("\(values) gave \(bytes)")
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { UInt8($0 > 57 ? $0 - 87 : $0 - 48) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
