import Exchange
import Indicators
import NodeAPI
import SignedBundles

/// How a world comes to rest: everything heals, and rounds go on until nothing moves any more.
extension World {
    func settle() async throws {
        network.heal()
        for member in members where !network.isUp(member) { federation.start(member) }
        await network.deliverAll()
        if let fork {
            let place =
                roll(2) == 0 ? fork.place : try federation.chain(of: fork.publisher, at: fork.publisher).head ?? fork.place
            let member = try pick(members)
            note("the registry resets \(fork.publisher.name) to \(place.sequence), installed at \(member.name)")
            try federation.reset(fork.publisher, to: place, at: member)
        }
        note("peace")
        try await rest()
        if let fork { try await goOn(fork.publisher) }
        guard let gap = lost.first else { return }
        try await publishOnce(by: gap.publisher)
        for member in members where try isStuck(member, at: gap) {
            note("an officer of \(member.name) steps over number \(gap.sequence) of \(gap.publisher.name)")
            try federation.stepOverGap(of: gap.publisher, after: gap.sequence, at: member)
        }
        try await rest()
    }

    /// What was known beyond a reset gives way to the bundle that follows it.
    private func goOn(_ publisher: MemberID) async throws {
        try await publishOnce(by: publisher)
        try await rest()
    }

    /// A publisher whose clock went back has to wait until it is later than in its newest bundle: half a day, by then with a right clock.
    private func publishOnce(by publisher: MemberID) async throws {
        federation.clock.skew(publisher, by: 0)
        federation.clock.advance(Self.largestSkewSeconds)
        _ = try federation.node(publisher, .writing).acknowledgeClock(because: "set by hand")
        let manifest = try await federation.publish([Self.pool[0]], by: publisher).manifest
        sayings.append(Saying(publisher: publisher, manifest: manifest, numbers: [Self.pool[0]], isReport: true))
    }

    private static let largestSkewSeconds: Int64 = 13 * 3_600

    private func isStuck(_ member: MemberID, at gap: (publisher: MemberID, sequence: Int)) throws -> Bool {
        try federation.chain(of: gap.publisher, at: member).head?.sequence ?? 0 == gap.sequence - 1
    }

    /// Rounds of everybody with everybody until nothing moves.
    private func rest() async throws {
        for pass in 0..<12 {
            federation.clock.advance(60)
            var moved = false
            for member in members.shuffled(using: &generator) {
                federation.away[member] = []
                for peer in members where peer != member { federation.memory(of: member, about: peer).forgetRefusals() }
                let reports = try await federation.round(of: member, with: members.shuffled(using: &generator))
                for report in reports where report.failure != nil {
                    throw WorldFault("a round of \(member.name) in peace fails: \(report.summary)")
                }
                let isQuiet = reports.allSatisfy { $0.movedNothing }
                if !isQuiet || reports.contains(where: { !$0.refusals.isEmpty }) {
                    note("pass \(pass), \(member.name): \(reports.map(\.summary).joined(separator: "; "))")
                }
                if !isQuiet { moved = true }
            }
            if !moved { return }
        }
        throw WorldFault("there is no rest")
    }
}

extension RoundReport {
    fileprivate var movedNothing: Bool { takenCount + givenCount + receiptCount + documentCount == 0 }
}
