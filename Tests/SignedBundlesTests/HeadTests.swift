import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import SignedBundles
import Testing

/// What the first line and the descriptors are judged by: form, keys, windows, scopes, audience, expiry.
@Suite struct `The head of a bundle` {
    private struct Directory: KeyDirectory {
        var records: [String: SigningKeyRecord]

        func signingKey(_ keyID: String) -> SigningKeyRecord? { records[keyID] }
    }

    private static func record(
        _ maker: BundleMaker, member: String = BundleMaker.member, use: KeyUse = .sign, status: KeyStatus = .active,
        from: String? = nil, until: String? = nil, scope: KeyScope? = nil
    ) -> SigningKeyRecord {
        SigningKeyRecord(
            keyID: BundleMaker.keyID, member: member, verificationKey: .ed25519(maker.key.publicKey), isWeak: false,
            use: use, status: status, notBefore: from.flatMap { Timestamp(rfc3339: $0) },
            notAfter: until.flatMap { Timestamp(rfc3339: $0) }, scope: scope)
    }

    private func verdict(_ bytes: [UInt8], _ records: [SigningKeyRecord]) throws -> String {
        let terms = BundleTerms(
            keys: Directory(records: Dictionary(uniqueKeysWithValues: records.map { ($0.keyID, $0) })), audience: nil,
            at: try #require(Timestamp(rfc3339: BundleMaker.noon)))
        switch terms.verify(bytes) {
        case .success: return "OK"
        case .failure(let error): return "\(error.code) \(error.line)"
        }
    }

    @Test func `needs a key that may sign`() throws {
        let maker = try BundleMaker()
        let bytes = try maker.makeSmall().bytes
        #expect(try verdict(bytes, []) == "E_KEY 1")
        #expect(try verdict(bytes, [Self.record(maker)]) == "OK")
        #expect(try verdict(bytes, [Self.record(maker, status: .retired)]) == "OK")
        #expect(try verdict(bytes, [Self.record(maker, status: .compromised)]) == "E_KEY 1")
        #expect(try verdict(bytes, [Self.record(maker, use: .log)]) == "E_KEY 1")
        #expect(try verdict(bytes, [Self.record(maker, member: "org.other")]) == "E_KEY 1")
    }

    @Test func `needs a key in its window, which ends before its last moment`() throws {
        let maker = try BundleMaker()
        let bytes = try maker.makeSmall().bytes
        let created = "2026-06-01T00:00:00Z"
        #expect(try verdict(bytes, [Self.record(maker, from: created)]) == "OK")
        #expect(try verdict(bytes, [Self.record(maker, from: "2026-06-01T00:00:01Z")]) == "E_KEY 1")
        #expect(try verdict(bytes, [Self.record(maker, until: created)]) == "E_KEY 1")
        #expect(try verdict(bytes, [Self.record(maker, until: "2026-06-01T00:00:01Z")]) == "OK")
    }

    @Test func `needs a key whose scope covers every segment shipped`() throws {
        let maker = try BundleMaker()
        let bytes = try maker.makeSmall().bytes
        let created = try #require(Timestamp(rfc3339: "2026-06-01T00:00:00Z"))
        for (scope, expected) in [
            (KeyScope(kinds: ["url"]), "OK"), (KeyScope(kinds: ["phone"]), "E_SCOPE 2"),
            (KeyScope(maxMarking: .green), "OK"), (KeyScope(maxMarking: .clear), "E_SCOPE 2"),
            (KeyScope(until: created), "E_SCOPE 1"), (KeyScope(until: created.adding(seconds: 1)), "OK"),
        ] {
            #expect(try verdict(bytes, [Self.record(maker, scope: scope)]) == expected)
        }
        let unknown = try maker.redescribed(try maker.makeSmall()) { $0["tlp"] = "MAUVE" }
        #expect(try verdict(unknown, [Self.record(maker)]) == "OK")
        #expect(try verdict(unknown, [Self.record(maker, scope: KeyScope(maxMarking: .red))]) == "E_SCOPE 2")
    }

    @Test func `does not judge the scope of what is withheld`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeRandom(seed: 2, segments: 2, mustLast: false)
        let record = Self.record(maker, scope: KeyScope(kinds: ["url"]))
        #expect(try verdict(made.bytes, [record]) == "E_SCOPE 2")
        var list = CutList()
        list.drop(segment: 0)
        #expect(try verdict(try maker.redact(made.bytes, by: list).bytes, [record]) == "OK")
    }

