import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin registry make`: version 1.
struct MakeRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Draft the first version of a registry, to be signed by the officers.",
        discussion: """
            EXAMPLE
              tocsin registry make --root a.pub.json --root b.pub.json --threshold 2 \\
                --card alpha.json --card beta.json --group task-force=org.alpha,org.beta \\
                --epoch epoch.json --out registry.json
            """)

    @Option(name: .long, help: "The public half of an officer's key; repeat.", completion: .file()) var root: [String]
    @Option(name: .long, help: "How many officers must sign.") var threshold: Int = 2
    @Option(name: .long, help: "A member card; repeat.", completion: .file()) var card: [String]
    @Option(name: .long, help: "A group and its members: name=org.a,org.b; repeat.") var group: [String]
    @Option(name: .long, help: "An epoch document; repeat.", completion: .file()) var epoch: [String] = []
    @Option(name: .long, help: "A list of protected indicators, kind TAB value; repeat.", completion: .file()) var protect:
        [String] = []
    @Option(name: .long, help: "For how many days it is valid, at most 30.") var days: Int64 = 30
    @Option(name: .long, help: "Where the draft goes.", completion: .file()) var out: String
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out, reading: root + card + epoch + protect)
        let time = try clock.time()
        let keys = try root.flatMap(DocumentFiles.rootKeys)
        let document = RegistryDocument(
            issued: time, expires: time.adding(days: days), root: RootKeys(threshold: threshold, keys: keys),
            members: try card.map { try DocumentFiles.card($0).entry.withStandardQuota }.sorted { $0.id < $1.id },
            groups: try group.map(GroupEntryOption.parse).sorted { $0.id < $1.id },
            epochs: try epoch.map { path in
                let document = try DocumentFiles.epoch(path)
                return EpochEntry(epoch: document.epoch, digest: document.digest)
            },
            protectedLists: try protect.map(ProtectedListFile.digest))
        try DocumentFiles.write(document.draft(), to: place)
        guard !output.json else {
            Terminal.say(json: RegistryDraftReport.json(document, at: place))
            return
        }
        Terminal.say("registry version 1, \(document.members.count) members, to be signed by \(threshold) officers")
        Terminal.say("root digest  \(document.root.digest.hex)")
    }
}

/// `tocsin registry next`: the version after the one in a file.
struct NextRegistryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Draft the next version of a registry: members, keys, groups, epochs, resets, root.",
        discussion: """
            EXAMPLES
              tocsin registry next registry.json --card gamma.json \\
                --group task-force=org.alpha,org.beta,org.gamma --out next.json
              tocsin registry next registry.json --quota org.beta=90000,5000 --out next.json
              tocsin registry next registry.json --compromised org.beta/0123456789abcdef \\
                --since 2026-11-20T12:00:00Z --out next.json
            """)

    @Argument(help: "The version in force.", completion: .file()) var file: String
    @Option(name: .long, help: "A new member's card, or a member's card with new keys; repeat.", completion: .file()) var card:
        [String] = []
    @Option(name: .long, help: "A member to take out; repeat.") var remove: [String] = []
    @Option(name: .long, help: "A group and its members: name=org.a,org.b; repeat.") var group: [String] = []
    @Option(
        name: .long,
        help: "How many values a member may have evaluated, at the start of an epoch and a day: org.a=2000000,50000; repeat.")
    var quota: [String] = []
    @Option(name: .long, help: "A key that is no longer used: member/kid; repeat.") var retire: [String] = []
    @Option(name: .long, help: "A key in wrong hands: member/kid, with --since; repeat.") var compromised: [String] = []
    @Option(name: .long, help: "Since when: 2026-11-20T12:00:00Z.") var since: String?
    @Option(name: .long, help: "An epoch document; repeat.", completion: .file()) var epoch: [String] = []
    @Option(name: .long, help: "A list of protected indicators; repeat.", completion: .file()) var protect: [String] = []
    @Option(name: .long, help: "A chain's new head: publisher,group,seq,digest; repeat.") var reset: [String] = []
    @Option(name: .long, help: "The public half of a new officer's key; repeat, with --threshold.", completion: .file())
    var newRoot: [String] = []
    @Option(name: .long, help: "How many of the new officers must sign.") var threshold: Int?
    @Option(name: .long, help: "Where the draft goes.", completion: .file()) var out: String
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let place = try OutputPlace.named(out, reading: [file] + card + epoch + protect + newRoot)
        let before = try DocumentFiles.registry(file)
        var editing = RegistryEditing(after: before, issued: try clock.time())
        for path in card { editing.add(try DocumentFiles.card(path)) }
        for name in remove { editing.remove(try MemberOption.parse(name)) }
        for text in group {
            let entry = try GroupEntryOption.parse(text)
            editing.setGroup(entry.id, members: entry.members)
        }
        for text in quota { try QuotaOption.set(text, in: &editing) }
        try revoke(&editing)
        for path in epoch { editing.list(try DocumentFiles.epoch(path)) }
        for path in protect { editing.protect(try ProtectedListFile.digest(path)) }
        for text in reset { editing.reset(try ChainResetOption.parse(text)) }
        try rotateRoot(&editing)
        try DocumentFiles.write(editing.document.draft(), to: place)
        for line in RegistryLint.peppersLeft(from: before, to: editing.document) { Terminal.note("warning: \(line)") }
        guard !output.json else {
            Terminal.say(json: RegistryDraftReport.json(editing.document, at: place))
            return
        }
        Terminal.say("registry version \(editing.document.version), \(editing.document.members.count) members")
    }

    private func revoke(_ editing: inout RegistryEditing) throws {
        let moment = since.flatMap { Timestamp(rfc3339: $0) }
        guard compromised.isEmpty || moment != nil else {
            throw Failure(.usage, "--compromised needs --since", hint: "write it as 2026-11-20T12:00:00Z")
        }
        for keyID in retire + compromised {
            guard editing.revoke(keyID, compromisedSince: compromised.contains(keyID) ? moment : nil) else {
                throw Failure(.inputRefused, "no member has the key \(keyID)", hint: "see tocsin registry show")
            }
        }
    }

    private func rotateRoot(_ editing: inout RegistryEditing) throws {
        guard !newRoot.isEmpty else { return }
        let keys = try newRoot.flatMap(DocumentFiles.rootKeys)
        editing.rotateRoot(to: RootKeys(threshold: threshold ?? keys.count, keys: keys))
    }
}

/// What was drafted, for programs.
enum RegistryDraftReport {
    static func json(_ document: RegistryDocument, at place: OutputPlace) -> JSONValue {
        [
            "file": .string(place.path), "members": .integer(Int64(document.members.count)),
            "root": .string(document.root.digest.hex), "threshold": .integer(Int64(document.root.threshold)),
            "version": .integer(Int64(document.version)),
        ]
    }
}

/// A list of protected indicators on disk.
enum ProtectedListFile {
    static func read(_ path: String) throws -> [UInt8] {
        try FileReader.contents(of: path, limitBytes: ProtectedIndicators.limitBytes)
    }

    static func digest(_ path: String) throws -> Digest256 { SHA256.hash(try read(path)) }
}

/// `name=org.a,org.b`
enum GroupEntryOption {
    static func parse(_ text: String) throws -> GroupEntry {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw Failure(.usage, "--group does not name a group and its members", hint: "write it as task-force=org.a,org.b")
        }
        let members = try parts[1].split(separator: ",").map { try MemberOption.parse(String($0)) }
        return GroupEntry(id: try GroupOption.parse(parts[0]), members: members)
    }
}

/// `org.a=2000000,50000`
enum QuotaOption {
    static func set(_ text: String, in editing: inout RegistryEditing) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let numbers = parts.last.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Int64($0) } } ?? []
        guard parts.count == 2, numbers.count == 2, let start = numbers[0], let day = numbers[1],
            let quota = EvaluationQuota(checking: start, day: day)
        else {
            throw Failure(
                .usage, "--quota does not name a member and two numbers",
                hint: "write it as org.a=2000000,50000: at the start of an epoch, and a day")
        }
        let member = try MemberOption.parse(parts[0])
        guard editing.setQuota(quota, of: member) else {
            throw Failure(.inputRefused, "--quota names \(member.name), which is no member", hint: "see tocsin registry show")
        }
    }
}

/// `publisher,group,seq,digest`
enum ChainResetOption {
    static func parse(_ text: String) throws -> ChainReset {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let sequence = Int64(parts[2]), sequence >= 1, let digest = Digest256(hex: parts[3]) else {
            throw Failure(.usage, "--reset does not name a chain's head", hint: "write it as publisher,group,seq,digest")
        }
        return ChainReset(
            publisher: try MemberOption.parse(parts[0]), audience: try GroupOption.parse(parts[1]), sequence: sequence,
            digest: digest)
    }
}
