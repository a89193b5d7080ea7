/// Looks for a victim's e-mail address or phone number inside a URL that is to be published.
public enum PersonalData {
    /// What is done with a URL that carries personal data.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// It is published as it is.
        case keep
        /// It is cut before the personal data.
        case cut
        /// It is not published.
        case refuse
    }

    /// What kind of personal data was found.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        case email
        case phone
    }

    /// Personal data and where they begin; the data themselves are not kept.
    public struct Finding: Sendable, Hashable {
        /// Whether it is an address or a number.
        public let subject: Subject
        /// Offset of the first byte that belongs to the data, encoded or not.
        public let offset: Int
    }

    /// Why a URL with personal data is not published.
    public enum Refusal: String, Sendable, Hashable {
        /// The mode is `refuse`.
        case personalData = "personal-data"
        /// Only the root of a protected host would be left.
        case onlyProtectedRootLeft = "only-protected-root-left"
    }

    /// What is to be published of a URL.
    public enum Outcome: Sendable, Hashable {
        /// No personal data were found; the URL stays.
        case clean
        /// Personal data were found and stay.
        case kept(Finding)
        /// The shorter canonical form; its row carries `ctx.cut`.
        case cut([UInt8], Finding)
        /// Nothing.
        case refused(Refusal, Finding)
    }

    /// The personal data that begin first in the path or query of a URL in canonical form.
    public static func firstFinding(inCanonical url: Span<UInt8>) -> Finding? {
        let host = URLForm.hostRange(ofCanonical: url)
        let finder = PersonalDataFinder(expectsPhones: !AccountHosts.contains(url.extracting(host)))
        return finder.first(in: url, from: host.upperBound)
    }

    /// Personal data behind the `#` of a URL as it came in, for reports: a canonical form has no fragment.
    public static func firstFinding(inFragmentOf url: Span<UInt8>) -> Finding? {
        for index in url.indices where url[index] == UInt8(ascii: "#") {
            return PersonalDataFinder(expectsPhones: true).first(in: url, from: index + 1)
        }
        return nil
    }

    /// Whether a free text holds an e-mail address, as it stands, percent-encoded or in base64.
    public static func holdsAddress(_ text: Span<UInt8>) -> Bool {
        PersonalDataFinder(expectsPhones: false).first(in: text, from: 0) != nil
    }

    /// Decides what is to be published of a URL in canonical form.
    ///
    /// A cut keeps what stands before the last `/`, `?` or `&` in front of the data, that slash included, and is repeated until
    /// nothing is found.
    ///
    /// - Parameter isProtected: whether a host in canonical form is on an allow-list in force.
    public static func outcome(
        ofPublishing url: Span<UInt8>, mode: Mode, isProtected: (Span<UInt8>) -> Bool
    ) -> Outcome {
        guard let finding = firstFinding(inCanonical: url) else { return .clean }
        switch mode {
        case .keep: return .kept(finding)
        case .refuse: return .refused(.personalData, finding)
        case .cut: break
        }
        var shorter = cutting(url, before: finding)
        while let more = firstFinding(inCanonical: shorter.span) { shorter = cutting(shorter.span, before: more) }
        let host = URLForm.hostRange(ofCanonical: url)
        if shorter.count == pathStart(of: url, behind: host) + 1, isProtected(url.extracting(host)) {
            return .refused(.onlyProtectedRootLeft, finding)
        }
        return .cut(shorter, finding)
    }

    /// What stands before the data, in canonical form again: a cut may leave an empty piece or a tracking parameter last.
    private static func cutting(_ url: Span<UInt8>, before finding: Finding) -> [UInt8] {
        let rest = url.extracting(..<cutLength(of: url, before: finding))
        var shorter: [UInt8] = []
        do throws(IndicatorError) {
            try URLForm.appendCanonical(of: rest, to: &shorter)
            return shorter
        } catch {
            return url.extracting(...pathStart(of: url, behind: URLForm.hostRange(ofCanonical: url))).copied
        }
    }

    private static func cutLength(of url: Span<UInt8>, before finding: Finding) -> Int {
        let root = pathStart(of: url, behind: URLForm.hostRange(ofCanonical: url))
        var index = finding.offset - 1
        while index > root {
            switch url[index] {
            case UInt8(ascii: "/"): return index + 1
            case UInt8(ascii: "?"), UInt8(ascii: "&"): return index
            default: index -= 1
            }
        }
        return root + 1
    }

    private static func pathStart(of url: Span<UInt8>, behind host: Range<Int>) -> Int {
        var index = host.upperBound
        while index < url.count, url[index] != UInt8(ascii: "/") { index += 1 }
        return index
    }
}
