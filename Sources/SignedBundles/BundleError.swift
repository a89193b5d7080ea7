/// Why a bundle, or a document that travels beside one, was refused.
///
/// It names the rule and the place, never a value of the bundle.
public struct BundleError: Error, Sendable, Hashable {
    /// The code of the protocol.
    public let code: ErrorCode
    /// The line of the stream the refusal is reported for, counted from 1; 0 where there is no stream.
    public let line: Int
    /// The rule that was broken.
    public let reason: Reason

    /// Names a refusal.
    public init(_ code: ErrorCode, line: Int = 0, _ reason: Reason) {
        self.code = code
        self.line = line
        self.reason = reason
    }

    /// The same refusal, reported for another line.
    public func at(line: Int) -> BundleError {
        BundleError(code, line: line, reason)
    }

    /// What a ``BundleConsumer`` throws when it gives up for a reason of its own, which it keeps.
    public static let stoppedByConsumer = BundleError(.limit, .consumerStopped)
}

extension BundleError {
    /// The rule that was broken, finer than the code.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        // Any line.
        case lineTooLong, streamTooLong, tooDeep, stringTooLong, notCanonicalJSON, unknownLine
        // Line 1.
        case noEnvelope, envelopeShape, payloadType, payloadEncoding, payloadTooLong, noSignature, tooManySignatures
        case signatureEncoding, noUsableKey, badSignature, notThePublisher, outsideKeyWindow, scopeEnded
        case manifestShape, tooManySegments, otherAudience, publisherOutsideGroup, expired
        // Chain state.
        case forked, rolledBack, gap, createdBeforePredecessor, createdInTheFuture, unknownEpoch, epochClosed
        // Descriptors.
        case segmentLineShape, segmentOutOfOrder, segmentUnknown, segmentDigest, descriptorShape, descriptorEncoding
        case tooManyColumns, tooManyRows, outsideKeyScope
        // Openings.
        case openingShape, openingOutsideSegment, openingAfterRows, openingUnknownColumn, openingOrder, openingNodes
        case tooManyNodes
        // Rows.
        case rowShape, rowOutsideSegment, rowOutOfOrder, rowColumn, rowsMissing, requiredHidden, rootMismatch
        // The end.
        case noEnd, endShape, endCounts, unfinishedLine, afterEnd, mustWithheld, mustIncomplete
        // Making and cutting bundles.
        case columnNames, cellNotCanonical, noRows, mustStaysWhole, conflictingCells, documentShape
        // The party that takes the rows.
        case consumerStopped, tooManyClasses
    }
}
