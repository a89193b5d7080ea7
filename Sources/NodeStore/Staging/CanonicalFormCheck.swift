internal import CanonicalCoding
internal import Indicators

/// Whether values of one kind are already in their canonical form; kinds of newer versions are not judged.
struct CanonicalFormCheck {
    private let kind: IndicatorKind
    private let isKnown: Bool
    private var form: [UInt8] = []

    init(kind: IndicatorKind) {
        self.kind = kind
        isKnown = kind.isKnown
    }

    /// Gives the value its canonical form once more and compares.
    mutating func isCanonical(_ value: Span<UInt8>) -> Bool {
        guard value.count > 0, isKnown else { return value.count > 0 }
        form.removeAll(keepingCapacity: true)
        do throws(IndicatorError) {
            try Canonicaliser.appendCanonical(of: value, kind: kind, to: &form)
        } catch {
            return false
        }
        return value.equals(form.span)
    }
}
