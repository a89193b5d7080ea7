public import Agreements
public import CanonicalCoding
public import CryptoPrimitives
public import SignedBundles

/// The first pass over a bundle that is to be decided about: which classes of rows there are, and which rows show what.
///
/// A consumer of `BundleVerifier`; what it found counts once that has finished without an error.
public struct ClassSurvey: BundleConsumer {
    private var sorter: RowSorter
    private var created = Timestamp(secondsSinceEpoch: 0)
    private var last: (place: RowSorter.Place, shown: ColumnSet, tally: Int)?
    /// Where the tally of a class and its shown columns stands in the segment that is read.
    private var tallies: [TallyName: Int] = [:]
    private(set) var segments: [Segment] = []

    /// What was seen of one segment.
    struct Segment {
        let index: Int
        let descriptor: SegmentDescriptor
        let isMust: Bool
        let shown: ColumnSet
        var tallies: [Tally] = []
    }

    /// Rows of one segment that are of one class and show the same columns.
    struct Tally {
        let place: RowSorter.Place
        let shown: ColumnSet
        var rows = RowSet()
    }

    private struct TallyName: Hashable {
        let place: RowSorter.Place
        let shown: ColumnSet
    }

    /// Begins a survey.
    ///
    /// - Parameters:
    ///   - time: the time of the decision, from which ages are counted.
    ///   - sources: asked only when some rule of the agreement demands corroboration.
    public init(under agreement: Agreement, at time: Timestamp, sources: SourceCount? = nil) {
        sorter = RowSorter(agreement, at: time, sources: sources)
        makeSorter = { RowSorter(agreement, at: time, sources: sources) }
    }

    /// A sorter that has seen nothing yet, for the second pass.
    let makeSorter: () -> RowSorter

    /// The classes of rows, for a `DecisionInput`.
    public var classes: [RowClass] { sorter.classes.map(\.rows) }

    /// The classes in the same order, by their places.
    var places: [RowSorter.Place] { sorter.classes.map(\.place) }

    /// Remembers when the bundle was made.
    ///
    /// - Throws: nothing.
    public mutating func begin(_ manifest: Manifest, digest: Digest256) throws(BundleError) { created = manifest.created }

    /// When the bundle was made.
    var bundleCreated: Timestamp { created }

    /// Begins a segment.
    ///
    /// - Throws: nothing.
    public mutating func segment(
        _ descriptor: SegmentDescriptor, index: Int, opening: SegmentOpening
    ) throws(BundleError) {
        sorter.begin(descriptor, showing: opening.columns, isMust: opening.isMust, created: created)
        segments.append(Segment(index: index, descriptor: descriptor, isMust: opening.isMust, shown: opening.columns))
        last = nil
        tallies.removeAll(keepingCapacity: true)
    }

    /// Counts a row.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT` when the rows fall into more classes than a decision takes.
    public mutating func row(_ row: borrowing RowView) throws(BundleError) {
        let place = sorter.sort(row)
        let shown = row.shown
        let segment = segments.count - 1
        let tally: Int
        if let last, last.place == place, last.shown == shown {
            tally = last.tally
        } else {
            guard sorter.classCount <= AgreementLimits.classes else { throw BundleError(.limit, .tooManyClasses) }
            let name = TallyName(place: place, shown: shown)
            tally = tallies[name] ?? begin(place, shown)
            tallies[name] = tally
            last = (place, shown, tally)
        }
        segments[segment].tallies[tally].rows.add(row.row)
    }

    private mutating func begin(_ place: RowSorter.Place, _ shown: ColumnSet) -> Int {
        let segment = segments.count - 1
        segments[segment].tallies.append(Tally(place: place, shown: shown))
        return segments[segment].tallies.count - 1
    }
}
