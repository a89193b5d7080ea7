/// A name with its labels, in the form in which both are written.
struct SeriesName: Sendable, Hashable, Comparable {
    let label: String
    /// `a="b",c="d"`, ascending by name.
    let labels: String

    init(_ label: String, _ dimensions: [(String, String)]) {
        self.label = Self.plain(label)
        labels = dimensions.map { "\(Self.plain($0.0))=\"\(Self.escaped($0.1))\"" }.sorted().joined(separator: ",")
    }

    static func < (left: Self, right: Self) -> Bool { (left.label, left.labels) < (right.label, right.labels) }

    /// The name with a suffix and one label more.
    func written(_ suffix: String = "", _ more: String = "") -> String {
        let all = labels.isEmpty || more.isEmpty ? labels + more : "\(labels),\(more)"
        return all.isEmpty ? label + suffix : "\(label)\(suffix){\(all)}"
    }

    /// Letters, digits and underscores, no digit first.
    private static func plain(_ text: String) -> String {
        let bytes = text.utf8.map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: byte
            default: 0x5F
            }
        }
        let isBare = bytes.first.map { !(0x30...0x39).contains($0) } ?? false
        return (isBare ? "" : "_") + String(decoding: bytes, as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
