internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import SignedBundles

/// By which a request is known when it comes again: who sent it under which key, and what it said (docs/spec/node-api.md).
public struct RequestKey: Sendable, Hashable {
    /// The token and the key.
    let name: Digest256
    /// The path, its query and the body.
    let content: Digest256

    /// For so long the answer of a request is given again.
    static let keptSeconds: Int64 = 24 * 3_600
    /// The record of publications is read back so far at most.
    static let recordBytes = 16 << 20
}

/// What a mark of a publication says of the request that it answers.
struct RequestMark: Hashable {
    let key: RequestKey
    let answer: JSONObject

    init(_ key: RequestKey, answer: JSONObject) {
        self.key = key
        self.answer = answer
    }

    init?(_ json: JSONObject) {
        guard let name = json["key"]?.string.flatMap({ Digest256(hex: $0) }),
            let content = json["content"]?.string.flatMap({ Digest256(hex: $0) }), let answer = json["answer"]?.object
        else { return nil }
        self.init(RequestKey(name: name, content: content), answer: answer)
    }

    var json: JSONValue {
        ["answer": .object(answer), "content": .string(key.content.hex), "key": .string(key.name.hex)]
    }
}

extension Node {
    /// What became of a request whose key was used before.
    enum EarlierRequest {
        /// It published, and was answered so.
        case published(JSONObject)
        /// The key stood for another request.
        case another
        /// Whether it published is not settled.
        case unsettled
        /// The record of the last day is longer than is read.
        case unknown
    }

    /// The publication that a request with this key made within the last day; nothing when there is none. The store has to be open for
    /// writing, so that what a killed process began is settled.
    ///
    /// - Throws: `FileError`.
    func earlierRequest(_ key: RequestKey, at time: Timestamp) throws -> EarlierRequest? {
        guard Directory.exists(paths.publishedMarks) else { return nil }
        let text = try AppendOnlyFile.lastLines(of: paths.publishedMarks, limitBytes: RequestKey.recordBytes)
        let oldest = time.secondsSinceEpoch - RequestKey.keptSeconds
        var states: [Digest256: PublishedMark.State] = [:]
        var reached = text.count < RequestKey.recordBytes / 2
        for line in text.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let mark = PublishedMark(line) else { continue }
            guard mark.time.map({ $0.secondsSinceEpoch > oldest }) ?? true else {
                reached = true
                break
            }
            let state = states[mark.place.digest] ?? mark.state
            states[mark.place.digest] = state
            guard let request = mark.request, request.key.name == key.name, state != .dropped else { continue }
            guard request.key.content == key.content else { return .another }
            guard state == .begun else { return .published(request.answer) }
            // Without its stream, nobody can have seen it.
            if let stream = mark.stream, Directory.exists("\(paths.bundle(mark.place.digest.hex))/\(stream.hex)") {
                return .unsettled
            }
        }
        return reached ? nil : .unknown
    }
}
