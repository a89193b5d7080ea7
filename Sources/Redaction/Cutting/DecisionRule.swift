internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
public import SignedBundles

/// The second pass over a bundle: cuts it down to what a decision shows of each class of rows.
public struct DecisionRule: RedactionRule {
    private let view: DecidedView
    private var sorter: RowSorter
    private var segment = 0
    private var shownByClass: [RowSorter.Place: ColumnSet] = [:]
    private var last: (place: RowSorter.Place, shown: ColumnSet)?

    /// Cuts by what was decided about the classes of a survey.
    public init(_ view: DecidedView) {
        self.view = view
        sorter = view.survey.makeSorter()
    }

    /// Must segments keep every row with its required columns; the others follow the decision.
    public var keepsMustWhole: Bool { false }

    /// Columns that no class of the segment shows are hidden in all rows; a segment that shows none is withheld.
    ///
    /// - Throws: ``BundleError/stoppedByConsumer`` for a segment that the survey did not see: the file has changed in between.
    public mutating func treatment(
        of descriptor: SegmentDescriptor, index: Int, isMust: Bool
    ) throws(BundleError) -> SegmentTreatment {
        guard segment < view.survey.segments.count, view.survey.segments[segment].index == index,
            view.survey.segments[segment].descriptor == descriptor
        else { throw .stoppedByConsumer }
        let surveyed = view.survey.segments[segment]
        segment += 1
        sorter.begin(descriptor, showing: surveyed.shown, isMust: isMust, created: view.survey.bundleCreated)
        shownByClass = view.shownColumns(of: surveyed)
        last = nil
        let shown = shownByClass.values.reduce(into: ColumnSet()) { $0.formUnion($1) }
        return shown.isEmpty ? .withhold : .columns(shown)
    }

    /// What the decision shows of the row's class.
    ///
    /// - Throws: nothing.
    public mutating func shownColumns(of row: borrowing RowView) throws(BundleError) -> ColumnSet {
        let place = sorter.sort(row)
        if let last, last.place == place { return last.shown }
        let shown = shownByClass[place] ?? []
        last = (place, shown)
        return shown
    }
}
