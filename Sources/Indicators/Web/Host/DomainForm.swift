/// Canonical form of a registrable domain: the public suffix of a host name and one label more.
public enum DomainForm {
    /// Appends the registrable domain of the host that `input` names; on failure `output` is as before.
    ///
    /// - Throws: ``IndicatorError``: as ``HostForm``, `notADomain` for an IP address, `publicSuffix` for a name under which
    ///   others register theirs.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        let start = output.count
        let kind = try HostForm.appendCanonicalKind(of: input, to: &output)
        guard kind == .name else {
            output.removeLast(output.count - start)
            throw IndicatorError(.notADomain, byteCount: input.count)
        }
        guard let domain = PublicSuffixList.startOfRegistrableDomain(in: output.span.extracting(start...)) else {
            output.removeLast(output.count - start)
            throw IndicatorError(.publicSuffix, byteCount: input.count)
        }
        output.removeSubrange(start..<start + domain)
    }
}
