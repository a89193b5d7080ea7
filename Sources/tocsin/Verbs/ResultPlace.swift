import Exchange
import LedgerFiles

extension OutputPlace {
    /// The place a person names for a result; none that belongs to a node.
    ///
    /// - Parameters:
    ///   - inputs: the files that the work reads.
    ///   - mayBeStream: whether a device or a pipe will do.
    static func named(_ path: String, reading inputs: [String] = [], mayBeStream: Bool = false) throws -> OutputPlace {
        let place = try OutputPlace(path, reading: inputs, mayBeStream: mayBeStream)
        guard !place.isStream, let home = HomePaths.home(owning: path) else { return place }
        throw Failure(
            .usage, "cannot write results to \(path): it belongs to the node at \(home)",
            hint: "name a file outside that home, or in its outbox/")
    }
}
