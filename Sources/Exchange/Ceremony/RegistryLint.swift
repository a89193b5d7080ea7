public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
public import MemberRegistry

/// What people should see before they sign: oddities of one registry, changes between two.
public enum RegistryLint {
    /// Questions a careful officer would ask, a line each.
    public static func findings(in document: RegistryDocument, at time: Timestamp) -> [String] {
        var findings: [String] = []
        if document.expires <= time { findings.append("expired at \(document.expires.rfc3339)") }
        if document.root.threshold < 2 { findings.append("one officer alone can change everything: root threshold 1") }
        if document.policy.isLab { findings.append("marked as a lab: all keys were made in one place") }
        if document.policy.isExample || ExampleKeys.areListed(in: document) { findings.append("holds published example keys") }
        if document.epochs.isEmpty { findings.append("lists no epoch: nobody can publish") }
        for member in document.members { findings += questions(about: member, at: time) }
        let grouped = Set(document.groups.flatMap(\.members))
        for member in document.members where !grouped.contains(member.id) { findings.append("\(member.id.name) is in no group") }
        for group in document.groups where group.members.count < 2 {
            findings.append("group \(group.id.name) has fewer than two members")
        }
        return findings
    }

    private static func questions(about member: MemberEntry, at time: Timestamp) -> [String] {
        var questions: [String] = []
        for use in [KeyUse.sign, .seal, .tls] {
            let live = member.keys.filter { $0.use == use && $0.status == .active && $0.notBefore <= time && time < $0.notAfter }
            // Not every member runs a server.
            if live.isEmpty, use != .tls { questions.append("\(member.id.name) has no key in force for \(use.rawValue)") }
            if !live.isEmpty, live.allSatisfy({ $0.notAfter < time.adding(days: overlapDays) }) {
                questions.append("\(member.id.name): the last key for \(use.rawValue) ends within \(overlapDays) days")
            }
        }
        if member.roles.isEmpty { questions.append("\(member.id.name) has no role") }
        return questions
    }

    /// Changes in the order members, keys, groups, epochs, lists, resets, root.
    public static func changes(from old: RegistryDocument, to new: RegistryDocument) -> [String] {
        var changes = difference(Set(old.members.map(\.id.name)), Set(new.members.map(\.id.name)), "member")
        changes += entryChanges(from: old, to: new)
        changes += difference(keyLines(old), keyLines(new), "key")
        changes += revived(from: old, to: new)
        changes += difference(groupLines(old), groupLines(new), "group")
        changes += difference(
            Set(old.epochs.map { "\($0.epoch) \($0.digest.hex)" }), Set(new.epochs.map { "\($0.epoch) \($0.digest.hex)" }),
            "epoch")
        changes += difference(Set(old.protectedLists.map(\.hex)), Set(new.protectedLists.map(\.hex)), "protected list")
        changes += difference(resetLines(old), resetLines(new), "reset")
        if old.root != new.root { changes.append("root: \(old.root.digest.hex) becomes \(new.root.digest.hex)") }
        return changes + peppersLeft(from: old, to: new).map { "! \($0)" }
    }

    /// Members that leave with the pepper of an epoch which goes on: an expulsion has to list a new one in the same version.
    public static func peppersLeft(from old: RegistryDocument, to new: RegistryDocument) -> [String] {
        let known = old.epochs.map(\.epoch).max()
        let hasNewEpoch = new.epochs.contains { $0.epoch > known ?? EpochNumber(0) }
        guard let known, !hasNewEpoch else { return [] }
        let left = Set(old.members.map(\.id)).subtracting(new.members.map(\.id)).sorted()
        return left.map { "\($0.name) leaves and keeps the pepper of epoch \(known): after an expulsion list a new epoch" }
    }

    private static func difference(_ old: Set<String>, _ new: Set<String>, _ what: String) -> [String] {
        old.subtracting(new).sorted().map { "- \(what) \($0)" } + new.subtracting(old).sorted().map { "+ \(what) \($0)" }
    }

    /// For whom members count, what they may do, and how much they may have evaluated.
    private static func entryChanges(from old: RegistryDocument, to new: RegistryDocument) -> [String] {
        let before = Dictionary(old.members.map { ($0.id, $0) }) { first, _ in first }
        return new.members.flatMap { member -> [String] in
            guard let was = before[member.id] else {
                return ["+ \(member.id.name) counts as \(member.owner.name), is \(roles(of: member)), quota \(member.quota)"]
            }
            let pairs = [
                ("owner", was.owner.name, member.owner.name), ("roles", roles(of: was), roles(of: member)),
                ("quota", "\(was.quota)", "\(member.quota)"),
            ]
            return pairs.filter { $0.1 != $0.2 }.map { "! \($0.0) of \(member.id.name): \($0.1) becomes \($0.2)" }
        }
    }

    private static func roles(of member: MemberEntry) -> String { member.roles.map(\.rawValue).sorted().joined(separator: ", ") }

    /// Keys that were revoked and speak again: hardly ever meant.
    private static func revived(from old: RegistryDocument, to new: RegistryDocument) -> [String] {
        let revoked = old.members.flatMap(\.keys).filter { $0.status != .active }
        return new.members.flatMap { member in
            member.keys.compactMap { key in
                guard key.status == .active, let before = revoked.first(where: { $0.publicKey == key.publicKey }) else {
                    return nil
                }
                return
                    "! key \(KeyName.keyID(member: member.id.name, kid: key.kid)) was \(before.status.rawValue) and is active again"
            }
        }
    }

    private static func keyLines(_ document: RegistryDocument) -> Set<String> {
        Set(
            document.members.flatMap { member in
                member.keys.map {
                    "\(KeyName.keyID(member: member.id.name, kid: $0.kid)) \($0.use.rawValue) \($0.status.rawValue)"
                }
            })
    }

    private static func groupLines(_ document: RegistryDocument) -> Set<String> {
        Set(document.groups.map { "\($0.id.name): \($0.members.map(\.name).sorted().joined(separator: ", "))" })
    }

    private static func resetLines(_ document: RegistryDocument) -> Set<String> {
        Set(document.resets.map { "\($0.publisher.name) for \($0.audience.name) at \($0.sequence)" })
    }

    /// Keys should overlap by this much when they change.
    private static let overlapDays: Int64 = 14
}
