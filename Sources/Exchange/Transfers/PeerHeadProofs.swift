internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// Two heads of one log of which nothing has shown yet that they are of one history.
struct UnprovedHeads: Sendable {
    let smaller: SignedNote
    let larger: SignedNote
    let sizes: (smaller: UInt64, larger: UInt64)
    /// The file of the one that is not proved.
    let name: String
    /// The file of the other.
    let base: String

    /// What tiles of the log say about the two.
    enum Finding: Sendable {
        /// Another tile is needed.
        case needs(TileAddress)
        /// The larger continues the smaller.
        case continues
        /// The log shows two histories.
        case contradicts(OtherHistory)
        /// The tiles are not those of the larger head: they prove nothing.
        case unproved
    }

    /// Asks the tiles that came so far.
    func finding(in tiles: ReceivedTiles) -> Finding {
        var maker = ProofMaker(tiles)
        do throws(LogError) {
            let proof = try maker.consistency(from: sizes.smaller, to: sizes.larger)
            let root = try maker.root(size: sizes.smaller)
            if let other = OtherHistory(smaller: smaller, larger: larger, otherRoot: root, proof: proof) {
                return .contradicts(other)
            }
            let (old, new) = (try Checkpoint(parsing: smaller.text), try Checkpoint(parsing: larger.text))
            try ProofCheck.requireConsistency(from: (old.size, old.root), to: (new.size, new.root), proof: proof)
            return .continues
        } catch .file(let path) {
            return (try? TileAddress(path: path)).map { .needs($0) } ?? .unproved
        } catch { return .unproved }
    }
}

extension PeerHeads {
    /// A head as it is kept.
    private struct Kept {
        let name: String
        let note: SignedNote
        let head: Checkpoint
    }

    /// How many heads nothing has proved yet to be of one history with the others.
    ///
    /// - Throws: `FileError`.
    func unprovedHeads() throws -> Int { isForked ? 0 : try unproved(limit: Self.limit).count }

    /// The oldest of the heads that are not proved, each beside one that is; the first of each log needs no proof.
    ///
    /// - Throws: `FileError`.
    func unproved(limit: Int) throws -> [UnprovedHeads] {
        guard !isForked else { return [] }
        let names = try names()
        let marked = Set(names.filter { $0.hasSuffix(Self.mark(of: "")) })
        var pairs: [UnprovedHeads] = []
        let logs = Dictionary(grouping: names.filter { $0.hasSuffix(Self.suffix) }.sorted()) { $0.split(separator: "-")[0] }
        for log in logs.sorted(by: { $0.key < $1.key }) {
            let proved = log.value.filter { marked.contains(Self.mark(of: $0)) }
            guard let base = proved.last ?? log.value.first else { continue }
            for name in log.value where !marked.contains(Self.mark(of: name)) && name != base && pairs.count < limit {
                if let pair = try pair(name, with: proved.last { $0 < name } ?? base) { pairs.append(pair) }
            }
        }
        return pairs
    }

    private func pair(_ name: String, with base: String) throws -> UnprovedHeads? {
        guard let one = try kept(base), let other = try kept(name), one.head.isOf(origin: other.head.origin) else { return nil }
        let (smaller, larger) = one.head.size < other.head.size ? (one, other) : (other, one)
        return UnprovedHeads(
            smaller: smaller.note, larger: larger.note, sizes: (smaller.head.size, larger.head.size), name: name, base: base)
    }

    private func kept(_ name: String) throws -> Kept? {
        let bytes = try FileReader.contents(of: "\(folder)/\(name)", limitBytes: SignedNote.limitBytes)
        guard let note = try? SignedNote(parsing: bytes), let head = try? Checkpoint(parsing: note.text) else { return nil }
        return Kept(name: name, note: note, head: head)
    }

    private func names() throws -> [String] { Directory.isDirectory(folder) ? try Directory.names(in: folder) : [] }

    /// Notes that a head is of one history with the others.
    ///
    /// - Throws: `FileError`.
    func settle(_ name: String) throws {
        let path = "\(folder)/\(Self.mark(of: name))"
        guard Directory.exists("\(folder)/\(name)"), !Directory.exists(path) else { return }
        try DurableFile.write([], to: path, replacing: true)
    }
}
