internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import LedgerFiles
internal import NodeAPI

/// What a request says, by name: the parameters of its query, or the members of its JSON body.
struct RequestTerms {
    private let texts: [String: String]

    /// The parameters of a query.
    init(queryOf request: LocalRequest) { texts = request.query.compactMapValues(\.first) }

    /// The members of a body that are texts; `items` stands beside them.
    init(_ object: JSONObject, texts names: Set<String>) throws(Problem) {
        var texts: [String: String] = [:]
        for member in object.members where member.key != "items" {
            guard names.contains(member.key) else {
                // What the caller wrote is not repeated: it may be a value in the wrong place.
                let known = names.union(["items"]).sorted().joined(separator: ", ")
                throw Problem(.badRequest, "the body has a member that is none of this resource; known here: \(known)")
            }
            if member.key == Self.emergency, let isDeclared = member.value.bool {
                texts[member.key] = isDeclared ? "true" : "false"
                continue
            }
            guard member.key != Self.emergency else { throw Problem(.badRequest, "emergency is true or false") }
            guard let text = member.value.string else { throw Problem(.badRequest, "\(member.key) is no text") }
            texts[member.key] = text
        }
        self.texts = texts
    }

    /// Whatever the script, so many characters fit into an entry.
    private static func isJustification(_ text: String) -> Bool {
        (1...QueryGrounds.limitBytes / 4).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    subscript(name: String) -> String? { texts[name] }

    func required(_ name: String) throws(Problem) -> String {
        guard let text = texts[name] else { throw Problem(.badRequest, "\(name) is missing") }
        return text
    }

    /// Why somebody asks.
    func grounds(of act: String, usually purpose: String = "scam.prevention") throws(Problem) -> QueryGrounds {
        let (words, reference) = (texts["justification"], texts["case"] ?? "")
        let purpose = texts["purpose"] ?? purpose
        let isEmergency = try isEmergency()
        guard words != nil || !isEmergency else { throw Problem(.unprocessable, "an emergency needs a justification") }
        guard purpose.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), reference.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            words.map(Self.isJustification) ?? true,
            let grounds = QueryGrounds(
                purpose: purpose, justification: words, of: act, caseReference: reference, isEmergency: isEmergency)
        else { throw Problem(.badRequest, "purpose, justification or case is empty, too long or no plain text") }
        return grounds
    }

    private static let emergency = "emergency"

    /// Whether an emergency is declared, for rules that ask for one.
    private func isEmergency() throws(Problem) -> Bool {
        switch texts[Self.emergency] {
        case nil, "false": return false
        case "true": return true
        default: throw Problem(.badRequest, "emergency is true or false")
        }
    }

    func region() throws(Problem) -> RegionCode? { try Self.region(texts["region"]) }

    static func region(_ text: String?) throws(Problem) -> RegionCode? {
        guard let text else { return nil }
        guard let region = RegionCode(text) else { throw Problem(.badRequest, "region is two capital letters, such as GB") }
        return region
    }

    static func kind(_ text: String) throws(Problem) -> FeedKind {
        do { return try FeedKind(parsing: text) } catch {
            throw Problem(.badRequest, "kind is the name of a kind, wallet or auto")
        }
    }

    func group() throws(Problem) -> GroupID {
        guard let group = GroupID(try required("group")) else { throw Problem(.badRequest, "group is no name of a group") }
        return group
    }

    /// A whole number in its one decimal form.
    func number(_ name: String, in range: ClosedRange<Int64>, usually usual: Int64) throws(Problem) -> Int64 {
        guard let text = texts[name] else { return usual }
        guard let number = Int64(text), String(number) == text, range.contains(number) else {
            throw Problem(.badRequest, "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A time, or a day.
    func time(_ name: String, endOfDay: Bool) throws(Problem) -> Timestamp? {
        guard let text = texts[name] else { return nil }
        guard let time = AuditFilter.time(text, endOfDay: endOfDay) else {
            throw Problem(.badRequest, "\(name) is a day such as 2026-12-01, or a time such as 2026-12-01T00:00:00Z")
        }
        return time
    }

    func day(_ name: String) throws(Problem) -> CalendarDay? {
        guard let text = texts[name] else { return nil }
        guard let day = CalendarDay(iso8601: text) else { throw Problem(.badRequest, "\(name) is a day such as 2026-11-01") }
        return day
    }

    /// A word of a filter.
    func word(_ name: String) throws(Problem) -> String? {
        guard let text = texts[name] else { return nil }
        guard AuditFilter.isWord(text) else {
            throw Problem(.badRequest, "\(name) is 1 to \(AuditFilter.longestWordBytes) characters of ASCII without blanks")
        }
        return text
    }

    func marking() throws(Problem) -> Marking {
        guard let marking = Marking(texts["tlp"] ?? "AMBER") else {
            throw Problem(.badRequest, "tlp is CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
        }
        return marking
    }
}

extension LocalRequest {
    /// The body as a JSON object.
    ///
    /// - Throws: `Problem`, `FileError`.
    func object() throws -> JSONObject {
        let bytes: [UInt8]
        switch body {
        case .bytes(let held): bytes = held
        case .file(let path, _, _): bytes = try FileReader.contents(of: path, limitBytes: route.requestBytes)
        case .joined: throw Problem(.badRequest)
        }
        let value: JSONValue
        do { value = try StrictJSON.parse(bytes) } catch JSONError.limit(.stringLength, _) {
            throw Problem(.tooLarge, "a text of the body is too long")
        } catch {
            throw Problem(.badRequest, "the body is no JSON of the strict form")
        }
        guard let object = value.object else { throw Problem(.badRequest, "the body is no JSON object") }
        return object
    }
}
