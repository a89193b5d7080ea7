import CryptoPrimitives
import Testing

@Suite struct `Certificates for TLS` {
    private static let window: Range<Int64> = 1_796_000_000..<1_803_776_000
    private static let longName = String(repeating: "a", count: TLSCertificate.longestNameByteCount)

    private func leaf(_ key: P256PrivateKey, of name: String = "org.a", _ window: Range<Int64> = window) throws -> [UInt8] {
        try TLSCertificate.leaf(for: name, key: key, validDuring: window)
    }

    private func anchor(_ key: P256PublicKey, of name: String = "org.a", _ window: Range<Int64> = window) throws -> [UInt8] {
        try TLSCertificate.anchor(for: name, key: key, validDuring: window)
    }

    private func isTrusted(
        _ leaf: [UInt8], under anchor: [UInt8], as host: String = "org.a", _ purpose: CertificateChain.Purpose = .server,
        at seconds: Int64 = window.lowerBound
    ) throws -> Bool {
        try CertificateChain(leaf: leaf, anchors: [anchor]).isTrusted(as: host, for: purpose, at: seconds)
    }

    @Test(arguments: ["org.a", "a", "10.example-1", longName])
    func `lead from a leaf to the anchor of its key, at both ends of a connection`(name: String) throws {
        let key = try P256PrivateKey()
        let (leaf, anchor) = (try leaf(key, of: name), try anchor(key.publicKey, of: name))
        for purpose in CertificateChain.Purpose.allCases { #expect(try isTrusted(leaf, under: anchor, as: name, purpose)) }
        #expect(try !isTrusted(leaf, under: anchor, as: "other.example"))
    }

    @Test func `are not trusted under the anchor of another key or another name`() throws {
        let (key, other) = (try P256PrivateKey(), try P256PrivateKey())
        #expect(try !isTrusted(leaf(key), under: anchor(other.publicKey)))
        #expect(try !isTrusted(leaf(key), under: anchor(key.publicKey, of: "org.b")))
        #expect(try !isTrusted(leaf(key), under: leaf(key)), "a leaf vouches for nothing, itself included")
    }

    /// As in the days in which one key follows another: both anchors have one name.
    @Test func `are trusted under the anchor of their key whatever others of the name stand beside it`() throws {
        let keys = try (0..<4).map { _ in try P256PrivateKey() }
        let anchors = try keys.map { try anchor($0.publicKey) }
        for (index, key) in keys.enumerated() {
            for order in [anchors, anchors.reversed()] {
                #expect(
                    try CertificateChain(leaf: leaf(key), anchors: order).isTrusted(
                        as: "org.a", for: .server, at: Self.window.lowerBound))
            }
            let others = anchors.indices.filter { $0 != index }.map { anchors[$0] }
            #expect(
                try !CertificateChain(leaf: leaf(key), anchors: others).isTrusted(
                    as: "org.a", for: .server, at: Self.window.lowerBound))
        }
    }

    @Test func `are not trusted with any bit of the signature or the key changed`() throws {
        let key = try P256PrivateKey()
        let (leaf, anchor) = (try leaf(key), try anchor(key.publicKey))
        let point = try #require(place(of: key.publicKey.bytes, in: leaf))
        for index in Array(point..<(point + 65)) + Array((leaf.count - 60)..<leaf.count) {
            var changed = leaf
            changed[index] ^= 1
            #expect((try? isTrusted(changed, under: anchor)) != true, "byte \(index)")
        }
    }

    /// RFC 5280 counts the last second in, libcrypto does not; so what is asked for ends before it.
    @Test func `are valid from their first second on and not after the last`() throws {
        let key = try P256PrivateKey()
        let wide = Self.window.lowerBound - 10..<Self.window.upperBound + 10
        let pairs = [
            (try leaf(key), try anchor(key.publicKey, of: "org.a", wide)),
            (try leaf(key, of: "org.a", wide), try anchor(key.publicKey)),
        ]
        for (leaf, anchor) in pairs {
            func verdict(_ seconds: Int64) throws -> Bool { try isTrusted(leaf, under: anchor, at: seconds) }
            #expect(try !verdict(Self.window.lowerBound - 1))
            #expect(try verdict(Self.window.lowerBound))
            #expect(try verdict(Self.window.upperBound - 1))
            #expect(try !verdict(Self.window.upperBound + 1))
        }
    }

    @Test(arguments: [0..<1, 2_524_607_999..<2_524_608_000, 253_402_300_798..<253_402_300_799])
    func `can be valid in any second that DER can write`(window: Range<Int64>) throws {
        let key = try P256PrivateKey()
        #expect(
            try isTrusted(
                leaf(key, of: "org.a", window), under: anchor(key.publicKey, of: "org.a", window), at: window.lowerBound))
    }

    @Test(arguments: [5..<5, -1..<5, 5..<253_402_300_800])
    func `are not made for no time at all or one that DER cannot write`(window: Range<Int64>) throws {
        let key = try P256PrivateKey()
        #expect(throws: CertificateError.validity) { try leaf(key, of: "org.a", window) }
        #expect(throws: CertificateError.validity) { try anchor(key.publicKey, of: "org.a", window) }
    }

    @Test(arguments: ["", longName + "a", "org.a,DNS:org.b", "org.a\0", "Org.a", "*.a", "org a", "örg", "org.a\n", "@section"])
    func `take no name that could say more than a name`(name: String) throws {
        let key = try P256PrivateKey()
        #expect(throws: CertificateError.name) { try leaf(key, of: name) }
        #expect(throws: CertificateError.name) { try anchor(key.publicKey, of: name) }
    }

    @Test func `say in DER what they are for`() throws {
        let key = try P256PrivateKey()
        let (leaf, anchor) = (try leaf(key), try anchor(key.publicKey))
        for certificate in [leaf, anchor] { #expect(place(of: key.publicKey.subjectPublicKeyInfo, in: certificate) != nil) }
        let identifier = hexadecimal(Array(SHA256.hash(key.publicKey.bytes).bytes.prefix(20)))
        // subjectAltName with one dNSName; keyUsage, critical: digitalSignature; extKeyUsage: serverAuth, clientAuth. Between them
        // authorityKeyIdentifier, which is the subjectKeyIdentifier of the anchor.
        let ofLeaf = [
            "301006" + "03551d11" + "0409" + "3007" + "8205" + "6f72672e61",
            "300e06" + "03551d0f" + "0101ff" + "0404" + "03020780",
            "301f06" + "03551d23" + "0418" + "3016" + "8014" + identifier,
            "301d06" + "03551d25" + "0416" + "3014" + "06082b06010505070301" + "06082b06010505070302",
        ]
        // basicConstraints, critical: a CA; keyUsage, critical: keyCertSign.
        let ofAnchor = [
            "300f06" + "03551d13" + "0101ff" + "0405" + "30030101ff", "300e06" + "03551d0f" + "0101ff" + "0404" + "03020204",
            "301d06" + "03551d0e" + "0416" + "0414" + identifier,
        ]
        for extension_ in ofLeaf { #expect(place(of: try #require(fromHexadecimal(extension_)), in: leaf) != nil) }
        for extension_ in ofAnchor { #expect(place(of: try #require(fromHexadecimal(extension_)), in: anchor) != nil) }
        // The issuer stands before the subject: tls org.a, then org.a; of the anchor both are tls org.a.
        let (issuer, subject) = (name("tls org.a"), name("org.a"))
        let (first, second) = (try #require(place(of: issuer, in: leaf)), try #require(place(of: subject, in: leaf)))
        #expect(first < second)
        #expect(place(of: subject, in: anchor) == nil)
        let rest = Array(anchor[(try #require(place(of: issuer, in: anchor)) + 1)...])
        #expect(place(of: issuer, in: rest) != nil)
    }

    @Test func `differ in their serial number each time`() throws {
        let key = try P256PrivateKey()
        let serials = try (0..<64).map { _ in
            // Two sequences with long lengths, the version, then tag and length of the number.
            let certificate = try leaf(key)
            let start = try #require(place(of: [0xa0, 3, 2, 1, 2, 2, 16], in: certificate)) + 7
            return Array(certificate[start..<(start + 16)])
        }
        #expect(Set(serials).count == serials.count)
        #expect(serials.allSatisfy { (0x40...0x7f).contains($0[0]) })
    }

    @Test func `are read whole or not at all`() throws {
        let key = try P256PrivateKey()
        let (leaf, anchor) = (try leaf(key), try anchor(key.publicKey))
        for broken in [leaf + [0], leaf.dropLast(), []] {
            #expect(throws: OpenSSLError.self) { try isTrusted(broken, under: anchor) }
            #expect(throws: OpenSSLError.self) { try isTrusted(leaf, under: broken) }
        }
    }

    /// A name of one common name, as UTF8String.
    private func name(_ text: String) -> [UInt8] {
        let string = [0x0c, UInt8(text.utf8.count)] + Array(text.utf8)
        let pair: [UInt8] = [0x06, 3, 0x55, 4, 3] + string
        return [0x30, UInt8(pair.count + 4), 0x31, UInt8(pair.count + 2), 0x30, UInt8(pair.count)] + pair
    }

    private func place(of part: [UInt8], in whole: [UInt8]) -> Int? {
        guard whole.count >= part.count else { return nil }
        return (0...(whole.count - part.count)).first { whole[$0..<($0 + part.count)].elementsEqual(part) }
    }
}

@Suite struct `SubjectPublicKeyInfo of P-256 keys` {
    @Test func `gives back the key it was made of`() throws {
        let key = try P256PrivateKey().publicKey
        #expect(key.subjectPublicKeyInfo.count == P256PublicKey.subjectPublicKeyInfoByteCount)
        #expect(key.subjectPublicKeyInfo.suffix(65).elementsEqual(key.bytes))
        #expect(try P256PublicKey(subjectPublicKeyInfo: key.subjectPublicKeyInfo) == key)
    }

    @Test func `is refused with any bit changed`() throws {
        let key = try P256PrivateKey().publicKey
        for index in key.subjectPublicKeyInfo.indices {
            for bit in 0..<8 {
                var changed = key.subjectPublicKeyInfo
                changed[index] ^= 1 << UInt8(bit)
                #expect(throws: KeyError.notOnCurve) { try P256PublicKey(subjectPublicKeyInfo: changed) }
            }
        }
    }

    @Test func `is refused with another length or curve`() throws {
        let info = try P256PrivateKey().publicKey.subjectPublicKeyInfo
        for wrong in [[], info + [0], Array(info.dropLast()), Array(info[26...])] {
            #expect(throws: KeyError.length) { try P256PublicKey(subjectPublicKeyInfo: wrong) }
        }
        // secp256k1 and P-384: other identifiers, other lengths.
        let koblitz = try #require(fromHexadecimal("3056301006072a8648ce3d020106052b8104000a034200")) + info.suffix(65)
        let large =
            try #require(fromHexadecimal("3076301006072a8648ce3d020106052b81040022036200")) + [UInt8](repeating: 4, count: 97)
        for other in [koblitz, large] { #expect(throws: KeyError.length) { try P256PublicKey(subjectPublicKeyInfo: other) } }
        // A curve identifier of the same length: prime239v1 in the place of prime256v1.
        var sameLength = info
        sameLength[22] = 4
        #expect(throws: KeyError.notOnCurve) { try P256PublicKey(subjectPublicKeyInfo: sameLength) }
    }
}
