internal import LedgerFiles

/// What was made of the contents of some files, and which files those were.
///
/// - `Terms`: what else it depends on; contents are read again where the files are others, and what was made of equal ones may be kept.
struct KeptReading<Value: Sendable, Terms: Sendable & Equatable>: Sendable {
    private var files: [FileStamp?] = []
    private var made: (terms: Terms, value: Value)?

    /// The value that the files make: the one that is kept where they are the same, else one made anew.
    ///
    /// - Parameter making: reads the files; gets what was made before, of files that may have had the same contents.
    mutating func value(
        of paths: [String], under isFitting: (Terms) -> Bool, making: ((terms: Terms, value: Value)?) throws -> (Terms, Value)
    ) rethrows -> Value {
        let seen = paths.map { FileStamp(of: $0) }
        if let made, files == seen, isFitting(made.terms) { return made.value }
        let previous = made
        (files, made) = ([], nil)
        let (terms, value) = try making(previous)
        made = (terms, value)
        // What changed while it was read, or just before, could be other bytes under the same stamp: it is read once more.
        if seen.allSatisfy({ $0?.isSettled ?? true }), paths.map({ FileStamp(of: $0) }) == seen { files = seen }
        return value
    }
}
