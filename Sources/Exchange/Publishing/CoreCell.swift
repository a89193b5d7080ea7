internal import CanonicalCoding
internal import Indicators

/// The `core` cell of one row (docs/spec/merge.md), written straight into its canonical form.
struct CoreCell {
    /// What the row says, with the members that only this type of row has.
    enum Statement {
        case report(Report)
        case retract(why: String, since: CalendarDay?)
        case object(why: String, since: CalendarDay?)
        case outcome(act: String)
    }

    /// The members of a report.
    struct Report {
        var confidence: Int
        var first: CalendarDay
        var last: CalendarDay
        var until: CalendarDay?
        var scam: String
        var severity: Int?
        var basis: String?
        var subject: String?
        var length: ClosedRange<Int>?
    }

    /// The claim a row speaks about, when it is one claim and not the indicator as such.
    struct Target {
        var publisher: MemberID
        var bundleHex: String
    }

    var tag: MatchTag
    var pop: MatchTag
    var statement: Statement
    var target: Target?

    /// Appends the object with its members in the order of RFC 8785.
    func appendCanonical(to output: inout [UInt8]) {
        var object = ObjectWriter(output: &output)
        if case .outcome(let act) = statement { object.member("act", act, to: &output) }
        if case .report(let report) = statement { Self.append(report, to: &output, &object) }
        object.member("pop", pop.base64url, to: &output)
        appendTarget(to: &output, &object)
        if case .report(let report) = statement { Self.appendRest(report, to: &output, &object) }
        if let since = reason?.since { object.member("since", since.iso8601, to: &output) }
        if case .report(let report) = statement, let subject = report.subject { object.member("subject", subject, to: &output) }
        object.member("tag", tag.base64url, to: &output)
        object.member("type", typeName, to: &output)
        if case .report(let report) = statement, let until = report.until { object.member("until", until.iso8601, to: &output) }
        if let why = reason?.why { object.member("why", why, to: &output) }
        object.end(&output)
    }

    private static func append(_ report: Report, to output: inout [UInt8], _ object: inout ObjectWriter) {
        if let basis = report.basis { object.member("basis", basis, to: &output) }
        object.member("conf", report.confidence, to: &output)
        object.member("first", report.first.iso8601, to: &output)
        object.member("last", report.last.iso8601, to: &output)
        if let length = report.length {
            object.name("len", to: &output)
            output.append(UInt8(ascii: "["))
            CanonicalWriter.append(Int64(length.lowerBound), to: &output)
            output.append(UInt8(ascii: ","))
            CanonicalWriter.append(Int64(length.upperBound), to: &output)
            output.append(UInt8(ascii: "]"))
        }
    }

    private static func appendRest(_ report: Report, to output: inout [UInt8], _ object: inout ObjectWriter) {
        object.member("scam", report.scam, to: &output)
        if let severity = report.severity { object.member("sev", severity, to: &output) }
    }

    private func appendTarget(to output: inout [UInt8], _ object: inout ObjectWriter) {
        guard let target else { return }
        object.name("re", to: &output)
        var inner = ObjectWriter(output: &output)
        inner.member("bundle", target.bundleHex, to: &output)
        inner.member("pub", target.publisher.name, to: &output)
        inner.end(&output)
    }

    private var reason: (why: String, since: CalendarDay?)? {
        switch statement {
        case .retract(let why, let since), .object(let why, let since): (why, since)
        case .report, .outcome: nil
        }
    }

    private var typeName: String {
        switch statement {
        case .report: "report"
        case .retract: "retract"
        case .object: "object"
        case .outcome: "outcome"
        }
    }
}

/// Writes one object member by member; the caller keeps them in canonical order.
struct ObjectWriter {
    private var isFirst = true

    init(output: inout [UInt8]) { output.append(UInt8(ascii: "{")) }

    mutating func name(_ name: String, to output: inout [UInt8]) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        CanonicalWriter.append(name, to: &output)
        output.append(UInt8(ascii: ":"))
    }

    mutating func member(_ name: String, _ text: String, to output: inout [UInt8]) {
        self.name(name, to: &output)
        CanonicalWriter.append(text, to: &output)
    }

    mutating func member(_ name: String, _ number: Int, to output: inout [UInt8]) {
        self.name(name, to: &output)
        CanonicalWriter.append(Int64(number), to: &output)
    }

    func end(_ output: inout [UInt8]) { output.append(UInt8(ascii: "}")) }
}
