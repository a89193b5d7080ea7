import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import CryptoPrimitives

/// `tocsin legal`: the legal bases of agreements.
struct LegalVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "legal", abstract: "Look after the legal bases of agreements.",
        discussion: """
            EXAMPLE
              tocsin legal impact gdpr-6-1-f --on 2027-03-01
            """, subcommands: [LegalImpactVerb.self])
}

/// `tocsin legal impact`: which flows stop when a legal basis lapses.
struct LegalImpactVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impact", abstract: "Say which flows, rules and volumes lose their basis when a legal reference lapses.",
        discussion: """
            On the day on which the basis ends in any case, it names what stops from that day on. Volumes are the decisions of the \
            last 30 days that relied on it. Exit 1 when something stops.

            EXAMPLE
              tocsin legal impact gdpr-6-1-f --on 2027-03-01
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var grounds: GroundsOptions
    @Argument(help: "The reference of the basis, as agreements write it.") var reference: String
    @Option(name: .customLong("on"), help: "The day or moment of the lapse: 2027-03-01.") var day: String

    /// How far back volumes are counted.
    static let volumeDays: Int64 = 30

    func run() throws {
        guard let time = CalendarDay(iso8601: day).map(\.start) ?? Timestamp(rfc3339: day) else {
            throw Failure(.usage, "--on is no day", hint: "write it as 2027-03-01, or as 2027-03-01T00:00:00Z")
        }
        let node = try home.node(for: .reading)
        node.actor = try grounds.person()
        let held = try NodeAgreements(node).held.filter { !$0.isSuperseded(at: time) && time <= $0.agreement.end }
        let named = held.map(\.agreement).filter { $0.legal.contains { $0.ref == reference } }
        guard !named.isEmpty else {
            throw Failure(
                .inputRefused, "no agreement in force then has the legal basis \(reference)",
                hint: "see tocsin agreement show for the references")
        }
        let view = try AuditView(
            node, "impact", filter: ["on": .string(time.rfc3339), "ref": .string(reference)],
            grounds: grounds.grounds("legal impact"))
        let volume = try LegalVolume(node, relyingOn: reference, days: Self.volumeDays)
        let findings = named.map { LegalFinding(agreement: $0, lapsing: reference, at: time, volume) }
        if output.json {
            Terminal.say(json: [
                "agreements": .array(findings.map(\.json)), "on": .string(time.rfc3339), "ref": .string(reference),
                "tree": view.tree.json,
            ])
        } else {
            for finding in findings { finding.print() }
            Terminal.say(view.tree.sentence)
        }
        if findings.contains(where: \.stopsSomething) { throw ExitCode(FailureCode.clearNo.rawValue) }
    }
}

/// What one agreement loses.
private struct LegalFinding {
    let agreement: Agreement
    /// Nothing when the basis does not hold then in any case.
    let impact: LegalImpact?
    let volume: [(stage: String, count: LegalVolume.Count)]

    /// The day on which the basis ends by itself, or had ended or not begun before.
    let window: String?

    init(agreement: Agreement, lapsing ref: String, at time: Timestamp, _ volume: LegalVolume) {
        self.agreement = agreement
        impact = agreement.impact(ofLapsing: ref, at: time)
        let basis = agreement.legal.first { $0.ref == ref }
        window = basis.flatMap { basis in
            if time < basis.from { return "the basis does not hold then in any case: it begins at \(basis.from.rfc3339)" }
            if basis.until < time { return "the basis does not hold then in any case: it ended at \(basis.until.rfc3339)" }
            return basis.until == time ? "the basis ends then in any case" : nil
        }
        let own = volume.counts.filter { $0.key.agreement == agreement.digest.hex }
        self.volume = own.map { (stage: $0.key.stage, count: $0.value) }.sorted { $0.stage < $1.stage }
    }

    var stopsSomething: Bool { impact.map { !$0.isHarmless } ?? false }

    func print() {
        Terminal.say("\(agreement.id) version \(agreement.version)")
        if let window { Terminal.say("  \(window)") }
        guard let impact else { return }
        if impact.isHarmless { Terminal.say("  nothing stops: other bases serve") }
        for flow in impact.flows { Terminal.say("  stops: \(flow.from) to \(flow.to), \(flow.side.rawValue)") }
        for rule in impact.rules { Terminal.say("  rule without basis: \(rule)") }
        for (stage, count) in volume {
            Terminal.say(
                "  last \(LegalImpactVerb.volumeDays) days, \(stage): \(count.decisions.grouped) decisions, "
                    + "\(Int(count.rows).grouped) rows")
        }
    }

    var json: JSONValue {
        [
            "digest": .string(agreement.digest.hex),
            "flows": .array(
                (impact?.flows ?? []).map { flow in
                    ["from": .string(flow.from.name), "side": .string(flow.side.rawValue), "to": .string(flow.to.name)]
                }),
            "holds": .bool(impact != nil), "id": .string(agreement.id),
            "rules": .array((impact?.rules ?? []).map { .string($0) }), "version": .integer(agreement.version),
            "volume": .array(
                volume.map { entry in
                    [
                        "decisions": .integer(Int64(entry.count.decisions)), "rows": .integer(entry.count.rows),
                        "stage": .string(entry.stage),
                    ]
                }),
        ]
    }
}
