public import Indicators

/// How the tags of a kind are made in an epoch; the epoch document names one for each kind.
public enum BlindingSuite: String, Sendable, Hashable, CaseIterable {
    /// HMAC under the pepper. Stops outsiders; every member can test guesses on its own.
    case keyed = "HMAC-SHA256"
    /// Threshold VOPRF over P-256 with evaluators: nobody tests guesses uncounted.
    case thresholdVOPRF = "P256-SHA256-VOPRF-T"
}

/// Which suite serves which kind, as one epoch document states it.
public struct SuiteTable: Sendable, Hashable {
    private let suites: [String: BlindingSuite]
    /// Whether the epoch accepts the keyed suite for kinds whose values can be enumerated.
    public let acceptsGuessable: Bool

    /// States the suites of an epoch.
    public init(suites: [String: BlindingSuite], acceptsGuessable: Bool) {
        self.suites = suites
        self.acceptsGuessable = acceptsGuessable
    }

    /// The suite of a kind.
    ///
    /// - Throws: ``BlindingError`` with `.kindWithoutSuite` for a kind the epoch does not name, and
    ///   `.guessableUnderKeyedSuite` for a guessable kind whose weak protection the epoch does not accept.
    public func suite(of kind: IndicatorKind) throws(BlindingError) -> BlindingSuite {
        guard let suite = suites[kind.name] else { throw .kindWithoutSuite(kind) }
        if suite == .keyed, kind.isGuessable, !acceptsGuessable { throw .guessableUnderKeyedSuite(kind) }
        return suite
    }

    /// Guessable kinds that every member could test guesses of: what a node warns about at every start.
    public var exposedKinds: [IndicatorKind] {
        IndicatorKind.all.filter { $0.isGuessable && acceptsGuessable && suites[$0.name] == .keyed }
    }

    /// The suites a new epoch starts with: VOPRF for guessable kinds, keyed for the others.
    public static let standard = SuiteTable(
        suites: Dictionary(
            uniqueKeysWithValues: IndicatorKind.all.map { ($0.name, $0.isGuessable ? .thresholdVOPRF : .keyed) }),
        acceptsGuessable: false)

    /// Every kind keyed, guessable ones accepted: what a federation without evaluators can have.
    public static let keyedOnly = SuiteTable(
        suites: Dictionary(uniqueKeysWithValues: IndicatorKind.all.map { ($0.name, .keyed) }), acceptsGuessable: true)

    /// One kind, whatever it is, under the keyed suite: for a tag outside any epoch document.
    public static func keyed(_ kind: IndicatorKind) -> SuiteTable {
        SuiteTable(suites: [kind.name: .keyed], acceptsGuessable: true)
    }

    /// The suite names by kind, as the epoch document writes them.
    public var names: [String: String] { suites.mapValues(\.rawValue) }
}

/// Why an indicator cannot be turned into a tag.
public enum BlindingError: Error, Sendable, Hashable {
    /// The epoch names no suite for the kind; the protocol's `E_EPOCH`.
    case kindWithoutSuite(IndicatorKind)
    /// The keyed suite would let every member guess values of this kind, and the epoch does not accept that.
    case guessableUnderKeyedSuite(IndicatorKind)
    /// The kind's tags need evaluators, and this source has none.
    case needsEvaluators(IndicatorKind)
    /// The canonical form is longer than a tag's input may be; the protocol's `E_CANON`.
    case canonicalTooLong(byteCount: Int)
    /// The pepper does not have 32 bytes.
    case pepperLength(byteCount: Int)
    /// A locked cell is not one, or opens only with another value; the protocol's `E_TAG` is not meant by it.
    case lockedCell(LockedCellFault)

    /// What is wrong with a locked cell.
    public enum LockedCellFault: String, Sendable, Hashable, CaseIterable {
        case notBase64URL = "it is not unpadded base64url"
        case length = "its length is not that of a locked cell"
        case doesNotOpen = "it does not open with this value"
        case padding = "its padding is not the shortest"
        case notAnObject = "it does not hold a JSON object in canonical form"
    }
}

extension BlindingError: CustomStringConvertible {
    /// One sentence, without any value.
    public var description: String {
        switch self {
        case .kindWithoutSuite(let kind): "the epoch names no suite for kind \(kind.name)"
        case .guessableUnderKeyedSuite(let kind):
            "kind \(kind.name) can be guessed by every member under the keyed suite, and the epoch does not accept that"
        case .needsEvaluators(let kind): "tags of kind \(kind.name) need evaluators in this epoch"
        case .canonicalTooLong(let count):
            "the canonical form has \(count) bytes, at most \(MatchInput.longestCanonical) are allowed"
        case .pepperLength(let count): "a pepper has 32 bytes, not \(count)"
        case .lockedCell(let fault): "not a usable locked cell: \(fault.rawValue)"
        }
    }
}
