import CanonicalCoding
import Exchange
import Indicators
import MemberRegistry
import Testing

@Suite struct `A member that leaves` {
    private func leave(_ name: String, _ sandbox: Sandbox, at seconds: Int64, alsoEpoch: Bool = false) throws -> [String] {
        var warnings: [String] = []
        try sandbox.changeRegistry(at: ["org.a"], time: sandbox.time.adding(seconds: seconds)) { registry in
            let before = registry
            var editing = RegistryEditing(after: registry, issued: registry.issued)
            editing.remove(try #require(MemberID(name)))
            registry.members = editing.document.members
            registry.groups = editing.document.groups
            if alsoEpoch, let first = registry.epochs.first {
                registry.epochs.append(EpochEntry(epoch: EpochNumber(first.epoch.value + 1), digest: first.digest))
            }
            warnings = RegistryLint.peppersLeft(from: before, to: registry)
        }
        return warnings
    }

    @Test func `keeps the pepper, which is said before the officers sign and at every start after`() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.node("org.a").departedMembers().isEmpty)
        let warnings = try leave("org.c", sandbox, at: 60)
        #expect(warnings == ["org.c leaves and keeps the pepper of epoch 1: after an expulsion list a new epoch"])
        #expect(try sandbox.node("org.a").departedMembers().map(\.name) == ["org.c"])
        #expect(try sandbox.node("org.a").startWarnings().contains { $0.hasPrefix("org.c left the registry") })
    }

    @Test func `is no matter where a new epoch is listed in the same version`() throws {
        #expect(try leave("org.c", Sandbox(), at: 60, alsoEpoch: true).isEmpty)
    }
}

/// How much a member may have evaluated is the officers' to say, and whoever signs sees it change.
@Suite struct `The quota of a member` {
    private let before: RegistryDocument
    private let member: MemberID

    init() throws {
        let sandbox = try Sandbox()
        before = try sandbox.node("org.a").registry().document
        extendLifetime(sandbox)
        member = try #require(MemberID("org.b"))
    }

    private func changed(_ edit: (inout RegistryEditing) throws -> Void) rethrows -> [String] {
        var editing = RegistryEditing(after: before, issued: before.issued)
        try edit(&editing)
        return RegistryLint.changes(from: before, to: editing.document)
    }

    @Test func `is shown when it changes, as are owner and roles`() throws {
        let lines = try changed { editing in
            let entry = try #require(before.members.first { $0.id == member })
            let isSet = editing.setQuota(EvaluationQuota(start: 100, day: 5), of: member)
            #expect(isSet)
            editing.add(
                MemberCard(entry: MemberEntry(id: member, owner: MemberID("org.parent"), roles: [.hub], keys: entry.keys)))
        }
        #expect(
            lines == [
                "! owner of org.b: org.b becomes org.parent", "! roles of org.b: vendor becomes hub",
                "! quota of org.b: 2000000 and 50000 a day becomes 100 and 5 a day",
            ], "a card with new keys leaves the quota as it is")
    }

    @Test func `is not the card's to say, and shown with owner and roles for a member that is new`() throws {
        let new = try #require(MemberID("org.new"))
        let lines = changed { editing in
            editing.add(
                MemberCard(
                    entry: MemberEntry(
                        id: new, owner: member, roles: [.bank], keys: [], quota: EvaluationQuota(start: 1 << 52, day: 1 << 52))))
        }
        #expect(lines.contains("+ org.new counts as org.b, is bank, quota 2000000 and 50000 a day"))
    }

    @Test func `is nobody's who is no member, and within what a registry can hold`() {
        let lines = changed { editing in
            let isSet = MemberID("org.z").map { editing.setQuota(.standard, of: $0) }
            #expect(isSet == false)
        }
        #expect(lines.isEmpty)
        let most: Int64 = 1 << 53 - 1
        #expect(EvaluationQuota(checking: most, day: 0)?.start == most)
        for (start, day) in [(-1, 0), (0, -1), (most + 1, 0), (0, most + 1)] {
            #expect(EvaluationQuota(checking: start, day: day) == nil)
        }
    }
}
