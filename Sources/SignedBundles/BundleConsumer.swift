public import CryptoPrimitives

/// Takes the parts of a bundle while a ``BundleVerifier`` reads it.
///
/// What it is handed has passed every check so far, but the bundle may still be refused by a later line: nothing may
/// become visible before the verifier has returned its ``VerifiedBundle``. A consumer that cannot go on keeps its
/// own reason and throws ``BundleError/stoppedByConsumer``.
public protocol BundleConsumer {
    /// Takes the first line, without its LF, once it is believed: the bytes that prove who said what.
    ///
    /// - Throws: ``BundleError``, which ends the reading.
    mutating func envelope(_ line: Span<UInt8>) throws(BundleError)

    /// Takes the manifest once its signature, key, audience and, at import, chain were checked.
    ///
    /// - Throws: ``BundleError``, which ends the reading.
    mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError)

    /// Takes a segment before its first row; of one without open lines only this is called.
    ///
    /// - Throws: ``BundleError``, which ends the reading.
    mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError)

    /// Takes a row with at least one shown cell.
    ///
    /// Its cells are bound to the manifest only when the segment has ended without an error.
    ///
    /// - Throws: ``BundleError``, which ends the reading.
    mutating func row(_ row: borrowing RowView) throws(BundleError)

    /// Hears that all rows of the segment announced last were seen and its roots are right.
    ///
    /// - Throws: ``BundleError``, which ends the reading.
    mutating func endSegment(index: Int) throws(BundleError)
}

extension BundleConsumer {
    /// Takes no notice of the first line.
    ///
    /// - Throws: nothing.
    public mutating func envelope(_ line: Span<UInt8>) throws(BundleError) {}

    /// Takes no notice of the manifest.
    ///
    /// - Throws: nothing.
    public mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) {}

    /// Takes no notice of a segment.
    ///
    /// - Throws: nothing.
    public mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {}

    /// Takes no notice of a row.
    ///
    /// - Throws: nothing.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {}

    /// Takes no notice of the end of a segment.
    ///
    /// - Throws: nothing.
    public mutating func endSegment(index: Int) throws(BundleError) {}
}

/// Takes nothing: for when only the verdict counts.
public struct VerdictOnly: BundleConsumer {
    /// Makes a consumer that keeps nothing.
    public init() {}
}
