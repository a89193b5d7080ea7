public import Agreements
public import SignedBundles

/// What becomes of one segment of a bundle by a decision.
public struct DecidedSegment: Sendable {
    /// The place of the segment in the manifest.
    public let index: Int
    /// Its descriptor.
    public let descriptor: SegmentDescriptor
    /// What becomes of its rows, class by class.
    public let parts: [Part]
    /// How many of its rows are shown.
    public let shownRowCount: Int

    /// The rows of one class in the segment.
    public struct Part: Sendable {
        /// What was decided about the class, here and in other segments.
        public let decision: ClassDecision
        /// How many rows of it stand in the segment.
        public let rowCount: Int
        /// The columns that are shown of them: those of the decision that the own profile does not withhold.
        public let shownColumns: [String]
    }
}
