internal import CanonicalCoding

/// Where the parts of a draft stand, for people who look for them: the text is JSON, or was until the fault.
struct DraftPlaces {
    private let text: [UInt8]

    /// - Parameter text: the draft without its comments, of which the line feeds remain.
    init(_ text: [UInt8]) { self.text = text }

    /// Line and column of an offset; columns count characters.
    func position(of offset: Int) -> AgreementError.Position {
        let before = text.prefix(offset)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return AgreementError.Position(
            line: line, column: String(decoding: text[start..<before.endIndex], as: UTF8.self).count + 1)
    }

    /// The offset of a member such as `rules[2].when.tlp_max`; of one that is missing, that of what it should stand in.
    func offset(of place: String) -> Int {
        var (found, value) = (skipBlanks(from: 0), skipBlanks(from: 0))
        for step in place.split(whereSeparator: { $0 == "." || $0 == "[" }) {
            if step.last == "]", let index = Int(step.dropLast()) {
                let elements = elements(at: value)
                guard elements.indices.contains(index) else { return found }
                (found, value) = (elements[index], elements[index])
            } else {
                guard let member = members(at: value).last(where: { $0.name == step }) else { return found }
                (found, value) = (member.place, member.value)
            }
        }
        return found
    }

    /// The first name that stands a second time in the object at an offset.
    func secondName(inObjectAt offset: Int) -> Member? {
        var names: Set<[UInt8]> = []
        return members(at: offset).first { !names.insert(Array($0.name.utf8)).inserted }
    }

    /// A member of an object, the offsets of its name and of its value.
    struct Member {
        let name: String
        let place: Int
        let value: Int
    }

    private func members(at offset: Int) -> [Member] {
        var members: [Member] = []
        forEachPart(at: offset, UInt8(ascii: "{")) { place in
            let end = endOfValue(at: place)
            let value = skipBlanks(from: skipBlanks(from: end) + 1)
            let name = (try? StrictJSON.parse(Array(text[place..<end])))?.string ?? ""
            members.append(Member(name: name, place: place, value: value))
            return endOfValue(at: value)
        }
        return members
    }

    private func elements(at offset: Int) -> [Int] {
        var elements: [Int] = []
        forEachPart(at: offset, UInt8(ascii: "[")) { place in
            elements.append(place)
            return endOfValue(at: place)
        }
        return elements
    }

    /// Goes from part to part of a container that begins with a bracket; each says where it ends.
    private func forEachPart(at offset: Int, _ bracket: UInt8, _ body: (Int) -> Int) {
        guard offset < text.count, text[offset] == bracket else { return }
        var at = skipBlanks(from: offset + 1)
        while at < text.count, text[at] != UInt8(ascii: "}"), text[at] != UInt8(ascii: "]") {
            let end = skipBlanks(from: max(at + 1, body(at)))
            guard end < text.count, text[end] == UInt8(ascii: ",") else { return }
            at = skipBlanks(from: end + 1)
        }
    }

    /// The offset behind a value.
    private func endOfValue(at offset: Int) -> Int {
        var at = offset
        var depth = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\""): at = endOfString(at: at) - 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return at }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return at
            case UInt8(ascii: ":") where depth == 0: return at
            default: break
            }
            at += 1
            if depth == 0, text[at - 1] == UInt8(ascii: "\"") || Self.closes(text[at - 1]) { return at }
        }
        return text.count
    }

    private static func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }

    private func endOfString(at quote: Int) -> Int {
        var at = quote + 1
        while at < text.count, text[at] != UInt8(ascii: "\"") { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(at + 1, text.count)
    }

    private func skipBlanks(from offset: Int) -> Int {
        var at = min(offset, text.count)
        while at < text.count, [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")].contains(text[at])
        {
            at += 1
        }
        return at
    }
}
