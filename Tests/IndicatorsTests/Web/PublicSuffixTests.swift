import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Registrable domains` {
    @Test(arguments: [
        ("www.example.com", "example.com"), ("example.com", "example.com"), ("EXAMPLE.COM.", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"), ("user.github.io", "user.github.io"), ("a.user.github.io", "user.github.io"),
        ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"), ("x.city.kobe.jp", "city.kobe.jp"),
        ("city.kobe.jp", "city.kobe.jp"), ("www.ck", "www.ck"), ("a.www.ck", "www.ck"), ("a.b.unlisted", "b.unlisted"),
        ("hxxps://login[.]example[.]com/", "example.com"), ("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
    ])
    func `are the public suffix and one label`(input: String, domain: String) {
        #expect(reading(input, .domain).form == domain)
        #expect(reading(domain, .domain).form == domain)
    }

    @Test(arguments: [
        ("co.uk", IndicatorError.Reason.publicSuffix), ("github.io", .publicSuffix), ("c.kobe.jp", .publicSuffix),
        ("anything.ck", .publicSuffix), ("com", .hostWithoutDot), ("192.0.2.1", .notADomain), ("[2001:db8::1]", .notADomain),
        ("example..com", .emptyLabel), (".com", .emptyLabel), ("", .empty),
    ])
    func `are not found where there is none`(input: String, reason: IndicatorError.Reason) {
        #expect(reading(input, .domain).reason == reason)
    }

    @Test func `name the commit of the list`() {
        #expect(PublicSuffixList.commit.count == 40)
        #expect(PublicSuffixList.commit.allSatisfy { $0.isHexDigit })
    }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `The public suffix list` {
    @Test func `passes its own tests`() throws {
        let text = String(decoding: try SharedVectors.data("vectors/psl/test_psl.txt"), as: UTF8.self)
        var checked = 0
        for line in text.split(separator: "\n") where line.hasPrefix("checkPublicSuffix('") {
            let parts = line.split(separator: "'", omittingEmptySubsequences: false)
            let expected = parts.count > 3 ? String(parts[3]) : nil
            let ascii = expected.flatMap { reading($0, .host).form ?? WHATWGURL(parsing: "http://\($0)")?.host }
            #expect(reading(String(parts[1]), .domain).form == ascii, "\(line)")
            checked += 1
        }
        #expect(checked > 60)
    }

    /// Every rule of the list read as text, against the compiled table.
    @Test func `is compiled rule by rule`() throws {
        let text = String(decoding: try SharedVectors.data("vectors/psl/public_suffix_list.dat"), as: UTF8.self)
        var checked = 0
        for line in text.split(separator: "\n") where !line.hasPrefix("//") && !line.allSatisfy(\.isWhitespace) {
            let rule = String(line.prefix { !$0.isWhitespace })
            if rule.hasPrefix("!") {
                let name = String(rule.dropFirst())
                #expect(reading("a." + name, .domain).form == ascii(name), "\(rule)")
            } else {
                let suffix = rule.hasPrefix("*.") ? "qz8." + rule.dropFirst(2) : rule
                #expect(reading("b.qz7." + suffix, .domain).form == ascii("qz7." + suffix), "\(rule)")
                if suffix.contains(".") { #expect(reading(suffix, .domain).reason == .publicSuffix, "\(rule)") }
            }
            checked += 1
        }
        #expect(checked > 9_000)
    }

    private func ascii(_ name: String) -> String? { WHATWGURL(parsing: "http://\(name)/")?.host }
}
