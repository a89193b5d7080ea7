internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import MergeEngine
internal import NodeStore
internal import Indicators

/// The classes of the claims that came through one group.
struct GroupClasses {
    /// What all rows of a segment share, as far as rules ask.
    private struct Segment: Hashable {
        let kind: String
        let marking: String
        let columns: [String]
    }

    let held: HeldAgreement?
    /// What was decided, in the order of ``classes``.
    var decided: [ClassDecision] = []
    private(set) var items = CommittedItems()
    /// The digest of the claims, in the order in which they came.
    private(set) var claims = SHA256()
    private var segments: [Segment: Int] = [:]
    private var classifiers: [RowClassifier] = []
    /// Of each segment, the places of its classes among all.
    private var places: [[Int]] = []
    private var count = 0

    init(held: HeldAgreement?) { self.held = held }

    /// All classes, each with the number of its claims.
    var classes: [RowClass] {
        var all: [RowClass?] = Array(repeating: nil, count: count)
        for (classifier, places) in zip(classifiers, places) {
            for (rows, place) in zip(classifier.classes, places) { all[place] = rows }
        }
        return all.compactMap { $0 }
    }

    /// Takes a claim as an item.
    mutating func note(_ claim: ClaimID) {
        let name = Array(claim.description.utf8)
        items.append(name)
        claims.update(name)
        claims.update([UInt8(ascii: "\n")])
    }

    mutating func classify(_ stored: StoredClaim, sources: Int, at time: Timestamp) -> Int {
        guard let agreement = held?.agreement else {
            count = max(count, 1)
            return 0
        }
        let claim = ClaimClass(stored)
        let segment = Segment(kind: stored.key.kind.name, marking: stored.marking, columns: stored.cells.map(\.column))
        let number = segments[segment] ?? classifiers.count
        if number == classifiers.count {
            segments[segment] = number
            classifiers.append(RowClassifier(agreement: agreement, segment: claim.segment))
            places.append([])
        }
        let place = classifiers[number].classify(claim.rowFacts(sources: sources, at: time))
        if place == places[number].count {
            places[number].append(count)
            count += 1
        }
        return places[number][place]
    }
}
