import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import SignedBundles

/// What can happen in a world.
extension World {
    /// One event.
    func happen() async throws {
        federation.clock.advance(Int64(1 + roll(90)))
        let member = try pick(members)
        switch roll(34) {
        case 0...5: try await publish(member)
        case 6...8: try await retract(member)
        case 9: try await say(.object(why: "false-positive", since: nil), "objects", by: member)
        case 10: try await say(.outcome("number-suspended"), "reports an outcome", by: member)
        case 11...21: try await round(member)
        case 22...24: changeWeather(member)
        case 25: crash(member)
        case 26: try restart()
        case 27: try lose(member)
        case 28: try await fork(member)
        case 29: try skew(member)
        case 30: lie(member)
        case 31: try restore(member)
        case 32: try await replay(member)
        default: pass()
        }
    }

    private func publish(_ member: MemberID) async throws {
        let (numbers, life) = (someNumbers(), Int64(roll(4) == 0 ? 1 : 90))
        try await speak(member, "publishes", numbers, isReport: true) {
            try await federation.publish(numbers, by: member, lifeDays: life)
        }
    }

    private func retract(_ member: MemberID) async throws {
        let said = Set(sayings.filter { $0.publisher == member && $0.isReport }.flatMap(\.numbers)).sorted()
        guard !said.isEmpty else { return }
        let numbers = [try pick(said)]
        try await speak(member, "retracts", numbers, isReport: false) { try await federation.retract(numbers, by: member) }
    }

    private func say(_ act: NamedStatement.Act, _ verb: String, by member: MemberID) async throws {
        let numbers = [try pick(Self.pool)]
        note("\(member.name) \(verb): \(numbers[0].suffix(1))")
        do { _ = try await federation.state(act, about: numbers, by: member) } catch { try excuse(error) }
    }

    private func speak(
        _ member: MemberID, _ verb: String, _ numbers: [String], isReport: Bool, _ act: () async throws -> PublishSummary
    ) async throws {
        do {
            let manifest = try await act().manifest
            guard !manifest.isEmpty else { return }
            note("\(member.name) \(verb) \(numbers.map { $0.suffix(1) }.joined(separator: " ")) in \(manifest.prefix(6))")
            sayings.append(Saying(publisher: member, manifest: manifest, numbers: numbers, isReport: isReport))
        } catch {
            note("\(member.name) would have: \(verb), but: \(error)")
            try excuse(error)
        }
    }

    /// A clock that went back, and a chain that is set aside, are reasons not to publish.
    private func excuse(_ error: any Error) throws {
        if let error = error as? BundleError, [.manifest, .fork].contains(error.code) { return }
        throw error
    }

    private func round(_ member: MemberID) async throws {
        let peers = members.filter { $0 != member }.shuffled(using: &generator).prefix(1 + roll(members.count - 1))
        federation.away[member] = roll(3) == 0 ? Set(members.filter { !network.isUp($0) }) : []
        let reports = try await federation.round(of: member, with: Array(peers))
        note("\(member.name) does rounds: \(reports.map(\.summary).joined(separator: "; "))")
    }

    private func changeWeather(_ member: MemberID) {
        switch roll(3) {
        case 0:
            let weather = roll(Weather.all.count)
            note("weather \(weather)")
            network.setWeather(Weather.all[weather])
        case 1:
            guard let peer = try? other(than: member) else { return }
            note("\(member.name) and \(peer.name) are parted")
            network.sever(member, peer)
        default:
            note("the partition ends")
            network.mend()
        }
    }

    private func crash(_ member: MemberID) {
        let messages = roll(25)
        note("\(member.name) will crash after \(messages) messages")
        network.crash(member, afterMessages: messages)
    }

