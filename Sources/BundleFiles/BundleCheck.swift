public import CanonicalCoding
public import Indicators
public import LedgerFiles
public import MemberRegistry
public import SignedBundles

/// Checks bundle files against keys: the rules of the container, and on demand the schema of the rows.
public struct BundleCheck: Sendable {
    private let terms: BundleTerms

    /// States what to check against.
    ///
    /// - Parameter audience: the group the bundle must be for; nil accepts any.
    public init(keys: any KeyDirectory, audience: GroupID?, at time: Timestamp) {
        terms = BundleTerms(keys: keys, audience: audience, at: time)
    }

    /// What a check found.
    public enum Verdict: Sendable {
        case good(VerifiedBundle)
        /// The protocol's code and the line it is reported for, from 1.
        case bad(code: String, line: Int, what: String, hint: String)
    }

    /// Reads one file to its end; memory does not grow with it.
    ///
    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: `FileError`; whatever the bytes are is a verdict.
    public func verdict(ofFile path: String, judgingRows: Bool = false) throws(FileError) -> Verdict {
        var reader = try FileReader(opening: path)
        var verifier = BundleVerifier(terms)
        var judge = SchemaJudge(isActive: judgingRows)
        while case let piece = try reader.next(), !piece.isEmpty {
            do throws(BundleError) { try verifier.feed(piece.span, to: &judge) } catch { return .refused(error) }
        }
        do throws(BundleError) {
            let bundle = try verifier.finish()
            return judge.firstFault ?? .good(bundle)
        } catch {
            return .refused(error)
        }
    }
}

extension BundleCheck.Verdict {
    /// The verdict that an error of the container is.
    static func refused(_ error: BundleError) -> BundleCheck.Verdict {
        .bad(code: error.code.rawValue, line: error.line, what: error.description, hint: error.hint)
    }

    /// The document that `verify --json` prints.
    public var json: JSONValue {
        switch self {
        case .good(let bundle) where bundle.partialMust.isEmpty: ["verdict": "OK"]
        case .good(let bundle):
            ["partial_must": .array(bundle.partialMust.map { .integer(Int64($0)) }), "verdict": "OK"]
        case .bad(let code, let line, _, _): ["line": .integer(Int64(line)), "verdict": .string(code)]
        }
    }
}

extension BundleCheck.Verdict {
    /// The verdict for people: what it is, and what it is about.
    public var sentence: String {
        switch self {
        case .good(let bundle):
            let head = bundle.manifest
            let summary =
                "OK  \(head.publisher.name) for \(head.audience.name), number \(head.sequence): "
                + "\(bundle.rowCount) rows in \(bundle.segmentCount) of \(head.segments.count) segments"
            guard !bundle.partialMust.isEmpty else { return summary }
            return summary
                + "\nnot complete: must segments \(bundle.partialMust.map(String.init).joined(separator: ", ")) are not wholly shown"
        case .bad(let code, let line, let what, let hint): return "\(code)  line \(line): \(what)\nhint: \(hint)"
        }
    }
}
