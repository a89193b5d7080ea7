import Indicators
import Testing

/// Inputs that fuzzing found, with the property they broke.
@Suite struct `Findings of fuzzing` {
    @Test(arguments: [
        ("e.hxxp(doxxp(do.rgh", IndicatorKind.domain), ("http://hxxp(doeco.uk/x", .url), ("x.h**p(y.example", .domain),
        ("http://HXXP(a.example/", .host),
    ])
    func `a host name that begins like a masked scheme keeps its form`(text: String, kind: IndicatorKind) throws {
        let form = try Canonicaliser.canonicalForm(of: Array(text.utf8).span, kind: kind)
        let again = try Canonicaliser.canonicalForm(of: form.canonical.span, kind: kind)
        #expect(again.canonical == form.canonical)
    }

    @Test(arguments: ["hxxp(:)//a.example/x", "hxxps[:]//a.example/x", "hXXp[://]a.example/x", "h**p://a.example/x"])
    func `masked schemes are still freed`(text: String) throws {
        let form = try Canonicaliser.canonicalForm(of: Array(text.utf8).span, kind: .url)
        #expect(String(decoding: form.canonical, as: UTF8.self) == "a.example/x")
    }

    @Test func `a cut URL stays a beginning of itself`() throws {
        let url = try Canonicaliser.canonicalForm(
            of: Array("http://hxxp(doeco.uk/L$)n=em.c/?q=%zzaen?me%40exle.org".utf8).span, kind: .url)
        let outcome = PersonalData.outcome(ofPublishing: url.canonical.span, mode: .cut) { _ in false }
        guard case .cut(let shorter, _) = outcome else { return }
        #expect(url.canonical.starts(with: shorter))
    }
}
