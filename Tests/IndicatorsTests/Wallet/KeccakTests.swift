import Indicators
import Testing

@Suite struct `Keccak-256` {
    /// The first two are in the submission's known answers; the others were computed with an implementation of its own
    /// that gives SHA3-256 when the padding byte is changed.
    @Test(arguments: [
        (0, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (1, "bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a"),
        (40, "da227097c39b25f51ebbb255c17b0ee624bc34f0cea142cd9a811b96d3d41f32"),
        (65, "64578d7b8ae53c452c57b27375f3827854a7ead6448dc566d77a6673701f50d3"),
        (135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62"),
        (136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e"),
        (137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db"),
        (300, "a679e749a6af300c36e7ff2255d220864eab27b382f9cfdc5aa4d13563ba36ff"),
    ])
    func `of counted bytes`(count: Int, expected: String) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(hex(Keccak256.hash(message.span)) == expected)
    }

    @Test func `of abc`() {
        let expected = "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
        #expect(hex(Keccak256.hash(Array("abc".utf8).span)) == expected)
    }

    private func hex(_ digest: Keccak256.Lanes) -> String {
        (0..<32).map { index in
            let byte = Keccak256.byte(index, of: digest)
            return String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
