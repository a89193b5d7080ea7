import Agreements
import CanonicalCoding
import Exchange
import FeedReading
internal import Indicators
import LedgerFiles
internal import MergeEngine
internal import NodeStore
import SignedBundles

/// The round of three members, told with figures.
struct DemoStory {
    private let directory: String
    let time: Timestamp
    private let group: GroupID
    let platform: DemoMember
    let vendor: DemoMember
    let police: DemoMember
    /// Whether the story goes beside a document of JSON.
    private let isAside: Bool
    /// Whether the nodes go on when the story is told.
    private let leavesNodes: Bool
    var figures = DemoFigures()
    private var nodes: DemoNodes?

    /// From the first publication to the retraction.
    static let lengthSeconds: Int64 = 60

    var members: [DemoMember] { [platform, vendor, police] }

    init(in directory: String, at time: Timestamp, isAside: Bool, leavesNodes: Bool) throws {
        self.isAside = isAside
        self.leavesNodes = leavesNodes
        self.directory = directory
        self.time = time
        group = try GroupOption.parse("task-force")
        platform = try DemoMember("org.platform", "platform", feeds: [("platform.csv", SampleFeeds.platform)], in: directory)
        vendor = try DemoMember(
            "org.vendor", "vendor", feeds: [("vendor.jsonl", SampleFeeds.vendor), ("vendor-hosts.txt", SampleFeeds.vendorHosts)],
            in: directory)
        police = try DemoMember(
            "org.police", "law-enforcement", feeds: [("police.csv", SampleFeeds.police)], region: "GB", in: directory)
    }

    /// - Returns: the figures.
    mutating func tell() async throws -> JSONValue {
        let started = ContinuousClock.now
        try prepare()
        try await publish()
        try await exchange(
            "3. Each node cuts its bundle down for the others, seals it and hands it over; they confirm with signed receipts.")
        try await lookUp("4. What each now knows, and how sure", of: Self.questions)
        try await match()
        try await retract()
        try replay()
        try agree()
        end(ContinuousClock.now - started)
        return figures.json(directory, group, members)
    }

    func say(_ line: String = "") {
        if isAside { Terminal.note(line) } else { Terminal.say(line) }
    }

    private func tell(_ table: Table) {
        if isAside { table.note() } else { table.print() }
    }

    private mutating func prepare() throws {
        _ = try Lab(
            at: directory, members: members.map { Lab.Member(id: $0.id, role: $0.role) }, group: group,
            protectedList: Array(Self.protectedList.utf8), evaluators: members.map(\.id), time: time)
        for member in members {
            try member.writeFeeds()
            try member.keepValuesOfGuessableKinds()
        }
        heading("1. Three members, each with its own home, keys, store and node, one registry, one epoch.")
        nodes = try DemoNodes(of: members)
        for (member, node) in zip(members, nodes?.running ?? []) {
            say("   \(member.id.name.padded(14)) \(member.role.padded(16)) https://127.0.0.1:\(node.port)  \(member.home)")
        }
        say(
            "   Each holds one of three shares of the epoch's key. Phones, e-mails and accounts are blinded by any two of them, and"
        )
        say("   their values stay where they are: the group exchanges tags that nobody can test guesses against uncounted.")
    }

    private mutating func publish() async throws {
        heading("2. Each publishes its feed as one signed bundle. Every row ends as accepted, duplicate or refused.")
        var table = Table("   member", "rows", "accepted", "duplicate", "refused", "cut", "most frequent reason")
        for member in members {
            let summary = try await member.publish(to: group, at: time)
            guard summary.read == summary.accepted + summary.duplicate + summary.refused else {
                throw Failure(.internalError, "a row of \(member.id.name) got lost", hint: "report it with the sample feeds")
            }
            figures.published.append((member, summary))
            let reason = summary.refusals.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "-"
            table.add(
                "   \(member.id.name)", summary.read.grouped, summary.accepted.grouped, summary.duplicate.grouped,
                summary.refused.grouped, summary.cut.grouped, reason)
        }
        tell(table)
        say("   `cut`: URLs that carried a victim's e-mail address or number; what followed was cut off before signing.")
    }

    /// Waits until every member has confirmed everything, and shows what it confirmed last.
    private func exchange(_ title: String) async throws {
        heading(title)
        let started = ContinuousClock.now
        try await DemoConfirmation.all(among: members)
        var table = Table("   from", "to", "rows", "new", "updated", "retracted", "stream bytes")
        for sender in members {
            for receiver in members where receiver.id != sender.id {
                guard let receipt = try sender.newestReceipt(from: receiver.id) else { continue }
                table.add(
                    "   \(sender.id.name)", receiver.id.name, receipt.rows.grouped, receipt.new.grouped, receipt.updated.grouped,
                    receipt.retracted.grouped, receipt.streamByteCount.grouped)
            }
        }
        tell(table)
        say("   Confirmed by everybody \(DemoStory.tenths(ContinuousClock.now - started)) seconds after it was published.")
    }

