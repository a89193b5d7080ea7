import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Personal data in URLs` {
    private func finding(_ url: String) -> PersonalData.Finding? {
        let bytes = Array(url.utf8)
        return PersonalData.firstFinding(inCanonical: bytes.span)
    }

    private func findingInFragment(_ url: String) -> PersonalData.Finding? {
        let bytes = Array(url.utf8)
        return PersonalData.firstFinding(inFragmentOf: bytes.span)
    }

    private func cut(_ url: String) -> String? {
        switch PersonalData.outcome(ofPublishing: Array(url.utf8).span, mode: .cut, isProtected: { _ in false }) {
        case .cut(let shorter, _): String(decoding: shorter, as: UTF8.self)
        case .clean: url
        default: nil
        }
    }

    @Test(arguments: [
        ("a.b/c/joe@mail.example", "a.b/c/"), ("a.b/joe@mail.example", "a.b/"), ("a.b/c?e=joe@mail.example", "a.b/c"),
        ("a.b/c?d=1&e=joe@mail.example&f=2", "a.b/c?d=1"), ("a.b/c?joe%40mail.example", "a.b/c"),
        ("a.b/c/joe%2540mail.example/d", "a.b/c/"),
        ("a.b/c/joe%252540mail.example/d", "a.b/c/"), ("a.b/c?e=joe%2Btag%40mail%2Eexample", "a.b/c"),
        ("a.b/o'brien@mail.example", "a.b/"),
        ("a.b/c/am9lQG1haWwuZXhhbXBsZQ==", "a.b/c/"), ("a.b/c?x=1&e=am9lQG1haWwuZXhhbXBsZQ", "a.b/c?x=1"),
        ("a.b/c?e=am9lQG1haWwuZXhhbXBsZQ%3D%3D", "a.b/c"), ("a.b/id_am9lQG1haWwuZXhhbXBsZQ/x", "a.b/"),
        ("a.b/c/?t=eyJlbWFpbCI6ImpvZUBtYWlsLmV4YW1wbGUifQ.c2ln", "a.b/c/"), ("a.b/c?e=am9lJTQwbWFpbC5leGFtcGxl", "a.b/c"),
        ("a.b/%C3%BC@mail.example", "a.b/"), ("a.b/c/d?joe@mail.example=1", "a.b/c/d"),
        ("a.b:81/joe@mail.example/d/e", "a.b:81/"),
        ("a.b/joe@mail.example/x/jane@mail.example", "a.b/"), ("a.b/c;joe@mail.example", "a.b/"),
        ("a.b/c?a=%2Fjoe@mail.example", "a.b/c"),
    ])
    func `are cut away with what follows an e-mail address`(url: String, shorter: String) {
        #expect(cut(url) == shorter)
        #expect(reading(shorter, .url).form == shorter)
        #expect(finding(url)?.subject == .email)
    }

    @Test(arguments: [
        ("a.b/verify/+14155550100/x", "a.b/verify/"), ("a.b/c?p=%2B14155550100", "a.b/c"), ("a.b/c?phone=4155550100&x", "a.b/c"),
        ("a.b/c?x=1&user_phone=415-555-0100", "a.b/c?x=1"), ("a.b/mobile/4155550100", "a.b/mobile/"),
        ("a.b/c?d=KzE0MTU1NTUwMTAw", "a.b/c"),
        ("a.b/c?tel=%2B44%2020%207946%200000", "a.b/c"),
    ])
    func `are cut away with what follows a phone number`(url: String, shorter: String) {
        #expect(cut(url) == shorter)
        #expect(finding(url)?.subject == .phone)
    }

    @Test(arguments: [
        "a.b/", "a.b/@name", "a.b/@name.surname/status/1", "a.b/maps/@37.77,-122.41,15z", "a.b/npm/pkg@5.3.0/x",
        "a.b/1234567890123",
        "a.b/c?id=4155550100", "wa.me/14155550100?text=hi", "api.whatsapp.com/send?phone=14155550100", "t.me/+14155550100",
        "a.b/authentication/verification", "a.b/0123456789abcdef0123456789abcdef", "a.b/c?x=joe@localhost", "a.b/c?q=1+2345678",
        "a.b/phone/123", "a.b/c?tel=12345678901234567890",
    ])
    func `are not seen where there are none`(url: String) {
        #expect(cut(url) == url)
    }

    @Test func `stay, go or stop the row as the mode says`() throws {
        let url = Array("login.example.com/joe@mail.example".utf8)
        let finding = try #require(self.finding("login.example.com/joe@mail.example"))
        #expect(finding.subject == .email)
        #expect(finding.offset == 18)
        let root = Array("login.example.com/".utf8)
        let outcomes = PersonalData.Mode.allCases.map { mode in
            PersonalData.outcome(ofPublishing: url.span, mode: mode) { _ in false }
        }
        #expect(outcomes == [.kept(finding), .cut(root, finding), .refused(.personalData, finding)])
    }

    @Test func `leave no more than the root of a protected host to nobody`() throws {
        let url = Array("login.example.com/joe@mail.example".utf8)
        let outcome = PersonalData.outcome(ofPublishing: url.span, mode: .cut) { $0.count == 17 }
        guard case .refused(.onlyProtectedRootLeft, _) = outcome else { throw Failure.unexpected }
        let deeper = Array("login.example.com/a/joe@mail.example".utf8)
        guard case .cut = PersonalData.outcome(ofPublishing: deeper.span, mode: .cut, isProtected: { _ in true }) else {
            throw Failure.unexpected
        }
        let atPort = Array("login.example.com:81/joe@mail.example".utf8)
        guard case .refused = PersonalData.outcome(ofPublishing: atPort.span, mode: .cut, isProtected: { $0.count == 17 }) else {
            throw Failure.unexpected
        }
    }

    @Test func `are reported in fragments, which do not leave`() {
        #expect(findingInFragment("http://a.b/c#joe@mail.example")?.offset == 13)
        #expect(findingInFragment("http://a.b/joe@mail.example") == nil)
        #expect(findingInFragment("http://a.b/#am9lQG1haWwuZXhhbXBsZQ==")?.subject == .email)
    }

    @Test(arguments: UInt64(0)..<8)
    func `are gone after the cut, whatever the URL`(seed: UInt64) {
        let pieces = [
            "joe@mail.example", "%40", "@", "am9lQG1haWwuZXhhbXBsZQ", "/", "?", "&", "=", "x", "%2540", "mail.example", "joe",
            "+14155550100", "%",
            "phone=", "QG", "25", "40",
        ]
        var generator = SplitMix64(state: seed)
        for _ in 0..<400 * effort {
            var text = "http://a.b/"
            for _ in 0..<Int.random(in: 1...10, using: &generator) { text += pieces.randomElement(using: &generator) ?? "" }
            guard let url = reading(text, .url).form, let shorter = cut(url) else { continue }
            if reading(shorter, .url).form != shorter || cut(shorter) != shorter || !url.hasPrefix(shorter) {
                Issue.record("\(url) gave \(shorter)")
            }
        }
    }

    private enum Failure: Error { case unexpected }
}
