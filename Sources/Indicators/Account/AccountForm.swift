/// Canonical form of an account: `platform:id`, the id being what the platform never changes, as it wrote it.
public enum AccountForm {
    /// Appends the canonical form of `input` to `output`; on failure `output` is as before.
    ///
    /// The platform need not be on the list; see ``Platform``.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        try AccountText.append(input, to: &output) { $0 }
    }
}

/// Canonical form of a handle: `platform:name`, the name without leading `@`, composed, in lower case as far as it is ASCII.
public enum HandleForm {
    /// Appends the canonical form of `input` to `output`; on failure `output` is as before.
    ///
    /// The platform need not be on the list; see ``Platform``.
    ///
    /// - Throws: ``IndicatorError``, naming the rule that was broken.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        try AccountText.append(input, to: &output) { name in
            ComposedText.composingLowered(Array(name.drop { $0 == UInt8(ascii: "@") }))
        }
    }
}