    static func tenths(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func lookUp(_ title: String, of questions: [String]) async throws {
        heading(title)
        var table = Table("   value", "at", "status", "score", "tier", "owners")
        for question in questions {
            for member in members {
                let answer = try await member.ask(question, at: time)
                table.add(
                    "   \(question)", member.id.name, answer.state.status.rawValue, String(answer.state.score.value),
                    answer.state.tier.rawValue, String(answer.state.owners.count))
            }
        }
        tell(table)
    }

    private mutating func retract() async throws {
        let values = SampleFeeds.policeRetractions.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        let summary = try await police.retract(values, from: group, at: time.adding(seconds: Self.lengthSeconds))
        figures.retracted = summary.accepted
        say()
        try await exchange("6. The police found \(summary.accepted) of its reports to be wrong and takes them back.")
        try await lookUp("7. The retraction wins everywhere", of: Array(values.prefix(1)))
    }

    /// A relay that still has the old file hands it over again: nothing comes back to life.
    private func replay() throws {
        heading("8. Somebody hands the old bundle over once more: already known, nothing is revived.")
        let old = try police.handOver(to: platform, number: 1, at: time)
        let receipt = try platform.take(old.path, at: time)
        say("   new claims: \(receipt.count(.new)), repetition: \(receipt.isRepetition ? "yes" : "no")")
    }

    /// Nodes entitled to different cells differ by right; entitled to the same, they agree to the last bit.
    private mutating func agree() throws {
        heading(
            "9. State digests. The police may see notes and damage of all kinds; the others may not, so digests differ by right.")
        try printDigests()
        for member in members { try member.widenProfile(Self.everything) }
        say()
        say("   The task force decides to share every column. A second redaction of each bundle adds the missing cells:")
        for receiver in members {
            for sender in members where sender.id != receiver.id {
                for number in try sender.published() {
                    _ = try receiver.take(sender.handOver(to: receiver, number: number, at: time).path, at: time)
                }
            }
        }
        let digests = try printDigests()
        guard Set(digests).count == 1 else {
            throw Failure(.internalError, "three nodes with the same cells disagree", hint: "report it with the homes")
        }
        figures.digest = digests[0]
        say("   All three hold the same state.")
    }

    @discardableResult
    private func printDigests() throws -> [String] {
        try members.map { member in
            let digest = try member.digest(at: time)
            let indicators = digest.summary.indicators.values.reduce(0) { $0 + Int($1) }
            let corroborated = digest.summary.corroborated.values.reduce(0) { $0 + Int($1) }
            say(
                "   \(member.id.name.padded(14)) \(digest.digestHex.prefix(24))…  \(Int(digest.summary.claims).grouped) claims, "
                    + "\(indicators.grouped) indicators, \(corroborated.grouped) seen by two or more")
            return digest.digestHex
        }
    }

    private func end(_ duration: Duration) {
        say()
        say("Done in \(Self.tenths(duration)) seconds. \(leavesNodes ? "Three nodes go on" : "The three nodes stop now").")
        if leavesNodes { listNodes() }
        say("Try next:")
        say("   \(Self.program) status --home \(platform.home)")
        say("   \(Self.program) explain --home \(police.home) \(Self.questions[0])")
        say("   \(Self.program) history --home \(vendor.home) \(Self.questions[0])")
        say("   \(Self.program) export --home \(platform.home) --format csv | head")
    }

    private func listNodes() {
        for node in nodes?.running ?? [] {
            say(
                "   \(node.member.name.padded(14)) https://127.0.0.1:\(node.port)  http://127.0.0.1:\(node.localPort)  process \(node.process)"
            )
        }
        say("They stop with:")
        say("   \(Self.program) demo --dir \(directory) --stop")
    }

    /// The program as it was called, so that the lines can be typed as they stand: it need not be on the path.
    private static var program: String { CommandLine.arguments.first ?? "tocsin" }

    func heading(_ text: String) {
        say()
        say(isAside ? text : Terminal.bold(text))
    }

    /// Values of the samples that two or more members report, one that one reports, one that is protected.
    static let questions = ["+12125550100", "bank.example"]
    private static let protectedList = "domain\tbank.example\nhost\tbank.example\nhost\twww.bank.example\n"

    /// A profile that shows every column to every member of the group.
    private static let everything = """
        {"v":1,"type":"tocsin-disclosure","rules":[{"id":"everything","stages":["send","export"],"roles":["*"],"kinds":["*"],
        "max_tlp":"RED","columns":["alt","core","ctx","impact","locked","note","rel","source","value"]}]}
        """
}
