import Foundation
import Indicators
import TestVectors
import Testing

/// The vectors of web-platform-tests for absolute http and https addresses and for host names.
@Suite(.enabled(if: SharedVectors.arePresent)) struct `Vectors of the URL standard` {
    /// Either a comment or a case.
    private enum Entry: Decodable {
        case comment
        case parsing(Parsing)

        init(from decoder: any Decoder) throws {
            self = (try? Parsing(from: decoder)).map(Entry.parsing) ?? .comment
        }
    }

    private struct Parsing: Decodable {
        let input: String
        let base: String?
        let hostname: String?
        let port: String?
        let pathname: String?
        let search: String?
        let failure: Bool?
    }

    private enum HostEntry: Decodable {
        case comment
        case mapping(input: String, output: String?)

        private enum Key: CodingKey { case input, output }

        init(from decoder: any Decoder) throws {
            guard let values = try? decoder.container(keyedBy: Key.self),
                let input = try? values.decode(String.self, forKey: .input)
            else {
                self = .comment
                return
            }
            self = .mapping(input: input, output: try values.decodeIfPresent(String.self, forKey: .output))
        }
    }

    private static func isOurs(_ input: String) -> Bool {
        let start = input.unicodeScalars.drop { $0.value <= 0x20 }.prefix(6).filter { $0 != "\t" && $0 != "\n" && $0 != "\r" }
        let text = String(String.UnicodeScalarView(start)).lowercased()
        return text.hasPrefix("http:") || text.hasPrefix("https:")
    }

    @Test func `are parsed alike`() throws {
        var checked = 0
        for case .parsing(let vector) in try SharedVectors.json("vectors/whatwg-url/urltestdata.json", as: [Entry].self)
        where vector.base == nil && Self.isOurs(vector.input) {
            checked += 1
            let url = WHATWGURL(parsing: vector.input)
            #expect((url == nil) == (vector.failure == true), "\(vector.input.debugDescription)")
            guard let url, vector.failure != true else { continue }
            #expect(url.host == vector.hostname, "\(vector.input.debugDescription)")
            #expect(url.port.map(String.init) ?? "" == vector.port, "\(vector.input.debugDescription)")
            #expect(url.path == vector.pathname, "\(vector.input.debugDescription)")
            let search = url.query.map { $0.isEmpty ? "" : "?" + $0 } ?? ""
            #expect(search == vector.search, "\(vector.input.debugDescription)")
        }
        #expect(checked > 250)
    }

    @Test func `have canonical forms that give themselves`() throws {
        var refused: [IndicatorError.Reason: Int] = [:]
        for case .parsing(let vector) in try SharedVectors.json("vectors/whatwg-url/urltestdata.json", as: [Entry].self)
        where vector.base == nil && Self.isOurs(vector.input) {
            switch reading(vector.input, .url) {
            case .success(let form):
                #expect(vector.failure != true, "\(vector.input.debugDescription)")
                #expect(reading(form, .url).form == form, "\(vector.input.debugDescription)")
            case .failure(let error):
                if vector.failure != true { refused[error.reason, default: 0] += 1 }
            }
        }
        #expect(Set(refused.keys).isSubset(of: [.hostWithoutDot, .emptyLabel]), "\(refused)")
    }

    @Test func `map host names alike`() throws {
        var checked = 0
        for case .mapping(let input, let output) in try SharedVectors.json(
            "vectors/whatwg-url/toascii.json", as: [HostEntry].self)
        {
            checked += 1
            let host = WHATWGURL(parsing: "https://\(input)/x")?.host
            if let exception = HostException.all.first(where: { $0.input == input }) {
                #expect(host == exception.result, "\(input.debugDescription): \(exception.reason)")
            } else {
                #expect(host == output, "\(input.debugDescription)")
            }
        }
        #expect(checked > 80)
    }

    @Test func `percent-encode alike in UTF-8`() throws {
        struct Encoding: Decodable {
            let input: String
            let output: [String: String]
        }
        struct Entry: Decodable {
            let encoding: Encoding?
            init(from decoder: any Decoder) throws { encoding = try? Encoding(from: decoder) }
        }
        let entries = try SharedVectors.json("vectors/whatwg-url/percent-encoding.json", as: [Entry].self)
        for encoding in entries.compactMap(\.encoding) {
            let url = WHATWGURL(parsing: "https://example.org/?\(encoding.input)")
            #expect(url?.query == encoding.output["utf-8"], "\(encoding.input.debugDescription)")
        }
    }
}

/// A host name that the ICU of Debian 12 (72, Unicode 15.0) maps otherwise than the vectors, which follow a later Unicode.
struct HostException {
    let input: String
    let result: String?
    let reason: String

    static let all = [
        HostException(input: "look\u{180E}out.net", result: nil, reason: "U+180E is disallowed in Unicode 15.0, ignored in 16.0"),
        HostException(input: "look\u{206B}out.net", result: nil, reason: "U+206B is disallowed in Unicode 15.0, ignored in 16.0"),
        HostException(
            input: "\u{04C0}.com", result: nil, reason: "U+04C0 is disallowed in Unicode 15.0, mapped to U+04CF in 15.1"),
        HostException(input: "\u{2F868}.com", result: nil, reason: "U+2F868 is disallowed in Unicode 15.0, mapped in 16.0"),
        HostException(
            input: "\u{2183}.com", result: nil, reason: "U+2183 is disallowed in Unicode 15.0, mapped to U+2184 in 16.0"),
        HostException(
            input: "\u{1E9E}.com", result: "ss.com", reason: "U+1E9E is mapped to ss in Unicode 15.0, to U+00DF in 15.1"),
        HostException(input: "\u{1E9E}.foo.com", result: "ss.foo.com", reason: "U+1E9E, as above"),
    ]
}
