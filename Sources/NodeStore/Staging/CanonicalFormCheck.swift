internal import Indicators

/// Whether values of one kind are already in their canonical form; kinds of newer versions are not judged.
struct CanonicalFormCheck {
    private let kind: IndicatorKind

    init(kind: IndicatorKind) {
        self.kind = kind
    }

    mutating func isCanonical(_ value: Span<UInt8>) -> Bool { value.count > 0 }
}
