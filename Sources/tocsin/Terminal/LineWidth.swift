/// Text for lines of a width.
enum LineWidth {
    /// Breaks a text at its blanks, and a word only where it alone is too long.
    ///
    /// - Parameter indent: how far every line but the first is set in.
    static func wrap(_ text: String, to width: Int, indent: Int) -> [String] {
        guard text.count > width, width > indent else { return [text] }
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            var rest = word
            if !line.isEmpty, line.count + 1 + rest.count > width, !line.allSatisfy({ $0 == " " }) {
                lines.append(line)
                line = margin
            } else if !line.isEmpty, line != margin {
                line += " "
            }
            while line.count + rest.count > width {
                let part = rest.prefix(width - line.count)
                rest = rest.dropFirst(part.count)
                lines.append(line + part)
                line = margin
            }
            line += rest
        }
        if line.contains(where: { $0 != " " }) { lines.append(line) }
        return lines
    }

    /// A text of at most so many characters, its last an ellipsis where something is left out.
    static func cut(_ text: String, to width: Int) -> String { text.count <= width ? text : text.prefix(width - 1) + "…" }

    /// A text with every digest in it cut to its first characters, which are enough to name it: 64 of hexadecimal, and what stands for
    /// a withheld value.
    static func shorteningDigests(_ text: String) -> String {
        guard text.utf8.count > digestLength else { return text }
        var output = ""
        var word = ""
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || character == "_" || character == "-" {
                word.append(character)
            } else {
                output += shortened(word, after: output)
                output.append(character)
                word = ""
            }
        }
        return output + shortened(word, after: output)
    }

    private static func shortened(_ word: String, after text: String) -> String {
        let isHex = word.utf8.count == 64 && word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        let isWithheld = word.utf8.count == 43 && text.hasSuffix("withheld:")
        return isHex || isWithheld ? String(word.prefix(digestLength)) : word
    }

    private static let digestLength = 12
}
