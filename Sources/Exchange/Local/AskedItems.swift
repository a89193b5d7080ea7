internal import CanonicalCoding
internal import FeedReading
internal import Indicators
internal import NodeAPI

/// The values that a body names: `items`, each an object with `value`, `kind` and `region`.
struct AskedItems {
    struct Item {
        let value: String
        let kindName: String
        let kind: FeedKind
        let region: RegionCode?
    }

    let all: [Item]

    /// A body names at most so many.
    static let limit = 1_000
    /// A value has at most so many characters (Unicode scalars, as JSON Schema counts them).
    static let valueLimit = 4_096

    init(_ object: JSONObject) throws(Problem) {
        guard let items = object["items"]?.array, !items.isEmpty else {
            throw Problem(.badRequest, "items is a list of values, and not empty")
        }
        guard items.count <= Self.limit else { throw Problem(.tooLarge, "items has more than \(Self.limit) values") }
        var all: [Item] = []
        for (place, value) in items.enumerated() {
            guard let item = value.object else { throw Problem(.badRequest, "item \(place) is no object") }
            all.append(try Self.item(item, place))
        }
        self.all = all
    }

    private static func item(_ item: JSONObject, _ place: Int) throws(Problem) -> Item {
        let texts = item.members.compactMap(\.value.string).count
        guard texts == item.count, item.keys.allSatisfy(["value", "kind", "region"].contains), let value = item["value"]?.string
        else { throw Problem(.badRequest, "item \(place) has a value and may have a kind and a region, all of them texts") }
        guard value.unicodeScalars.count <= valueLimit else {
            throw Problem(.tooLarge, "the value of item \(place) has more than \(valueLimit) characters")
        }
        let name = item["kind"]?.string ?? "auto"
        return Item(
            value: value, kindName: name, kind: try RequestTerms.kind(name),
            region: try RequestTerms.region(item["region"]?.string))
    }

    /// The kinds of all that are indicators, each as it will be asked about.
    func kinds(region: RegionCode?) -> [IndicatorKind] {
        all.compactMap { item in
            guard let kind = try? item.kind.kind(of: item.value) ?? nil else {
                return try? NamedIndicator(item.value, kind: nil, region: item.region ?? region).kind
            }
            return kind
        }
    }
}
