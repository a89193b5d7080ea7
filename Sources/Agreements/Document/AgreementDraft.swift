/// The one liberty of drafts beyond strict JSON: lines of comment.
public enum AgreementDraft {
    /// Takes out every line whose first two characters, blanks apart, are `//`; its line feed stays, so that places in
    /// errors stay those of the draft.
    public static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: lineFeed, omittingEmptySubsequences: false)
        return Array(lines.map { isComment($0) ? [] : $0 }.joined(separator: [lineFeed]))
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.starts(with: Array("//".utf8))
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