    @Test func `may be signed by several keys of which each segment needs one`() throws {
        let maker = try BundleMaker()
        let second = try BundleMaker(seed: 9)
        var made = try maker.makeRandom(seed: 2, segments: 2, mustLast: false)
        try made.frame.sign(as: "org.test/k2") { (message) throws(OpenSSLError) in try second.key.sign(message) }
        made.lines[0] = Array(try made.frame.firstLine().dropLast())
        let phone = Self.record(maker, scope: KeyScope(kinds: ["phone"]))
        let url = SigningKeyRecord(
            keyID: "org.test/k2", member: BundleMaker.member, verificationKey: .ed25519(second.key.publicKey),
            isWeak: false, scope: KeyScope(kinds: ["url"]))
        #expect(try verdict(made.bytes, [phone, url]) == "OK")
        let last = try #require(made.lines.lastIndex { $0.starts(with: "{\"desc\"".utf8) })
        #expect(try verdict(made.bytes, [phone]) == "E_SCOPE \(last + 1)")
        let wrong = SigningKeyRecord(
            keyID: "org.test/k2", member: "org.other", verificationKey: .ed25519(maker.key.publicKey), isWeak: false)
        #expect(try verdict(made.bytes, [phone, wrong]) == "E_SIG 1")
    }

    @Test func `is an envelope in strict base64 with at least one signature`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        let payload = made.frame.envelope.payload
        func verdict(_ edit: (inout JSONObject) -> Void) throws -> String {
            var copy = made
            copy.lines[0] = try maker.firstLine(payload: payload, edit: edit)
            return try maker.verdict(of: copy.bytes)
        }
        let text = Base64.encode(payload)
        #expect(text.hasSuffix("=") || text.utf8.count.isMultiple(of: 4))
        #expect(try verdict { $0["signatures"] = [] } == "E_ENVELOPE 1")
        #expect(try verdict { $0["signatures"] = [["keyid": "k", "sig": "AA"]] } == "E_ENVELOPE 1")
        #expect(try verdict { $0["signatures"] = [["keyid": "k", "sig": "AB=="]] } == "E_ENVELOPE 1")
        #expect(try verdict { $0["signatures"] = [["keyid": "k", "sig": "AA==", "x": 1]] } == "E_ENVELOPE 1")
        #expect(try verdict { $0["signatures"] = [["keyid": "k", "sig": "AA=="]] } == "E_KEY 1")
        #expect(try verdict { $0["signatures"] = [["keyid": .string(BundleMaker.keyID), "sig": "AA=="]] } == "E_SIG 1")
        #expect(try verdict { $0["payload"] = .string(text + "=") } == "E_ENVELOPE 1")
        #expect(try verdict { $0["payload"] = 5 } == "E_ENVELOPE 1")
        #expect(try verdict { $0["payloadType"] = "x" } == "E_ENVELOPE 1")
        #expect(try verdict { $0["x"] = 1 } == "E_ENVELOPE 1")
        #expect(try verdict { $0["payload"] = nil } == "E_ENVELOPE 1")
    }

    @Test(arguments: ["{}", "[]", "5", "{\"dsse\":{},\"six\":2}", "{\"six\":1}", "{\"r\":0,\"v\":{}}"])
    func `is an envelope and nothing else`(line: String) throws {
        let maker = try BundleMaker()
        var made = try maker.makeSmall()
        made.lines[0] = line.bytes
        #expect(try maker.verdict(of: made.bytes) == "E_ENVELOPE 1")
        made.lines[0] = (line + " ").bytes
        #expect(try maker.verdict(of: made.bytes) == "E_JSON 1")
    }

    @Test func `is for one group and for a time`() throws {
        let maker = try BundleMaker()
        let bytes = try maker.makeSmall().bytes
        #expect(try maker.verdict(of: bytes, at: "2026-08-31T23:59:59Z") == "OK")
        #expect(try maker.verdict(of: bytes, at: "2026-09-01T00:00:00Z") == "E_EXPIRED 1")
        let other = try maker.terms(at: "2026-09-01T00:00:00Z", audience: "other").verify(bytes)
        #expect(other == .failure(BundleError(.audience, line: 1, .otherAudience)))
    }

    @Test func `has exactly the members of a manifest, each in its form`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        let hex = JSONValue.string(String(repeating: "a", count: 64))
        let edits: [(inout JSONObject) -> Void] = [
            { $0["x"] = 1 }, { $0["aud"] = nil }, { $0["aud"] = "Lab" }, { $0["aud"] = "" },
            { $0["aud"] = .string(String(repeating: "a", count: 64)) }, { $0["pub"] = ".a" }, { $0["pub"] = 5 },
            { $0["bundle"] = "AA" }, { $0["created"] = "2026-06-01T00:00:60Z" }, { $0["created"] = "2026-06-31T00:00:00Z" },
            { $0["created"] = $0["expires"] }, { $0["expires"] = "2026-06-01T00:00:00+00:00" }, { $0["epoch"] = -1 },
            { $0["epoch"] = 4_294_967_296 }, { $0["hash"] = "sha512" }, { $0["prev"] = hex }, { $0["seq"] = 0 },
            { $0["seq"] = 2 },
            {
                $0["seq"] = 2; $0["prev"] = "AA"
            }, { $0["type"] = "six-heads" }, { $0["v"] = 2 },
            { $0["segs"] = 1 }, { $0["segs"] = [["d": hex]] }, { $0["segs"] = [["d": hex, "must": 1]] },
            { $0["segs"] = [["d": "aa", "must": true]] },
        ]
        for edit in edits { #expect(try maker.verdict(of: maker.resigned(made, edit: edit)) == "E_MANIFEST 1") }
        #expect(try maker.verdict(of: maker.resigned(made) { $0["epoch"] = 4_294_967_295 }) == "OK")
        #expect(
            try maker.verdict(
                of: maker.resigned(made) {
                    $0["seq"] = 9_007_199_254_740_991; $0["prev"] = hex
                }) == "OK")
        var copy = made
        copy.lines[0] = try maker.firstLine(payload: made.frame.envelope.payload + [0x20])
        #expect(try maker.verdict(of: copy.bytes) == "E_MANIFEST 1")
    }

    @Test func `has descriptors of exactly their members, each in its form`() throws {
        let maker = try BundleMaker()
        let made = try maker.makeSmall()
        let column = { (name: String) -> JSONValue in
            ["n": .string(name), "req": true, "root": .string(String(repeating: "a", count: 64))]
        }
        let long = JSONValue.string(String(repeating: "a", count: 65))
        let edits: [(inout JSONObject) -> Void] = [
            { $0["x"] = 1 }, { $0["kind"] = nil }, { $0["kind"] = "" }, { $0["kind"] = long }, { $0["tlp"] = long },
            { $0["tlp"] = 1 }, { $0["rows"] = 0 }, { $0["rows"] = -1 }, { $0["nonce"] = "aa" }, { $0["cols"] = [] },
            { $0["cols"] = [column("b"), column("a")] }, { $0["cols"] = [column("a"), column("a")] },
            { $0["cols"] = [column("A")] }, { $0["cols"] = [column("")] },
            { $0["cols"] = [column(String(repeating: "a", count: 33))] }, { $0["cols"] = [["n": "a", "req": true]] },
            { $0["cols"] = [["n": "a", "req": 1, "root": "aa"]] },
        ]
        for edit in edits { #expect(try maker.verdict(of: maker.redescribed(made, edit: edit)) == "E_DESC 2") }
        let widest = JSONValue.string(String(repeating: "é", count: 32))
        #expect(
            try maker.verdict(
                of: maker.redescribed(made) {
                    $0["kind"] = widest; $0["tlp"] = widest
                }) == "OK")
    }
}
