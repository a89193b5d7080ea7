import CanonicalCoding
import Indicators

extension FuzzTarget {
    /// URLs: idempotent, visible ASCII, the same by the short and the long way, asked for by canonical expressions.
    ///
    /// A blank in front changes nothing but the way.
    static let url = FuzzTarget("url") { (bytes) throws(BrokenProperty) in
        try requireIdempotence(of: bytes, as: "url") { (input, output) throws(IndicatorError) in
            try URLForm.appendCanonical(of: input.span, to: &output)
        }
        var short: [UInt8] = []
        var long: [UInt8] = []
        let isRead = (try? URLForm.appendCanonical(of: bytes.span, to: &short)) != nil
        let isReadAnyway = (try? URLForm.appendCanonical(of: ([0x20] + bytes).span, to: &long)) != nil
        try require(isRead == isReadAnyway && short == long, "two ways, two forms: \(shown(short)) and \(shown(long))")
        guard isRead else { return }
        try require(short.count <= WebLimits.url && short.allSatisfy { (0x21...0x7E).contains($0) }, "not a URL: \(shown(short))")
        for expression in URLExpressions.expressions(ofURL: short.span) {
            var again: [UInt8] = []
            let isForm =
                (try? Canonicaliser.appendCanonical(of: expression.canonical.span, kind: expression.kind, to: &again)) != nil
            try require(isForm && again == expression.canonical, "not canonical: \(shown(expression.canonical))")
        }
    }

    /// Hosts, domains, e-mail addresses, mailboxes, accounts, handles: idempotent and valid UTF-8; guesses that hold.
    static let web = FuzzTarget("web") { (bytes) throws(BrokenProperty) in
        for kind in [IndicatorKind.host, .domain, .email, .mbox, .acct, .handle] {
            try requireIdempotence(of: bytes, as: kind.name) { (input, output) throws(IndicatorError) in
                try Canonicaliser.appendCanonical(of: input.span, kind: kind, to: &output)
                guard UTF8Text.isValid(output.span) else { preconditionFailure("\(kind.name): not UTF-8") }
            }
        }
        guard let guess = KindGuess.kind(of: bytes.span) else { return }
        var output: [UInt8] = []
        let isRead = (try? Canonicaliser.appendCanonical(of: bytes.span, kind: guess, to: &output)) != nil
        try require(isRead, "a guess that does not hold: \(guess)")
    }

    /// Personal data: what is left after the cut is canonical, a beginning of the URL, and clean.
    static let personal = FuzzTarget("personal") { (bytes) throws(BrokenProperty) in
        var url: [UInt8] = []
        guard (try? URLForm.appendCanonical(of: bytes.span, to: &url)) != nil else { return }
        let outcome = PersonalData.outcome(ofPublishing: url.span, mode: .cut) { _ in false }
        guard case .cut(let shorter, let finding) = outcome else {
            return try require(outcome == .clean, "no other outcome is possible")
        }
        try require(url.starts(with: shorter) && shorter.count <= finding.offset, "not cut before the data: \(shown(shorter))")
        var again: [UInt8] = []
        let isForm = (try? URLForm.appendCanonical(of: shorter.span, to: &again)) != nil
        try require(isForm && again == shorter, "not canonical: \(shown(shorter))")
        try require(PersonalData.firstFinding(inCanonical: shorter.span) == nil, "not clean: \(shown(shorter))")
    }
}
