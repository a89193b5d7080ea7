internal import CanonicalCoding
internal import FeedReading

/// The columns beside `core` that a feed row fills, each written straight into its canonical form.
enum ReportColumns {
    /// Every column a publication can have, ascending by name as descriptors list them.
    static let names = ["alt", "core", "ctx", "impact", "note", "rel", "source", "value"]

    /// The circumstances: what the feed says, and whether a URL was cut.
    static func context(_ details: FeedDetails?, wasCut: Bool) -> [UInt8]? {
        var output: [UInt8] = []
        var object = ObjectWriter(output: &output)
        object.member("brand", ifPresent: details?.brand, to: &output)
        object.member("campaign", ifPresent: details?.campaign, to: &output)
        object.member("country", ifPresent: details?.country, to: &output)
        if wasCut {
            object.name("cut", to: &output)
            output.append(contentsOf: "true".utf8)
        }
        if let labels = details?.labels, !labels.isEmpty {
            object.name("labels", to: &output)
            JSONValue.array(labels.map { .string($0) }).appendCanonical(to: &output)
        }
        object.member("language", ifPresent: details?.language, to: &output)
        object.member("platform", ifPresent: details?.platform, to: &output)
        object.end(&output)
        return output.count > emptyObjectByteCount ? output : nil
    }

    /// The damage: amount in minor units of the currency, number of victims.
    static func impact(_ impact: FeedImpact?) -> [UInt8]? {
        guard let impact else { return nil }
        var output: [UInt8] = []
        var object = ObjectWriter(output: &output)
        if let amount = impact.minorUnits { object.member("amount", Int(amount), to: &output) }
        object.member("currency", ifPresent: impact.currency, to: &output)
        if let victims = impact.victims { object.member("victims", victims, to: &output) }
        object.end(&output)
        return output.count > emptyObjectByteCount ? output : nil
    }

    /// A text cell.
    static func text(_ text: String?) -> [UInt8]? {
        guard let text, !text.isEmpty else { return nil }
        var output: [UInt8] = []
        CanonicalWriter.append(text, to: &output)
        return output
    }

    private static let emptyObjectByteCount = 2
}

extension ObjectWriter {
    mutating func member(_ name: String, ifPresent text: String?, to output: inout [UInt8]) {
        if let text, !text.isEmpty { member(name, text, to: &output) }
    }
}
