internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles

extension NodeQuarantine {
    /// Confirms a value that many people hold, so that reports of it act like any other; or takes that back.
    ///
    /// - Throws: `IndicatorError`, ``NodeError/notPopular(_:)`` for a value that nothing guards, `FileError`, `LedgerError`.
    public func confirm(
        _ text: String, kind: IndicatorKind?, isConfirmed: Bool = true, officer: String, why: String
    ) throws {
        let named = try NamedIndicator(text, kind: kind, region: node.settings.region)
        guard try node.protectedIndicators().shelters(named.kind, named.canonical) else { throw NodeError.notPopular(named.kind) }
        let subject = try SubjectIndex(reading: node.paths).name(of: named.kind, named.canonical)
        let note = OfficerNote(officer: officer, why: why, time: time)
        let line = QuarantineLine.value(isConfirmed: isConfirmed, kind: named.kind, subject: subject, note)
        try node.logConfiguration(isConfirmed ? "quarantine.confirm" : "quarantine.doubt", digest: SHA256.hash(line.line))
        try node.keep(line)
    }
}
