import CryptoPrimitives
import Indicators
import Testing

@Suite struct `Match tags as text` {
    @Test func `are given back from both forms`() throws {
        for seed in UInt8(0)..<64 {
            let bytes = (0..<16).map { seed &* 37 &+ UInt8($0) &* 11 }
            let tag = try #require(MatchTag(bytes: bytes))
            #expect(tag.bytes == bytes)
            #expect(tag.base64url.utf8.count == MatchTag.textByteCount)
            #expect(MatchTag(base64url: tag.base64url) == tag)
            var appended: [UInt8] = []
            tag.appendBase64URL(to: &appended)
            #expect(String(decoding: appended, as: UTF8.self) == tag.base64url)
            #expect(MatchTag(high: tag.words.high, low: tag.words.low) == tag)
            #expect(tag.bucket == Int(bytes[0]) << 4 | Int(bytes[1]) >> 4)
            let digest = SHA256.hash(bytes)
            #expect(MatchTag(prefixOf: digest).bytes == Array(digest.bytes.prefix(16)))
        }
    }

    @Test(arguments: [
        "", "8wwaLPZzh_1M-6iNI7UCn", "8wwaLPZzh_1M-6iNI7UCnw==", "8wwaLPZzh_1M-6iNI7UCnx", "8wwaLPZzh/1M+6iNI7UCnw",
    ])
    func `are read in one form only`(text: String) {
        #expect(MatchTag(base64url: text) == nil)
    }

    @Test func `are ordered by their bytes`() throws {
        let texts: [[UInt8]] = [
            [0] + [UInt8](repeating: 255, count: 15), [1] + [UInt8](repeating: 0, count: 15),
            [127] + [UInt8](repeating: 0, count: 14) + [1], [128] + [UInt8](repeating: 0, count: 15),
        ]
        let tags = try texts.map { try #require(MatchTag(bytes: $0)) }
        #expect(tags.shuffled().sorted() == tags)
    }
}

@Suite struct `Names of the trade` {
    @Test(arguments: [
        ("a", true), ("org.alpha", true), ("0-.", true), ("", false), (".a", false), ("-a", false), ("A", false), ("a_b", false),
        ("é", false),
    ])
    func `of members and groups have one shape`(name: String, isGood: Bool) {
        #expect((MemberID(name) != nil) == isGood)
        #expect((GroupID(name) != nil) == isGood)
    }

    @Test func `of members and kinds end at their lengths`() {
        #expect(MemberID(String(repeating: "a", count: 63)) != nil && MemberID(String(repeating: "a", count: 64)) == nil)
        #expect((try? IndicatorKind(parsing: String(repeating: "a", count: 32))) != nil)
        #expect((try? IndicatorKind(parsing: String(repeating: "a", count: 33))) == nil)
        #expect((try? IndicatorKind(parsing: "")) == nil && (try? IndicatorKind(parsing: "a.b")) == nil)
    }

    @Test func `say which kinds are known, wallets and guessable`() throws {
        #expect(IndicatorKind.all.count == 18 && IndicatorKind.all.allSatisfy(\.isKnown))
        #expect(IndicatorKind.all.filter(\.isWallet) == IndicatorKind.wallets)
        #expect(
            IndicatorKind.all.filter(\.isGuessable).map(\.name).sorted() == ["acct", "email", "handle", "iban", "mbox", "phone"])
        let other = try IndicatorKind(parsing: "ton")
        #expect(!other.isKnown && !other.isWallet && !other.isGuessable)
    }

    @Test func `order markings by restriction`() {
        #expect(Marking.allCases.sorted() == [.clear, .green, .amber, .amberStrict, .red])
        #expect(Marking("AMBER+STRICT") == .amberStrict && Marking("amber") == nil && Marking("WHITE") == nil)
    }

    @Test func `of regions are two capital letters`() {
        #expect(RegionCode("GB")?.description == "GB")
        for bad in ["", "G", "gb", "GBR", "G1"] { #expect(RegionCode(bad) == nil) }
    }
}

@Suite struct `What may be logged` {
    @Test func `never holds the value of an indicator`() {
        let indicator = Indicator(kind: .phone, canonical: "+15550100")
        var dumped = ""
        dump(indicator, to: &dumped)
        #expect(![dumped, "\(indicator)", String(reflecting: indicator)].contains { $0.contains("555") })
        let error = IndicatorError(.notAPhoneNumber, byteCount: 9)
        #expect(error.description == "not a phone number (9 bytes); write the country code, for example +15550100")
    }

    @Test(arguments: IndicatorError.Reason.allCases)
    func `words every reason`(reason: IndicatorError.Reason) {
        let error = IndicatorError(reason, byteCount: 0)
        #expect(!error.sentence.isEmpty && !error.hint.isEmpty)
        #expect(!error.sentence.hasSuffix(".") && !error.hint.hasSuffix("."))
    }
}

@Suite struct `The scam taxonomy` {
    @Test(arguments: [
        ("romance", "romance"), ("investment.pig-butchering", "investment.pig-butchering"), ("investment.moon", "investment"),
        ("phishing.credential.bank", "phishing.credential"), ("weather", "unknown"), ("weather.rain", "unknown"), ("", "unknown"),
        ("investment.", "investment"), ("impersonation.bank.card-team", "impersonation.bank"), (".", "unknown"),
        ("Romance", "unknown"),
    ])
    func `reads a code it does not list as its longest listed prefix`(code: String, listed: String) {
        #expect(ScamTaxonomy.reading(code) == listed)
    }

    @Test func `lists its codes once and in order`() {
        #expect(ScamTaxonomy.codes == Set(ScamTaxonomy.codes).sorted())
    }
}
