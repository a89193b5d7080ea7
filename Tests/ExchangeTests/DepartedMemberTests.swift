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
