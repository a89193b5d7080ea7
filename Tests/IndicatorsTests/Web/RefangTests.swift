import Indicators
import Testing

@Suite struct `Refanging` {
    @Test(arguments: [
        (" \t\u{A0}\u{FEFF}x \u{85}\r\n", "x"), ("<x>", "x"), ("<<x>>", "<x>"), ("<x", "x"), ("x>", "x"),
        ("hxxp://a", "http://a"), ("HXXPS://a", "httpS://a"), ("h**p://a", "http://a"), ("h**ps[:]//a", "https://a"),
        ("hxxp.example", "hxxp.example"), ("hxxp[.]example", "hxxp.example"),
        ("< http://a/b >", "http://a/b"), ("<a.example >", "a.example"), ("http[:]//a", "http://a"), ("http[://]a", "http://a"),
        ("http(:)//a", "http://a"), ("http:[//]a", "http://a"), ("a[.]b(.)c{.}d", "a.b.c.d"),
        ("a[dot]b(DOT)c{Dot}d[d0t]e", "a.b.c.d.e"), ("a [.] b", "a.b"), ("a\u{A0}(dot)\tb", "a.b"),
        ("a[at]b", "a@b"), ("a (AT) b", "a@b"), ("a{at}b[@]c", "a@b@c"), ("(@) {@} (d0t)", "(@) {@} (d0t)"),
        ("[ . ]", "[ . ]"), ("[[.]]", "."), ("[:]", "[:]"), ("", ""), ("<>", ""), ("<", ""), ("  ", ""),
    ])
    func `frees what was masked`(input: String, freed: String) {
        let result = Refang.rewriting(Array(input.utf8).span)
        #expect(result == Array(freed.utf8))
    }

    @Test(arguments: ["http://a.example/b", "a", "", "12345678", "1234567", "123456789"])
    func `leaves plain text alone`(text: String) {
        let bytes = Array(text.utf8)
        let isPlain = Refang.isPlain(bytes.span)
        let freed = Refang.rewriting(bytes.span)
        #expect(isPlain && freed == bytes)
    }

    /// Every byte at every place of texts around the width that is judged at once.
    @Test func `calls plain only what it leaves alone`() {
        for length in 1...18 {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    text[place] = byte
                    let isVisible = (0x21...0x7E).contains(byte) && !"[({".utf8.contains(byte)
                    let isEnd = (place == 0 && byte == UInt8(ascii: "<")) || (place == length - 1 && byte == UInt8(ascii: ">"))
                    let isPlain = Refang.isPlain(text.span)
                    if isPlain != (isVisible && !isEnd) { Issue.record("\(text)") }
                }
            }
        }
    }
}
