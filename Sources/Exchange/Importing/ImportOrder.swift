internal import Indicators
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

extension Importer {
    /// Takes several files in, in the order of publisher, group and number, whatever order they are named in.
    ///
    /// One refused file does not stop the others; nothing of it is kept.
    ///
    /// - Throws: what stops the whole: a full disk, a damaged store.
    public func take(_ paths: [String], progress: (Int) -> Void = { _ in }) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for place in try ordered(paths, &outcomes) {
            do {
                if let held = place.held {
                    outcomes.append(try take(held.file, progress: progress))
                } else {
                    outcomes.append(try take(open(place.path), progress: progress))
                }
            } catch let error where !Self.stopsAll(error) {
                outcomes.append(Outcome(file: place.path, manifest: nil, result: .failure(error)))
            }
        }
        return outcomes
    }

    private struct Place {
        let path: String
        let held: HeldFile?
        var order: (String, String, Int) = ("", "", 0)
    }

    /// Standard input and pipes can be read once only, so what came through it is kept between the look at its head and its turn.
    private final class HeldFile {
        let file: IncomingFile

        init(_ file: consuming IncomingFile) { self.file = file }
    }

    /// Reads the heads only: nothing is unsealed to the end before its turn, and nothing twice.
    private func ordered(_ paths: [String], _ outcomes: inout [Outcome]) throws -> [Place] {
        guard paths.count > 1 else { return paths.map { Place(path: $0, held: nil) } }
        var places: [Place] = []
        for path in paths {
            do {
                let held = FileReader.canReadAgain(path) ? nil : HeldFile(try open(path))
                let head = try held.map { $0.file.head } ?? IncomingFile.head(of: path, identity: identity)
                var place = Place(path: path, held: held)
                if let head { place.order = (head.publisher.name, head.audience.name, head.sequence) }
                places.append(place)
            } catch let error where !Self.stopsAll(error) {
                outcomes.append(Outcome(file: path, manifest: nil, result: .failure(error)))
            }
        }
        return places.sorted { $0.order < $1.order }
    }

    private static func stopsAll(_ error: any Error) -> Bool {
        if let error = error as? StoreError { return error.reason != .limit }
        guard let error = error as? FileError else { return false }
        switch error.reason {
        case .noSpace, .notWritable, .locked, .closedPipe, .system: return true
        case .notFound, .wrongType, .unsafePermissions, .openDirectory, .alreadyExists, .tooLarge: return false
        }
    }
}
