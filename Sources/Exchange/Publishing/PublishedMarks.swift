internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import SignedBundles

/// One line of `ledger/published.jsonl`: what this member publishes for a group, kept outside the database.
///
/// A store that was deleted or restored from a backup must not make the node sign one number twice, nor must a kill at any
/// moment: a publication is marked as begun before its stream can be seen, and as done after the store holds it.
struct PublishedMark: Hashable {
    /// How far the publication came.
    enum State: String {
        /// It is signed. Only when its stream lies under `bundles/` can anybody have seen it.
        case begun
        /// The store held it.
        case done
        /// It was begun, and what was left of it did not verify: nobody can take it in.
        case dropped
        /// A copy of its stream lies where the person who published it wanted it.
        case copied
    }

    var state: State
    let group: GroupID
    let place: ChainPlace
    /// SHA-256 of the full stream, by which it is told from redactions of it; absent from marks of the first version.
    let stream: Digest256?
    /// When it was published; absent from marks of the first version.
    let time: Timestamp?
    /// The request with a key that it answers; stands with the beginning alone.
    var request: RequestMark?

    /// The line, with its LF.
    var line: [UInt8] {
        var object = JSONObject()
        object["aud"] = .string(group.name)
        object["digest"] = .string(place.digest.hex)
        object["seq"] = .integer(Int64(place.sequence))
        object["state"] = .string(state.rawValue)
        object["stream"] = stream.map { .string($0.hex) }
        object["time"] = time.map { .string($0.rfc3339) }
        object["request"] = state == .begun ? request?.json : nil
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// Reads a line; nothing for one that a crash cut short.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object, let group = object["aud"]?.string.flatMap({ GroupID($0) }),
            let sequence = object["seq"]?.integer, sequence >= 1,
            let digest = object["digest"]?.string.flatMap({ Digest256(hex: $0) }),
            let state = State(rawValue: object["state"]?.string ?? State.done.rawValue)
        else { return nil }
        self.init(
            state, ChainPlace(sequence: Int(sequence), digest: digest),
            stream: object["stream"]?.string.flatMap { Digest256(hex: $0) }, for: group,
            at: object["time"]?.string.flatMap { Timestamp(rfc3339: $0) })
        request = object["request"]?.object.flatMap { RequestMark($0) }
    }

    init(_ state: State, _ place: ChainPlace, stream: Digest256?, for group: GroupID, at time: Timestamp?) {
        self.state = state
        self.group = group
        self.place = place
        self.stream = stream
        self.time = time
    }
}

extension Node {
    private static let marksLimitBytes = 256 << 20
    /// Enough for a few hundred lines.
    private static let recentMarksBytes = 64 << 10
    /// Enough for the last line.
    private static let lastMarkBytes = 4 << 10

    /// The newest bundle that was published for a group to the end; nothing before the first.
    ///
    /// - Throws: `FileError`.
    func publishedMark(for group: GroupID) throws -> ChainPlace? {
        try newestMark { $0.group == group && $0.state == .done }?.place
    }

    /// Notes that the stream of the group's newest publication was copied to where a person wants it.
    ///
    /// - Throws: `FileError`; it is not noted then.
    public func notePublicationCopied(for group: GroupID) throws {
        guard let mark = try newestMark({ $0.group == group && $0.state == .done }) else { return }
        try note(mark, as: .copied)
    }

    /// The group's newest publication, when it came to its end and no copy of its stream is known: its number and the stream that
    /// the home keeps. A process that is killed between both leaves one.
    ///
    /// - Throws: `FileError`.
    public func publicationNotCopied(for group: GroupID) throws -> (number: Int, path: String)? {
        guard let mark = try newestMark({ $0.group == group }), mark.state == .done, let stream = mark.stream else { return nil }
        return (mark.place.sequence, "\(paths.bundle(mark.place.digest.hex))/\(stream.hex)")
    }

    /// SHA-256 of the full stream of a bundle this member published, by which it is told from redactions of it.
    ///
    /// - Throws: `FileError`.
    func publishedStreamDigest(of bundle: Digest256) throws -> Digest256? {
        try newestMark { $0.place.digest == bundle }?.stream
    }

    /// The publication that was begun last and is neither done nor dropped: where a killed process stopped.
    ///
    /// - Throws: `FileError`.
    func unfinishedPublication() throws -> PublishedMark? {
        guard Directory.exists(paths.publishedMarks) else { return nil }
        let text = try AppendOnlyFile.lastLines(of: paths.publishedMarks, limitBytes: Self.lastMarkBytes)
        let last = text.split(separator: UInt8(ascii: "\n")).reversed().lazy.compactMap { PublishedMark($0) }.first
        return last?.state == .begun ? last : nil
    }

    /// The newest mark of some kind. It mostly stands near the end, where it is looked for first.
    private func newestMark(_ fits: (PublishedMark) -> Bool) throws -> PublishedMark? {
        guard Directory.exists(paths.publishedMarks) else { return nil }
        let end = try AppendOnlyFile.lastLines(of: paths.publishedMarks, limitBytes: Self.recentMarksBytes)
        if let mark = Self.newestMark(in: end, fits) { return mark }
        return Self.newestMark(in: try FileReader.contents(of: paths.publishedMarks, limitBytes: Self.marksLimitBytes), fits)
    }

    private static func newestMark(in text: [UInt8], _ fits: (PublishedMark) -> Bool) -> PublishedMark? {
        for line in text.split(separator: UInt8(ascii: "\n")).reversed() {
            if let mark = PublishedMark(line), fits(mark) { return mark }
        }
        return nil
    }

    /// Notes how far a publication came.
    ///
    /// - Throws: `FileError`; it is not noted then.
    func note(_ mark: PublishedMark, as state: PublishedMark.State) throws(FileError) {
        var mark = mark
        mark.state = state
        try AppendOnlyFile.append(mark.line, to: paths.publishedMarks)
    }
}