    private func restart() throws {
        guard let member = members.filter({ !network.isUp($0) }).randomElement(using: &generator) else { return }
        note("\(member.name) starts")
        if roll(3) == 0 { WorldFiles.remove("\(federation.home(of: member))/outbox") }
        if roll(3) == 0 { WorldFiles.remove("\(federation.home(of: member))/run/arrivals") }
        federation.start(member)
    }

    /// The newest bundle of a publisher can be had from nobody any more.
    private func lose(_ member: MemberID) throws {
        guard lost.isEmpty, fork == nil, roll(2) == 0, let head = try federation.chain(of: member, at: member).head else {
            return
        }
        note("\(member.name) loses number \(head.sequence)")
        lost.append((member, head.sequence))
        network.lose(head.digest)
    }

    private func fork(_ member: MemberID) async throws {
        guard fork == nil, lost.isEmpty, wasForked.isEmpty, roll(2) == 0 else { return }
        guard let head = try federation.chain(of: member, at: member).head else { return }
        let victim = try other(than: member)
        let path = try federation.copyHome(of: member)
        try await publish(member)
        federation.clock.advance(1)
        let sealed: String
        do {
            sealed = try await federation.publish(someNumbers(), fromCopy: path, of: member, to: victim)
        } catch { return try excuse(error) }
        let before = Set(try await federation.transfers(at: victim, with: member).map(\.transfer))
        let outcome = try federation.take(sealed, by: victim)
        byHand.formUnion(Set(try await federation.transfers(at: victim, with: member).map(\.transfer)).subtracting(before))
        note("\(member.name) was copied after \(head.sequence); \(victim.name) takes the copy's bundle: \(outcome.verdict)")
        fork = (member, head)
        wasForked.insert(member)
    }

    private func skew(_ member: MemberID) throws {
        let hours = roll(13) - 6
        note("the clock of \(member.name) is off by \(hours) h")
        federation.clock.skew(member, by: Int64(hours) * 3_600)
        _ = try federation.node(member, .writing).acknowledgeClock(because: "set by hand")
    }

    private func lie(_ member: MemberID) {
        note("\(member.name) lies")
        if roll(2) == 0 { network.stopLying() }
        network.lie(member)
    }

    /// A copy of the store is kept, or put back.
    private func restore(_ member: MemberID) throws {
        let home = federation.home(of: member)
        guard keptStores.remove(member) != nil else {
            note("the store of \(member.name) is copied")
            keptStores.insert(member)
            return try WorldFiles.copy("\(home)/store.sqlite", to: "\(federation.directory)/\(member.name).sqlite")
        }
        note("the old store of \(member.name) is put back")
        try WorldFiles.copy("\(federation.directory)/\(member.name).sqlite", to: "\(home)/store.sqlite")
        for suffix in ["-wal", "-shm"] { WorldFiles.remove("\(home)/store.sqlite\(suffix)") }
        let result = try StoreRebuild.run(federation.node(member, .writing))
        guard result.refused.isEmpty else { throw WorldFault("a rebuilt store refuses \(result.refused.map { "\($0.error)" })") }
    }

    private func replay(_ member: MemberID) async throws {
        let victim = try other(than: member)
        note("\(member.name) replays something to \(victim.name)")
        await network.replay(by: member, to: victim)
    }

    private func pass() {
        guard daysPassed < 4 else { return }
        note("two days pass")
        daysPassed += 2
        federation.clock.advance(2 * 86_400)
    }
}

extension RoundReport {
    var summary: String {
        let moved = [("took", takenCount), ("gave", givenCount), ("receipts", receiptCount), ("documents", documentCount)]
        let words = moved.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }
        let refused = refusals.map { "\($0.side.rawValue) \($0.manifest?.hex.prefix(6) ?? "-") \($0.code)" }
        return ([peer.name] + words + refused + [failure.map { "\($0.reason)" } ?? "ok"]).joined(separator: " ")
    }
}

extension Importer.Outcome {
    var verdict: String {
        switch result {
        case .success: "taken"
        case .failure(let error): "\(error)"
        }
    }
}
