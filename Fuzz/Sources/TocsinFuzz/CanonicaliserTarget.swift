import Indicators

extension FuzzTarget {
    /// The front for all kinds: forms that give themselves, with what is told apart told only once, and guesses that hold.
    static let canonicaliser = FuzzTarget("canonicaliser") { (bytes) throws(BrokenProperty) in
        let region = RegionCode("GB")
        for kind in IndicatorKind.all {
            guard let form = try? Canonicaliser.canonicalForm(of: bytes.span, kind: kind, region: region) else { continue }
            let again = try? Canonicaliser.canonicalForm(of: form.canonical.span, kind: kind, region: region)
            try require(again?.canonical == form.canonical, "\(kind): not idempotent: \(shown(form.canonical))")
            try require(again?.mailbox == form.mailbox, "\(kind): another mailbox: \(shown(form.canonical))")
            try require(again?.paymentID == nil, "\(kind): a payment id in the canonical form")
        }
        guard let guess = KindGuess.kind(of: bytes.span, region: region) else { return }
        let form = try? Canonicaliser.canonicalForm(of: bytes.span, kind: guess, region: region)
        try require(form != nil, "a guess that does not hold: \(guess)")
    }
}
