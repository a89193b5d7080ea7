public import HTTPTypes

/// A request of the organisation's own people and systems, read as far as it decides what happens.
public struct LocalRequest: Sendable, Hashable {
    /// What is asked.
    public let route: LocalRoute
    /// The variable parts of the path, decoded, by their names.
    public let places: [String: String]
    /// The parameters of the query, decoded; `map` can stand several times.
    public let query: [String: [String]]
    /// The media type of the body, without its parameters, in small letters.
    public var mediaType = ""
    /// The entity tags of which the caller has the answer.
    public var entityTags: [String] = []
    /// By which the caller knows the request when it is sent again; nothing when it is not said.
    public var idempotencyKey: String?
    /// The body.
    public var body = MessageBody.none

    /// Reads what a request names.
    ///
    /// - Throws: ``Problem``: no such resource, another method, a parameter that is none.
    public init(method: HTTPRequest.Method, path text: String) throws(Problem) {
        guard text.utf8.count <= Self.pathLimitBytes else { throw Problem(.tooLarge, "the path is too long") }
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let (route, places) = try Self.matching(method, parts)
        self.route = route
        self.places = places
        query = try Self.query(halves.count > 1 ? halves[1] : "", of: route)
    }

    /// The method that a path takes, for one that was asked with another.
    public static func method(of path: String) -> HTTPRequest.Method? {
        let parts = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        return LocalRoute.allCases.first { places(of: $0, parts) != nil }?.method
    }

    /// A path with its query is at most this long.
    public static let pathLimitBytes = 8_192
    /// A variable part of a path has at most so many characters (Unicode scalars).
    public static let placeLimit = 1_024
    /// A parameter stands at most so many times.
    static let repetitionLimit = 32

    private static func matching(
        _ method: HTTPRequest.Method, _ parts: [String]
    ) throws(Problem) -> (LocalRoute, [String: String]) {
        for route in LocalRoute.allCases {
            guard let places = places(of: route, parts) else { continue }
            guard route.method == method else { throw Problem(.methodNotAllowed) }
            var decoded: [String: String] = [:]
            for (name, text) in places {
                let place = try PercentText.decoded(text[...], plusIsBlank: false)
                guard place.unicodeScalars.count <= placeLimit else { throw Problem(.tooLarge, "\(name) is too long") }
                decoded[name] = place
            }
            return (route, decoded)
        }
        throw Problem(.notFound)
    }

    private static func places(of route: LocalRoute, _ parts: [String]) -> [String: String]? {
        let wanted = route.template.split(separator: "/")
        guard wanted.count == parts.count else { return nil }
        var places: [String: String] = [:]
        for (name, part) in zip(wanted, parts) {
            if name.hasPrefix("{") {
                guard !part.isEmpty else { return nil }
                places[String(name.dropFirst().dropLast())] = part
            } else if name != part {
                return nil
            }
        }
        return places
    }

    private static func query(_ text: Substring, of route: LocalRoute) throws(Problem) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try PercentText.decoded(sides[0], plusIsBlank: true)
            guard route.parameters.contains(name) else { throw Problem(.badRequest, "a parameter is none of this resource") }
            guard sides.count == 2 else { throw Problem(.badRequest, "\(name) has no value") }
            let isFirst = values[name] == nil
            guard isFirst || name == "map" && values[name, default: []].count < repetitionLimit else {
                throw Problem(.badRequest, "\(name) stands too often")
            }
            values[name, default: []].append(try PercentText.decoded(sides[1], plusIsBlank: true))
        }
        return values
    }
}

/// Percent-encoded text of paths and queries.
enum PercentText {
    /// The text; in a query `+` stands for a blank, as forms write it.
    ///
    /// - Throws: ``Problem`` for an escape that is none, for bytes that are not UTF-8 and for control characters.
    static func decoded(_ text: Substring, plusIsBlank: Bool) throws(Problem) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw Problem(.badRequest, "a percent sign is followed by two hexadecimal digits")
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.badRequest, "the path or a parameter is not text in UTF-8")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
